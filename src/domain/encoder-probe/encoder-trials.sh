#!/bin/sh
# Runs the trials of encoders on one GPU, or a benchmark, in a folder of their own: one POSIX sh (dash and busybox) that
# lives as long as its stdin. What a tool says follows a key, line by line, so that it is never the end of an answer.
#
#   run ID COUNT [COPIES]   then COUNT lines, one word of a command each; the answer, for each copy that ran beside the
#                           others: the last of what it wrote as `out ...` and `err ...`, its status as `status N`;
#                           then `done ID`
#
# Argument: the folder. It is made here and removed at the end, with what still runs.
export LC_ALL=C
exec 2>/dev/null
work=$1 trial=
mkdir -p "$work" && cd "$work" || exit 1

try() {
  id=$1 copies=$2 copy=0
  shift 2
  : >pids
  while [ "$copy" -lt "$copies" ]; do
    copy=$((copy + 1))
    : >"out$copy"
    : >"err$copy"
    "$@" >"out$copy" 2>"err$copy" </dev/null &
    printf '%s\n' "$!" >>pids
  done
  copy=0
  for pid in $(cat pids); do
    copy=$((copy + 1))
    wait "$pid"
    status=$?
    tail -c 4000 "out$copy" | sed 's/^/out /'
    printf '\n'
    tail -c 16000 "err$copy" | tr '\r' '\n' | sed 's/^/err /'
    printf '\nstatus %s\n' "$status"
    rm -f "out$copy" "err$copy"
  done
  : >pids
  printf 'done %s\n' "$id"
}

finish() {
  trap - EXIT
  if [ -n "$trial" ]; then
    kill -9 "$trial"
    for pid in $(cat pids); do kill -9 "$pid"; done
  fi
  cd / && rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

while read -r verb id count copies; do
  copies=${copies:-1}
  case $id$count$copies in '' | *[!0-9]*) continue ;; esac
  [ "$verb" = run ] || continue
  set --
  while [ "$count" -gt 0 ] && IFS= read -r word; do
    set -- "$@" "$word"
    count=$((count - 1))
  done
  [ "$count" -eq 0 ] || break
  try "$id" "$copies" "$@" &
  trial=$!
done
