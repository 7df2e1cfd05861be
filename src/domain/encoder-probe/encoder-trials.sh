#!/bin/sh
# Runs the trials of encoders on one GPU in a folder of their own: one POSIX sh (dash and busybox) that lives as long
# as its stdin. What a tool says follows a key, line by line, so that it is never the end of an answer.
#
#   run ID COUNT   then COUNT lines, one word of a command each; the answer: the last of what it wrote as `out ...` and
#                  `err ...`, its status as `status N`, then `done ID`
#
# Argument: the folder. It is made here and removed at the end, with what still runs.
export LC_ALL=C
exec 2>/dev/null
work=$1 trial=
mkdir -p "$work" && cd "$work" || exit 1

try() {
  id=$1
  shift
  : >out
  : >err
  "$@" >out 2>err </dev/null &
  printf '%s\n' "$!" >pid
  wait "$!"
  status=$?
  : >pid
  tail -c 4000 out | sed 's/^/out /'
  printf '\n'
  tail -c 16000 err | tr '\r' '\n' | sed 's/^/err /'
  printf '\nstatus %s\ndone %s\n' "$status" "$id"
}

finish() {
  trap - EXIT
  if [ -n "$trial" ]; then
    kill -9 "$trial"
    read -r pid <pid && [ -n "$pid" ] && kill -9 "$pid"
  fi
  cd / && rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

while read -r verb id count; do
  case $id$count in '' | *[!0-9]*) continue ;; esac
  [ "$verb" = run ] || continue
  set --
  while [ "$count" -gt 0 ] && IFS= read -r word; do
    set -- "$@" "$word"
    count=$((count - 1))
  done
  [ "$count" -eq 0 ] || break
  try "$id" "$@" &
  trial=$!
done
