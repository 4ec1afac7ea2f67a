# shellcheck shell=bash
# The cluster has a network, a mount table and a PID namespace of its own. So two clusters share no port, iptables
# rule, bridge or CNI file; ending the first process ends every other one, and the kernel takes back mounts and
# interfaces with them. This machine sees one veth interface and one route.

# The network 10.N.0.0/16 of this cluster: pods in the lower half, services above them, one address for the node.
read_network() {
  local n=$1
  link=asb-$n cgroup=asb-$n
  cluster_cidr=10.$n.0.0/16 pod_cidr=10.$n.0.0/17 service_cidr=10.$n.128.0/18 api_service=10.$n.128.1
  host_ip=10.$n.192.1 node_ip=10.$n.192.2
}

in_use() {
  ip -4 route show table all root "10.$1.0.0/16"
  ip -4 route show table all match "10.$1.0.0/16" | grep -v '^default' || true
}

# A number once chosen is kept, since certificates and stored objects carry its addresses.
choose_network() {
  local first i n
  if [ -s "$state/network" ]; then
    n=$(<"$state/network")
    [ -z "$(in_use "$n")" ] || die "10.$n.0.0/16, the network of the cluster in $state, is in use by now: run down, then up."
    read_network "$n"
    return
  fi
  first=$(printf '%s' "$state" | cksum)
  first=${first%% *}
  for i in {0..55}; do
    n=$((192 + (first + i) % 56))
    [ -z "$(in_use $n)" ] || continue
    echo $n > "$state/network"
    read_network $n
    return
  done
  die "None of the networks 10.192.0.0/16 to 10.247.0.0/16 is free on this machine."
}

ensure_namespaces() {
  if alive init >/dev/null; then
    read_network "$(<"$state/network")"
  else
    rm -rf "$state/pids"
    mkdir -p "$state"/{pids,log,host-proc,tunables,kubelet,cni/state,pod-logs,container-logs}
    # Two clusters that start at once must not choose the same network.
    with_lock "$cache/network.lock" start_namespaces
    read_network "$(<"$state/network")"
  fi
}

start_namespaces() {
  local init
  choose_network
  # What a machine that went down has left of the same number.
  ip link delete "$link" 2>/dev/null || true
  setsid unshare --mount --net --pid --fork bash "$lib/inside.sh" "$state" "$bin/pause" </dev/null >"$state/log/init.log" 2>&1 9>&- &
  wait_for 20 "the cluster's namespaces (see $state/log/init.log)" test -s "$state/pids/init" || return 1
  init=$(alive init) || die "The cluster's first process ended at once: $(<"$state/log/init.log")"
  wait_for 20 "the cluster's mounts (see $state/log/init.log)" is_pause "$init"
  ip link add "$link" type veth peer name uplink netns "$init"
  ip address add "$host_ip/30" dev "$link"
  ip link set "$link" up
  in_network ip link set lo up
  in_network ip address add "$node_ip/30" dev uplink
  in_network ip link set uplink up
  # A program on the node that asks for a Service's address needs a route before kube-proxy's rules may redirect it.
  # There is no default route: nothing in the cluster reaches the world, so a wrong image name fails at once.
  in_network ip route add "$service_cidr" via "$host_ip"
  ip route add "$cluster_cidr" via "$node_ip" dev "$link"
}

is_pause() { [ "$(readlink "/proc/$1/exe")" = "$bin/pause" ]; }

# The kubelet's cgroup root: it must be there, and a cpuset is unusable until it has got its CPUs and memory nodes.
ensure_cgroups() {
  local controller file
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir -p "/sys/fs/cgroup/$cgroup"
    return
  fi
  for controller in /sys/fs/cgroup/*/; do
    mkdir -p "$controller$cgroup" 2>/dev/null || true
  done
  for file in cpuset.cpus cpuset.mems; do
    [ ! -f "/sys/fs/cgroup/cpuset/$file" ] || cat "/sys/fs/cgroup/cpuset/$file" > "/sys/fs/cgroup/cpuset/$cgroup/$file"
  done
}

remove_cgroups() {
  local root
  for root in /sys/fs/cgroup/"$cgroup" /sys/fs/cgroup/*/"$cgroup"; do
    [ ! -d "$root" ] || wait_for 30 "the cgroups below $root to be empty" rmdir_all "$root" || return 1
  done
}

rmdir_all() {
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
  [ ! -d "$1" ]
}
