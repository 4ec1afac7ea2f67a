# shellcheck shell=bash
# Kubernetes' programs, built once from Debian's source package into $bin. Nobody ships them as a binary package.

built() {
  local program
  for program in pause "${programs[@]}"; do
    [ -x "$bin/$program" ] || return 1
  done
}

# Concurrent runs wait for one another, and all but the first find the programs there.
ensure_programs() {
  built || with_lock "$cache/build.lock" build_programs
}

# Where this machine gets Debian from: any configured mirror of the main archive has the source package too.
debian_mirror() {
  # A machine that shortens apt's lists still names its mirror in the sources.
  # shellcheck disable=SC2016
  { apt-get indextargets --format '$(LABEL) $(SITE)' | sed -n 's/^Debian //p'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
      sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*debian\/\{0,1\}\) .*/\2/p' || true
  } | awk '!found++ { print } END { exit !found }'
}

fetch_source() {
  local apt=$work/apt mirror
  mirror=${AGENTSANDBOX_DEBIAN_MIRROR:-$(debian_mirror)} ||
    die "No Debian mirror is configured: set AGENTSANDBOX_DEBIAN_MIRROR to the address of one."
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  # Always bookworm: later releases carry another version. The machine's own apt configuration is not touched.
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm main" > "$apt/sources.list"
  local options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update -qq
  (cd "$work" && apt-get "${options[@]}" source --download-only -qq kubernetes)
  mkdir -p "$tree"
  tar -xzf "$work"/kubernetes_*.orig.tar.gz -C "$tree" --strip-components=1
  touch "$work/fetched"
}

build_programs() {
  if built; then return; fi
  work=$cache/build tree=$work/gopath/src/k8s.io/kubernetes
  local begun=$SECONDS
  mkdir -p "$work/out" "$bin"
  gcc -O2 -static -o "$work/out/pause" "$lib/pause.c"
  say "Building Kubernetes $kubernetes_version into $bin; this takes about ten minutes on two cores, once."
  [ -f "$work/fetched" ] || { rm -rf "$tree"; fetch_source; }
  compile >"$cache/build.log" 2>&1 || { tail -n 30 "$cache/build.log" >&2; die "The build failed; all of it is in $cache/build.log."; }
  # Moved into place when whole, so that an interrupted build leaves no half a program to run.
  mv "$work"/out/* "$bin/"
  rm -rf "$work"
  say "Built in $((SECONDS - begun)) s."
}

# Its copy of reflect2 knows how the runtime iterated over maps before Go 1.18. Since then the caller provides the
# iterator, in the runtime's own layout; called the old way it writes over other memory, and the API server dies at the
# first custom resource. Fails when the files are not the ones that are meant.
mend_map_iteration() {
  [ ! -f "$1/begin_iteration.go" ] || return 0
  grep -q '^func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer) \*hiter$' "$1/unsafe_link.go" &&
    grep -q 'rest fields are ignored' "$1/unsafe_link.go" &&
    grep -q 'mapiterinit(type2.rtype, ' "$1/unsafe_map.go" || return 1
  sed -i \
    -e 's/^func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer) \*hiter$/func mapiterinit(rtype unsafe.Pointer, m unsafe.Pointer, it *hiter)/' \
    -e 's/.*rest fields are ignored.*/\t_ [4]unsafe.Pointer\n\t_ [2]*[]unsafe.Pointer\n\t_ uintptr\n\t_ [4]uint8\n\t_ [2]uintptr/' "$1/unsafe_link.go"
  sed -i 's/mapiterinit(type2.rtype, /beginIteration(type2.rtype, /' "$1/unsafe_map.go"
  cat > "$1/begin_iteration.go" <<'GO'
package reflect2

import "unsafe"

func beginIteration(rtype unsafe.Pointer, m unsafe.Pointer) *hiter {
	it := new(hiter)
	mapiterinit(rtype, m, it)
	return it
}
GO
}

# The tree is older than Go modules as today's Go reads them, so it is built as its makers did: in a GOPATH. The code
# generators ask git for the root of the tree. Chained, because the shell's own errexit does not hold in a condition.
compile() (
  export GOPATH=$work/gopath GOCACHE=$work/gocache GO111MODULE=off CGO_ENABLED=0 GOFLAGS='' KUBE_VERBOSE=0
  cd "$tree" &&
    { [ -d .git ] || git init -q .; } &&
    { [ -f "$work/generated" ] || nice -n 10 make generated_files; } &&
    touch "$work/generated" &&
    mend_map_iteration vendor/github.com/modern-go/reflect2 &&
    nice -n 10 go build -trimpath -ldflags '-s -w' -o "$work/out/" "${programs[@]/#/./cmd/}"
)
