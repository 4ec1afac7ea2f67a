# shellcheck shell=bash
# What Debian ships: each line is a package and the file or command that shows that it is there.

needed_to_run() {
  cat <<'L'
etcd-server etcd
containerd containerd
runc runc
containernetworking-plugins /usr/lib/cni/bridge
iptables iptables
conntrack conntrack
socat socat
dnsmasq-base dnsmasq
busybox-static busybox
openssl openssl
iproute2 ip
util-linux nsenter
L
}

needed_to_build() {
  cat <<'L'
golang-go go
gcc gcc
libc6-dev /usr/include/signal.h
make make
rsync rsync
jq jq
git git
dpkg-dev dpkg-source
L
}

ensure_packages() {
  local package proof missing=()
  while read -r package proof; do
    command -v "$proof" >/dev/null 2>&1 || [ -e "$proof" ] || missing+=("$package")
  done < <(needed_to_run; built || needed_to_build)
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null 2>&1 ||
    die "Missing, by their names in Debian: ${missing[*]}. Install them, or name a cluster in AGENTSANDBOX_TEST_KUBECONFIG."
  say "Installing ${missing[*]}."
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=900 "${missing[@]}" >/dev/null
}
