# shellcheck shell=bash
# Processes by identity. A pid file holds the process id, the time when the process started and the boot it belongs
# to, so that a number that another process has by now is never taken for ours, nor one from before a reboot.

# alive NAME: prints the process id of what the pid file NAME stands for, if it still runs.
alive() {
  local pid started boot line
  read -r pid started boot 2>/dev/null < "$state/pids/$1" || return 1
  [ "$boot" = "$(</proc/sys/kernel/random/boot_id)" ] || return 1
  read -r line 2>/dev/null < "/proc/$pid/stat" || return 1
  # The fields after the command's name, which may have blanks itself: the first is the state, the 20th the start.
  read -ra line <<< "${line##*) }"
  [ "${line[19]}" = "$started" ] && [[ ${line[0]} != [ZX] ]] || return 1
  printf '%s\n' "$pid"
}

gone() { ! alive "$1"; }

# end NAME: kills what the pid file stands for and returns when it is gone.
end() {
  local pid
  if pid=$(alive "$1"); then
    kill -9 "$pid" 2>/dev/null || true
    wait_for 30 "$1 (process $pid) to end" gone "$1"
  fi
  rm -f "$state/pids/$1"
}

# in_cluster COMMAND…: with the cluster's mounts, network and processes.
in_cluster() {
  local init
  init=$(alive init) || { say "The cluster in $state is not up."; return 1; }
  nsenter --target "$init" --mount --net --pid -- "$@"
}

# in_network COMMAND…: the cluster's network alone; cheaper, and sees this machine's processes.
in_network() {
  nsenter --target "$(alive init)" --net -- "$@"
}

# launch NAME COMMAND…: runs it inside the cluster, detached from whoever called.
launch() {
  local name=$1
  shift
  rm -f "$state/pids/$name"
  in_cluster setsid --fork bash "$lib/launch.sh" "$state" "$name" "$@" </dev/null >/dev/null 2>&1 9>&-
  wait_for 20 "the start of $name" test -s "$state/pids/$name"
}
