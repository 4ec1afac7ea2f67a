# shellcheck shell=bash
# One authority; every part has a name of its own, so that the API server's audit log and RBAC see who is who.

ensure_certificates() {
  [ ! -f "$state/pki/complete" ] || return 0
  rm -rf "$state/pki"
  mkdir -p "$state/pki"
  (
    cd "$state/pki" || exit 1
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.crt \
      -subj "/CN=test cluster" -days 3650 2>/dev/null
    certificate apiserver /CN=kube-apiserver "subjectAltName=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$api_service,IP:$node_ip"
    certificate node /O=system:nodes/CN=system:node:node1 "subjectAltName=DNS:node1,IP:$node_ip,IP:127.0.0.1"
    certificate admin /O=system:masters/CN=admin
    # The API server's own name towards the kubelet, and the name of what feeds DNS.
    certificate apiserver-kubelet /O=system:masters/CN=kube-apiserver
    certificate dns /O=system:masters/CN=cluster-dns
    certificate controller-manager /CN=system:kube-controller-manager
    certificate scheduler /CN=system:kube-scheduler
    certificate proxy /CN=system:kube-proxy
    openssl genrsa -out sa.key 2048 2>/dev/null
    openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
    touch complete
  )
  local name
  for name in node dns controller-manager scheduler proxy; do
    kubeconfig "$name" > "$state/$name.kubeconfig"
  done
  kubeconfig admin > "$state/kubeconfig"
}

certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out "$1.crt" \
    -extfile <(printf '%s\n' "${3:-basicConstraints=CA:FALSE}") 2>/dev/null
  rm "$1.csr"
}

# Everything inline, so that the file can be copied to where the cluster's state is not.
kubeconfig() {
  cat <<K
apiVersion: v1
kind: Config
clusters:
- name: agent-sandbox-test
  cluster:
    server: https://$node_ip:6443
    certificate-authority-data: $(base64 -w0 "$state/pki/ca.crt")
users:
- name: $1
  user:
    client-certificate-data: $(base64 -w0 "$state/pki/$1.crt")
    client-key-data: $(base64 -w0 "$state/pki/$1.key")
contexts:
- name: agent-sandbox-test
  context: {cluster: agent-sandbox-test, user: $1}
current-context: agent-sandbox-test
K
}
