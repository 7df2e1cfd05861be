#!/bin/sh
# usage: dockerd-keeper.sh DIRECTORY DOCKERD [BRIDGE]
# Runs a dockerd of its own in DIRECTORY until stdin is closed, which happens even when whoever started it was killed.
# Then it ends the daemon, its mounts and the folder.
set -u
directory=$1
dockerd=$2
bridge=${3:-none}

"$dockerd" --data-root "$directory/data" --exec-root "$directory/exec" -p "$directory/pid" -H "unix://$directory/sock" \
  --bridge="$bridge" --iptables=false --ip-masq=false >"$directory/log" 2>&1 </dev/null &
daemon=$!

exec 3<&0
(
  cat <&3 >/dev/null
  kill -TERM "$daemon" 2>/dev/null
  tries=0
  while kill -0 "$daemon" 2>/dev/null && [ "$tries" -lt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  kill -KILL "$daemon" 2>/dev/null
) &
watcher=$!

wait "$daemon"
status=$?
kill "$watcher" 2>/dev/null
[ "$status" -eq 0 ] || tail -n 5 "$directory/log" >&2

# A folder with a mount inside cannot be removed: the last mounted goes first.
awk -v prefix="$directory/" 'index($2, prefix) == 1 { print $2 }' /proc/self/mounts | tac | xargs -r umount -l
rm -rf "$directory"
exit "$status"
