# shellcheck shell=bash
# What every script here shares: where things lie, what is said, and how one waits. Sourced, never run.
# The names that are set here are read by the files that source this one.
# shellcheck disable=SC2034
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lib=$here/lib
cache=${AGENTSANDBOX_TEST_CLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/agent-sandbox/test-cluster}
state=${AGENTSANDBOX_TEST_CLUSTER_STATE:-$cache/state}
bin=$cache/bin
kubernetes_version=1.20.2
programs=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl)

# The cluster is reached directly, whatever proxy the caller's shell uses for the rest of the world.
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy

# Standard output belongs to results (a path, a digest), so everything that is told goes to standard error.
say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# wait_for SECONDS WHAT COMMAND…: until the command succeeds; says what was awaited when it does not. It asks more and
# more rarely, since on a busy machine the asking itself would take the time that the answer needs.
wait_for() {
  local end=$((SECONDS + $1)) what=$2 pause=1
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      say "Gave up waiting for $what."
      return 1
    fi
    sleep "$((pause / 10)).$((pause % 10))"
    [ $pause -ge 10 ] || pause=$((pause + 1))
  done
}

# with_lock FILE COMMAND…: one at a time. The lock is given up when the command ends; what it starts must not inherit it.
with_lock() {
  local file=$1
  shift
  mkdir -p "$(dirname "$file")"
  (
    if ! flock -n 9; then
      say "Waiting for another run that holds $file."
      flock 9
    fi
    "$@"
  ) 9>"$file"
}
