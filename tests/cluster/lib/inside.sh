#!/usr/bin/env bash
# inside.sh STATE PAUSE: the first process of the cluster's namespaces. Lays the mounts, then becomes PAUSE.
# Several paths cannot be configured in containerd, the kubelet and the CNI plugins; each is a mount of this cluster.
set -euo pipefail
state=$1 pause=$2

mount --bind /proc "$state/host-proc"
mount -t proc proc /proc
# Volumes with mount propagation need a shared tree; unshare has made it private towards the machine.
mount --make-rshared /

mkdir -p /run/containerd /run/netns /var/lib/cni /var/lib/kubelet /var/log/pods /var/log/containers
mount -t tmpfs tmpfs /run/containerd
mount -t tmpfs tmpfs /run/netns
mount --bind "$state/cni/state" /var/lib/cni
mount --bind "$state/kubelet" /var/lib/kubelet
mount --bind "$state/pod-logs" /var/log/pods
mount --bind "$state/container-logs" /var/log/containers

# The kubelet sets these for the whole machine unless it finds them set. It finds them, and the machine keeps its own.
while read -r name value; do
  [ -f "/proc/sys/$name" ] || continue
  file=$state/tunables/${name//\//.}
  echo "$value" > "$file"
  mount --bind "$file" "/proc/sys/$name"
done <<'L'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
L
echo 1 > /proc/sys/net/ipv4/ip_forward

exec bash "$(dirname "${BASH_SOURCE[0]}")/launch.sh" "$state" init "$pause"
