# shellcheck shell=bash
# Layers that many images share, made of what this machine has and kept in the cache by what went into them.

# base_layer NAME: makes it when it is not cached; sets base_file.
base_layer() {
  local inputs key
  inputs=$("inputs_of_$1" | xargs -d '\n' stat -L -c '%n %s %Y' | cat - "$lib/base-layers.sh" | sha256sum)
  key=${inputs:0:16}
  base_file=$layers/$1-$key.tar
  [ -s "$base_file.digest" ] || with_lock "$layers/lock" make_base_layer "$1" "$base_file"
}

make_base_layer() {
  [ ! -s "$2.digest" ] || return 0
  local root
  root=$(mktemp -d "$layers/new.XXXXXX")
  chmod 755 "$root"
  common_root "$root"
  # Below the links that common_root laid, and with the content of what is a link here.
  "inputs_of_$1" | xargs -d '\n' cp -L --parents --target-directory="$root"
  deterministic_tar "$root" / "$2.new"
  # The only folder that everybody may write to.
  tar --append --file="$2.new" --directory="$root" --format=gnu --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=1777 ./tmp
  rm -rf "$root"
  digest "$2.new" > "$2.digest.new"
  mv "$2.new" "$2"
  mv "$2.digest.new" "$2.digest"
}

# A root folder in Debian's merged layout with a shell and two users.
common_root() {
  local folder
  mkdir -p "$1"/usr/{bin,sbin,lib,lib64} "$1"/{etc,tmp,proc,sys,dev,app}
  for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$1/$folder"; done
  cp "$(command -v busybox)" "$1/bin/busybox"
  busybox --list | grep -vx busybox | (cd "$1/bin" && xargs -n 1 ln -s busybox)
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'app:x:1654:1654:app:/tmp:/bin/sh' > "$1/etc/passwd"
  printf '%s\n' 'root:x:0:' 'app:x:1654:' > "$1/etc/group"
  printf '%s\n' 'hosts: files dns' > "$1/etc/nsswitch.conf"
}

inputs_of_busybox() { command -v busybox; }

# As dotnet says itself: the command may be a script that leads to it.
dotnet_root() { dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App .* \[\(.*\)\/shared\/Microsoft\.NETCore\.App\]$/\1/p' | tail -n 1; }

# The shared runtimes of .NET, ASP.NET Core among them, the libraries of this machine that they load, and the
# authorities that TLS trusts. Without ICU: programs run with invariant globalization.
inputs_of_dotnet() {
  local root runtime folders=()
  root=$(dotnet_root)
  for runtime in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    folders+=("$(printf '%s\n' "$root/shared/$runtime"/* | sort -V | tail -n 1)")
  done
  folders+=("$(printf '%s\n' "$root"/host/fxr/* | sort -V | tail -n 1)")
  {
    command -v busybox
    printf '%s\n' "$root/dotnet" /etc/ssl/certs/ca-certificates.crt
    find "${folders[@]}" -type f
    # OpenSSL is loaded by name at run time, so no program's list of libraries has it.
    ldconfig -p | sed -n 's/.*\(libssl\.so\.3\|libcrypto\.so\.3\) .* => //p'
    ldd "$root/dotnet" "${folders[0]}"/*.so "$(ldconfig -p | sed -n 's/.*libssl\.so\.3 .* => //p' | head -n 1)" 2>/dev/null |
      sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld-[^ ]*\) .*/\1/p'
  } | sort -u
}
