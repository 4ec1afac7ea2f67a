# shellcheck shell=bash
# The files that the parts read. Written anew by every up: they follow from the cluster's network and nothing else.

write_settings() {
  mkdir -p "$state/cni/net.d" "$state/dns"
  cat > "$state/cni/net.d/10-pods.conflist" <<C
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "${cluster_cidr%.0.0/16}.0.0/22"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
C
  # Without CAP_SYS_RESOURCE runc cannot lower a process' OOM score and dies, hence restrict_oom_score_adj.
  cat > "$state/containerd.toml" <<C
version = 2
root = "$state/containerd"
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.internal.v1.opt"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/agent-sandbox-test/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/cni/net.d"
C
  # Images that tests made cannot be pulled again, so the kubelet never collects them. Pods get the cluster's DNS on
  # the node's address, which is there before the first pod makes the bridge.
  cat > "$state/kubelet.yaml" <<C
kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
failSwapOn: false
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
clusterDNS: [$node_ip]
clusterDomain: cluster.local
resolvConf: $state/resolv.conf
evictionHard: {memory.available: "100Mi", nodefs.available: "1%", imagefs.available: "1%"}
imageGCHighThresholdPercent: 100
maxPods: 300
tlsCertFile: $state/pki/node.crt
tlsPrivateKeyFile: $state/pki/node.key
kubeAPIQPS: 200
kubeAPIBurst: 400
serializeImagePulls: false
registryPullQPS: 0
eventRecordQPS: 0
oomScoreAdj: 0
volumePluginDir: $state/kubelet/volume-plugins
C
  : > "$state/resolv.conf"
  # Who did what, for everything that changes something and for everybody but the cluster's own parts.
  cat > "$state/audit.yaml" <<C
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: None, userGroups: ["system:nodes"]}
- {level: None, users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy", "cluster-dns", "system:anonymous"]}
- {level: None, userGroups: ["system:serviceaccounts:kube-system"]}
- {level: Metadata}
C
  # A kubectl of today and one of then both read this; programs of the tests get the same by the environment.
  cat > "$state/env" <<C
export KUBECONFIG='$state/kubeconfig'
export AGENTSANDBOX_TEST_KUBECONFIG='$state/kubeconfig'
export AGENTSANDBOX_TEST_CLUSTER_STATE='$state'
C
}
