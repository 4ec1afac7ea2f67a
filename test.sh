#!/usr/bin/env bash
# Builds everything with warnings as errors and runs all tests. On Debian it installs what they need; elsewhere it says
# what is missing, and tests that cannot run are skipped with their reason.
#   ./test.sh            all tests, long matrices sampled; those of a Kubernetes cluster where one is up
#   ./test.sh --cluster  brings a cluster up for its tests, and takes it down
#   ./test.sh --full     all tests, long matrices in full, with a cluster
# The first --cluster on a machine builds the cluster's programs beside the other tests, about ten minutes on two cores.
# A cluster that is up (tests/cluster/up) is used and left; AGENTSANDBOX_TEST_KUBECONFIG names another one.
set -u
cd "$(dirname "$0")" || exit 3

with_cluster=''
for option in "$@"; do
  case "$option" in
    --full) export AGENTSANDBOX_FULL=1; with_cluster=1 ;;
    --cluster) with_cluster=1 ;;
    -h|--help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "unknown option '$option'; see ./test.sh --help" >&2; exit 2 ;;
  esac
done

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
results=artifacts/test-results
rm -rf "$results"

say() { printf '\n== %s\n' "$*"; }

# Package of Debian and the commands of which one shows that it is there.
needs() {
  printf '%s\n' "git git" "nodejs node" "npm npm" "util-linux setsid" "chromium chromium chromium-browser google-chrome"
}

missing=()
while read -r package commands; do
  for command in $commands; do
    command -v "$command" >/dev/null 2>&1 && continue 2
  done
  missing+=("$package")
done < <(needs)

if ! command -v dotnet >/dev/null 2>&1; then
  echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2
  exit 3
fi

if [ ${#missing[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "installing ${missing[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=900 "${missing[@]}" >/dev/null || exit 3
  else
    echo "Missing: ${missing[*]}. Tests that need them are skipped with the reason."
  fi
fi

# The test cluster comes up in a process group of its own while everything else is built and tested.
cluster_log=$(mktemp) cluster_pid=''
begin_cluster() {
  if [ -n "${AGENTSANDBOX_TEST_KUBECONFIG:-}" ]; then
    echo "Cluster tests use the cluster that AGENTSANDBOX_TEST_KUBECONFIG names."
  elif tests/cluster/status >/dev/null 2>&1; then
    echo "Cluster tests use the cluster that is up."
  elif [ -z "$with_cluster" ]; then
    echo "Without --cluster, and with no cluster up, cluster tests are skipped."
  elif [ "$(uname -s)" != Linux ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The test cluster needs root on Debian: cluster tests are skipped, unless AGENTSANDBOX_TEST_KUBECONFIG names a cluster."
  elif ! unshare --mount --net --pid --fork true 2>/dev/null; then
    echo "This machine does not let us make namespaces, which the test cluster needs: cluster tests are skipped."
  else
    setsid tests/cluster/up >"$cluster_log" 2>&1 </dev/null &
    cluster_pid=$!
  fi
}

end_cluster() {
  if [ -n "$cluster_pid" ]; then
    kill -- "-$cluster_pid" 2>/dev/null
    tests/cluster/down
  fi
  rm -f "$cluster_log"
}

await_cluster() {
  [ -n "$cluster_pid" ] || return 0
  echo "Waiting for the test cluster."
  wait "$cluster_pid"
  local status=$?
  tail -n 3 "$cluster_log"
  return $status
}

trap end_cluster EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
begin_cluster

say "format"
dotnet format whitespace AgentSandbox.sln --verify-no-changes --no-restore >/tmp/agent-sandbox-format.$$ 2>&1
format=$?
tail -n 20 /tmp/agent-sandbox-format.$$; rm -f /tmp/agent-sandbox-format.$$

say "build"
dotnet build AgentSandbox.sln -warnaserror -v quiet || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

passed=0 failed=0 skipped=0
[ $format -eq 0 ] || { echo "The format check failed: run 'dotnet format whitespace AgentSandbox.sln'."; failed=$((failed + 1)); }

# Those that need the cluster last, since it may still be on its way.
cluster_tests=tests/Kubernetes.ClusterTests/Kubernetes.ClusterTests.csproj
for project in $(printf '%s\n' tests/*/*Tests.csproj | grep -vxF "$cluster_tests") "$cluster_tests"; do
  name=$(basename "$project" .csproj)
  say "$name"
  if [ "$project" = "$cluster_tests" ] && ! await_cluster; then
    echo "The test cluster did not come up."
    failed=$((failed + 1))
  fi

  dotnet test "$project" --no-build -v quiet --results-directory "$results" --logger "trx;LogFileName=$name.trx" --blame-hang-timeout 15m
  status=$?
  trx="$results/$name.trx"
  if [ ! -f "$trx" ]; then
    echo "$name ended with exit code $status and without a result file."
    failed=$((failed + 1))
    continue
  fi

  read -r p f s < <(sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2 \3 \4/p' "$trx" |
    awk '{ print $3, $4, $1 - $2 }')
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
    echo "$name ended with exit code $status."
    failed=$((failed + 1))
  fi

  # Each failure with its message, and each skip with its reason.
  awk '/<UnitTestResult / { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name); bad = /outcome="Failed"/ }
       bad && /<Message>/ { show = 20 }
       show > 0 { line = $0; gsub(/<[^>]*>/, "", line); print "failed: " name ": " line; show-- }
       /<\/Message>/ { show = 0; bad = 0 }' "$trx"

  awk '/<UnitTestResult / { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name); skip = /outcome="NotExecuted"/ }
       skip && /<Message>|<StdOut>/ { reason = $0; gsub(/<[^>]*>/, "", reason); print "skipped: " name ": " reason; skip = 0 }' "$trx"
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
