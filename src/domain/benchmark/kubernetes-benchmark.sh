#!/bin/sh
# Benchmark of encoders in a container of Kubernetes, for dash and busybox. People are told on stderr, JSON goes to stdout.
#
#   benchmark.sh check|run PLAN WORK RUNS SECONDS LIMIT
#
# The plan is lines of `VERB NAME BITS RATE FRAMES COUNT`, each with COUNT lines after it, one word of a command each:
#   check-clip, clip   draws a clip; RATE and FRAMES are its own
#   check              encodes a few frames
#   row                one encoder with the clip before it; the first line is the beginning of its JSON
# `@seconds@` stands for the length of a run.
export LC_ALL=C
mode=$1 work=$3 runs=$4 seconds=$5 limit=$6
cd "$work" || exit 1

say() { printf '# %s\n' "$*" >&2; }
# Free of what JSON would have to escape.
reason() {
  tr '\r' '\n' <err | awk 'NF && !/^(Conversion failed!|bench: )/ { line = $0 } END { print substr(line, 1, 300) }' | tr -cd ' -~' | tr '"\\' "'/"
}
attempt() { timeout -s KILL "$limit" "$@" >out 2>err </dev/null; }

length() { awk "BEGIN { printf \"%.6f\", ($1 - 0.5) / $rate }"; }
# `measure FRAMES COMMAND...` sets `encoded`, `speed` and `cpu`.
measure() {
  length=$(length "$1")
  shift
  for word; do
    shift
    [ "$word" != @seconds@ ] || word=$length
    set -- "$@" "$word"
  done
  attempt "$@" || return 1
  set -- $(awk '
    function after(key) { return match($0, key "=[0-9.]+") ? substr($0, RSTART + length(key) + 1, RLENGTH - length(key) - 1) + 0 : 0 }
    /^frame=[0-9]/ { frames = after("frame") }
    /^bench: utime=/ { busy = after("utime") + after("stime"); real = after("rtime") }
    END { if (frames > 0 && real > 0) printf "%d %.3f %.0f", frames, frames / real, busy / real * 100 }' out err)
  [ $# -eq 3 ] || return 1
  encoded=$1 speed=$2 cpu=$3
}

# As many frames as take SECONDS, in tens, but never fewer than the first run had.
paced() { awk "BEGIN { n = int(($speed * $seconds + 9.999) / 10) * 10; print (n < $1 ? $1 : (n > 300000 ? 300000 : n)) }"; }
# Fewer runs for what takes more than three times as long as it should.
patient() { awk "BEGIN { n = int($runs * $seconds * 3 * $speed / $1); print (n < 1 ? 1 : (n > $runs ? $runs : n)) }"; }

tell() {
  row=$(printf '%s' "$head" | sed "s/@seconds@/$length/g")$1
  printf '{"row":%s}\n' "$row"
  rows=$rows${rows:+,}$row
}
failed() {
  say "$name with $clip did not run: $1"
  tell ",\"frames\":0,\"framesPerSecond\":null,\"timesRealTime\":null,\"cpuPercent\":null,\"error\":\"$1\"}"
}
row() {
  head=$1 length=0
  shift
  known=$(awk -v encoder="$name" -v bits="$bits" '$1 == encoder && $2 == bits { sub(/^[^ ]+ [^ ]+ /, ""); print; exit }' failed)
  if [ -n "$known" ]; then failed "$known"; return; fi
  if [ -z "$clip" ]; then failed 'its clip could not be drawn'; return; fi
  first=$((frames < 60 ? frames : 60))
  if ! measure "$first" "$@"; then failed "$(reason)"; return; fi
  count=$(paced "$first")
  turns=$(patient "$count")
  : >speeds
  turn=0
  while [ "$turn" -lt "$turns" ]; do
    turn=$((turn + 1))
    if ! measure "$count" "$@"; then failed "$(reason)"; return; fi
    say "$name with $clip, run $turn of $turns: $speed frames a second"
    printf '%s %s\n' "$speed" "$cpu" >>speeds
  done
  worked=$((worked + 1))
  tell "$(sort -n speeds | awk -v rate="$rate" -v frames="$encoded" '
    { speed[NR] = $1; cpu += $2 }
    END {
      median = (speed[int((NR + 1) / 2)] + speed[int(NR / 2) + 1]) / 2
      printf ",\"frames\":%d,\"framesPerSecond\":{\"median\":%.3f,\"minimum\":%.3f,\"maximum\":%.3f}", frames, median, speed[1], speed[NR]
      printf ",\"timesRealTime\":%.3f,\"cpuPercent\":%.0f,\"error\":null}", median / rate, cpu / NR
    }')"
}

check() {
  if attempt "$@"; then
    say "$name works with $bits bit"
    worked=$((worked + 1))
    return
  fi
  say "$name does not work with $bits bit:"
  tail -n 6 err >&2
  printf '%s %s %s\n' "$name" "$bits" "$(reason)" >>failed
}
# What most often stands in the way of a GPU.
explain() {
  case $used in *' /dev/dri/'*) ;; *) return ;; esac
  if ! [ -d /dev/dri ]; then
    say 'There is no /dev/dri in this container: the node has no GPU, or it was not given to it.'
    return
  fi
  for path in /dev/dri/renderD*; do
    [ -r "$path" ] && [ -w "$path" ] || say "$path belongs to group $(stat -c %g "$path"), which is not among this container's ($(id -G)): add it to supplementalGroups."
  done
}

# The first GPU that is there, where it has another number.
node=/dev/dri/renderD128
for path in /dev/dri/renderD*; do
  [ ! -e "$node" ] && [ -e "$path" ] && node=$path
done
sed "s|/dev/dri/renderD128|$node|g" "$2" >plan || exit 1

worked=0 rows= clip= used=
if [ "$mode" = check ]; then
  : >failed
else
  [ -e failed ] || : >failed
  printf '%s\n' "$$" >pid
  trap ': >ended' EXIT
  trap 'exit 143' HUP INT TERM
fi

while read -r verb name bits given pictures count; do
  set --
  while [ "$count" -gt 0 ] && IFS= read -r word; do
    set -- "$@" "$word"
    count=$((count - 1))
  done
  case $mode.$verb in
    check.check-clip)
      if ! attempt "$@"; then
        say "ffmpeg of this image does not draw a clip: $(reason)"
        exit 1
      fi
      ;;
    check.check)
      used="$used $* "
      check "$@"
      ;;
    run.clip)
      rm -f -- *.nut
      rate=$given frames=$pictures clip=$name
      say "Drawing $name"
      if ! attempt "$@"; then
        say "$name could not be drawn: $(reason)"
        clip=
      fi
      ;;
    run.row) row "$@" ;;
  esac
done <plan

if [ "$mode" = run ]; then
  rm -f -- *.nut
  printf '{"rows":[%s]}\n' "$rows"
fi
if [ "$worked" -eq 0 ]; then
  [ "$mode" = run ] || explain
  say 'No encoder works here.'
  exit 1
fi
