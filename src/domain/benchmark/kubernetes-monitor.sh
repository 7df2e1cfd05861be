#!/bin/sh
# Load of the machine and its GPU beside a benchmark, a line of JSON at a time, until the benchmark has ended. Reads
# what a plain user may read: /proc, /sys, and fdinfo of the encoders in the same PID namespace. Unknown is null.
#
#   monitor.sh WORK SECONDS [ROOT]
export LC_ALL=C
work=$1 interval=$2 root=${3:-}
exec 2>/dev/null
cd /tmp || cd / || exit 1

# `KEY VALUE` of each file that can be read.
figure() {
  value=
  for path in "$2" "$3" "$4"; do
    [ -r "$path" ] && read -r value <"$path" && [ -n "$value" ] && break
  done
  [ -z "$value" ] || printf '%s %s\n' "$1" "$value"
}
clients() {
  for process in "$root"/proc/[0-9]*; do
    name=
    read -r name <"$process/comm"
    [ "$name" = ffmpeg ] || continue
    for path in "$process"/fdinfo/*; do
      [ ! -r "$path" ] || awk -v process="${process##*/}" '
        /^drm-client-id:/ { client = $2 }
        /^drm-engine-capacity-/ { next }
        /^drm-(engine|cycles|total-cycles)-/ { key = $1; sub(/^drm-/, "", key); sub(/:$/, "", key); figure[key] = $2 }
        END { if (client != "") for (key in figure) print "client", process "/" client "/" key, figure[key] }' "$path"
    done
  done | sort -u
}
sample() {
  read -r up rest <"$root/proc/uptime"
  printf 'uptime %s\n' "$up"
  head -n 1 "$root/proc/stat"
  figure package "$root/sys/class/powercap/intel-rapl:0/energy_uj" '' ''
  for card in "$root"/sys/class/drm/card[0-9] "$root"/sys/class/drm/card[0-9][0-9]; do
    [ -d "$card/device" ] || continue
    figure megahertz "$card/gt_act_freq_mhz" "$card/gt/gt0/rps_act_freq_mhz" "$card/device/tile0/gt0/freq0/act_freq"
    for hwmon in "$card"/device/hwmon/hwmon*; do figure energy "$hwmon/energy1_input" '' ''; done
  done
  clients
}
# Two samples, one after the other, as one line.
told() {
  printf '%s\nthen\n%s\n' "$1" "$2" | awk '
    function known(text) { return text == "" ? "null" : text }
    function watts(key) { return (key in now) && (key in before) && now[key] >= before[key] && span > 0 ? sprintf("%.2f", (now[key] - before[key]) / 1e6 / span) : "" }
    $0 == "then" { for (key in now) { before[key] = now[key]; delete now[key] } next }
    $1 == "cpu" { now["idle"] = $5 + $6; now["all"] = 0; for (i = 2; i <= 9; i++) now["all"] += $i; next }
    $1 == "client" { now[$1 " " $2] = $3; next }
    !($1 in now) { now[$1] = $2 }
    END {
      span = now["uptime"] - before["uptime"]
      all = now["all"] - before["all"]
      if (all > 0) busy = sprintf("%.1f", (1 - (now["idle"] - before["idle"]) / all) * 100)
      for (key in now) {
        if (key !~ /^client /) continue
        part = key
        sub(/^.*\//, "", part)
        past = (key in before) ? before[key] : 0
        grown = now[key] > past ? now[key] - past : 0
        if (part ~ /^engine-/) { sub(/^engine-/, "", part); share[part] += span > 0 ? grown / 1e7 / span : 0 }
        else if (part ~ /^cycles-/) {
          total = key
          sub(/\/cycles-/, "/total-cycles-", total)
          if ((total in now) && (total in before) && now[total] > before[total]) { sub(/^cycles-/, "", part); share[part] += grown / (now[total] - before[total]) * 100 }
        }
      }
      for (part in share) engines = engines (engines == "" ? "" : ",") sprintf("\"%s\":%.1f", part, share[part] > 100 ? 100 : share[part])
      printf "{\"load\":{\"uptimeSeconds\":%.2f,\"processorBusyPercent\":%s,\"packageWatts\":%s,", now["uptime"], known(busy), known(watts("package"))
      printf "\"gpuMegahertz\":%s,\"gpuWatts\":%s,\"gpuEnginesBusyPercent\":%s}}\n", known(now["megahertz"]), known(watts("energy")), engines == "" ? "null" : "{" engines "}"
    }'
}

last=$(sample)
while [ ! -e "$work/ended" ]; do
  pid=
  [ ! -e "$work/pid" ] || read -r pid <"$work/pid"
  [ -z "$pid" ] || kill -0 "$pid" || break
  sleep "$interval"
  next=$(sample)
  told "$last" "$next"
  last=$next
done
