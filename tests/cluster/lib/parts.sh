# shellcheck shell=bash
# The parts of the cluster: how each is started, and how one sees that it works.

parts=(containerd etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy dns dns-feed)

start_part() {
  case $1 in
    containerd) launch "$1" containerd --config "$state/containerd.toml" ;;
    etcd)
      launch "$1" etcd --data-dir "$state/etcd" --listen-client-urls http://127.0.0.1:2379 --unsafe-no-fsync \
        --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380 --logger zap ;;
    kube-apiserver)
      launch "$1" "$bin/$1" --etcd-servers=http://127.0.0.1:2379 --advertise-address="$node_ip" --secure-port=6443 \
        --insecure-port=0 --service-cluster-ip-range="$service_cidr" --tls-cert-file=pki/apiserver.crt \
        --tls-private-key-file=pki/apiserver.key --client-ca-file=pki/ca.crt --authorization-mode=Node,RBAC \
        --enable-admission-plugins=NodeRestriction --allow-privileged --service-account-key-file=pki/sa.pub \
        --service-account-signing-key-file=pki/sa.key --service-account-issuer=https://kubernetes.default.svc \
        --kubelet-preferred-address-types=InternalIP --kubelet-certificate-authority=pki/ca.crt \
        --kubelet-client-certificate=pki/apiserver-kubelet.crt --kubelet-client-key=pki/apiserver-kubelet.key \
        --audit-policy-file=audit.yaml --audit-log-path=log/audit.log --audit-log-maxsize=100 --audit-log-maxbackup=2 ;;
    # No election: there is one of each, and a lease that expires while the machine is busy would end it.
    kube-controller-manager)
      launch "$1" "$bin/$1" --kubeconfig=controller-manager.kubeconfig --leader-elect=false --root-ca-file=pki/ca.crt \
        --service-account-private-key-file=pki/sa.key --use-service-account-credentials --cluster-cidr="$pod_cidr" \
        --allocate-node-cidrs --node-cidr-mask-size=22 --cluster-signing-cert-file=pki/ca.crt \
        --cluster-signing-key-file=pki/ca.key --kube-api-qps=200 --kube-api-burst=400 --node-monitor-grace-period=120s ;;
    kube-scheduler)
      launch "$1" "$bin/$1" --kubeconfig=scheduler.kubeconfig --leader-elect=false --kube-api-qps=200 --kube-api-burst=400 ;;
    kubelet)
      launch "$1" "$bin/$1" --config=kubelet.yaml --kubeconfig=node.kubeconfig --hostname-override=node1 \
        --node-ip="$node_ip" --container-runtime=remote --root-dir=/var/lib/kubelet \
        --container-runtime-endpoint=unix:///run/containerd/containerd.sock ;;
    # Connection tracking's limits belong to the machine, not to the cluster's network: they stay as they are.
    kube-proxy)
      launch "$1" "$bin/$1" --kubeconfig=proxy.kubeconfig --proxy-mode=iptables --cluster-cidr="$pod_cidr" \
        --hostname-override=node1 --oom-score-adj=0 --conntrack-max-per-core=0 --conntrack-min=0 \
        --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 ;;
    dns)
      [ -s "$state/dns/hosts" ] || echo "127.0.0.1 localhost.cluster.local" > "$state/dns/hosts"
      launch "$1" dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root --log-facility=- \
        --no-resolv --no-hosts --addn-hosts="$state/dns/hosts" --listen-address="$node_ip" --bind-interfaces \
        --local=/cluster.local/ --domain-needed --cache-size=10000 ;;
    dns-feed) launch "$1" bash "$lib/dns-feed.sh" "$state" "$bin/kubectl" ;;
  esac
}

# works PART: it answers what it is there for. A part that is stopped does not answer, hence the time-outs.
works() {
  alive "$1" >/dev/null || return 1
  case $1 in
    containerd) in_cluster timeout 5 ctr version ;;
    etcd) answers 2379 /health ;;
    kube-apiserver) kube get --raw /readyz --request-timeout=5s ;;
    kube-controller-manager) answers 10252 /healthz ;;
    kube-scheduler) answers 10251 /healthz ;;
    kubelet) answers 10248 /healthz ;;
    kube-proxy) answers 10256 /healthz ;;
    dns) in_network timeout 5 busybox nslookup -type=a localhost.cluster.local "$node_ip" | grep -q 'Address' ;;
    dns-feed) in_network timeout 5 busybox nslookup -type=a kubernetes.default.svc.cluster.local "$node_ip" | grep -q "$api_service" ;;
  esac >/dev/null 2>&1
}

answers() {
  # shellcheck disable=SC2016
  in_network timeout 5 bash -c \
    'exec 3<>"/dev/tcp/127.0.0.1/$0"; printf "GET %s HTTP/1.0\r\n\r\n" "$1" >&3; read -r _ code _ <&3; [ "$code" = 200 ]' "$1" "$2"
}

kube() { "$bin/kubectl" --kubeconfig "$state/kubeconfig" "$@"; }

# Leaves alone what works, waits for what is on its way, and replaces what does not come.
ensure_part() {
  if works "$1"; then return; fi
  if alive "$1" >/dev/null && wait_for 30 "an answer of $1, which runs" works "$1"; then return; fi
  end "$1"
  start_part "$1"
  wait_for 300 "$1 to answer; its log is $state/log/$1.log" works_or_ended "$1"
  works "$1" || { tail -n 5 "$state/log/$1.log" >&2; die "$1 ended at once; its log is $state/log/$1.log."; }
}

works_or_ended() { works "$1" || gone "$1"; }
