#!/usr/bin/env bash
# launch.sh STATE NAME COMMAND…: notes who this process is, then becomes COMMAND. Runs inside the cluster's PID
# namespace, where the process' number is another one; the outer /proc knows it as everybody outside does.
state=$1 name=$2
shift 2
proc=/proc
[ -d "$state/host-proc/self" ] && proc=$state/host-proc
read -r line < "$proc/self/stat"
read -ra fields <<< "${line##*) }"
printf '%s %s %s\n' "${line%% *}" "${fields[19]}" "$(<"$proc/sys/kernel/random/boot_id")" > "$state/pids/$name.new"
mv "$state/pids/$name.new" "$state/pids/$name"
cd "$state" || exit 1
exec "$@" >> "$state/log/$name.log" 2>&1
