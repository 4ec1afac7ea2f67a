#!/usr/bin/env bash
# dns-feed.sh STATE KUBECTL: keeps the name server's hosts file as the API's Services and Endpoints are.
# Runs inside the cluster. Whatever it starts ends with it, also when it is killed.
set -uo pipefail
state=$1 kubectl=$2
export KUBECONFIG=$state/dns.kubeconfig HOME=$state/dns
cd "$state/dns" || exit 1

# A Service's address, and for a headless one the addresses of its Endpoints: by the Service, and by the pod's host name.
# shellcheck disable=SC2016
template='{{range .items}}{{$of := printf "%s.%s.svc.cluster.local" .metadata.name .metadata.namespace}}{{if eq .kind "Service"}}service {{$of}} {{.spec.clusterIP}}
{{else}}{{range .subsets}}{{range .addresses}}endpoint {{$of}} {{.ip}} {{.hostname}}
{{end}}{{end}}{{end}}{{end}}'

render() {
  "$kubectl" get services,endpoints --all-namespaces --request-timeout=20s -o "go-template=$template" > list || return
  awk '$1 == "service" && $3 ~ /^[0-9]/ { print $3, $2 }
       $1 == "service" && $3 == "None" { headless[$2] = 1 }
       $1 == "endpoint" && headless[$2] { print $3, $2; if ($4 != "<no") print $3, $4 "." $2 }
       BEGIN { print "127.0.0.1 localhost.cluster.local" }' list > hosts.new
  cmp -s hosts.new hosts && return
  mv hosts.new hosts
  # The name server may be down at the moment; it reads the file when it starts.
  read -r pid _ < "$state/pids/dns" && nsenter_hup "$pid"
}

# The pid file knows the machine's number of the process; in here it has another, which its status tells.
nsenter_hup() {
  local key last
  while read -r key _ last; do
    [ "$key" != NSpid: ] || kill -HUP "${last##*[[:space:]]}"
  done 2>/dev/null < "$state/host-proc/$1/status"
}

# A watch tells all that is there when it begins, so that a broken connection loses nothing.
# shellcheck disable=SC2016
watch='while :; do setpriv --pdeathsig KILL "$0" get "$1" --all-namespaces --watch --output=name; sleep 1; done'

rm -f events
mkfifo events
exec 3<>events
for kind in services endpoints; do
  setpriv --pdeathsig KILL bash -c "$watch" "$kubectl" "$kind" > events &
done

while read -r _ <&3; do
  # A Service, its Endpoints and their addresses come in a bunch.
  while read -r -t 0.05 _ <&3; do :; done
  until render; do sleep 1; done
done
