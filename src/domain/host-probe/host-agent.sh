#!/bin/sh
# The host agent: one POSIX sh (dash and busybox) that lives as long as its stdin. Requests are lines on stdin, answers
# lines on stdout, changes lines on stderr. Whatever a device may say follows a key, line by line, so that a line break
# in a name is a line of the same key and never a new fact or the end of an answer.
#
#   look ID                      facts of the host, then `done ID`
#   set ID NUMBER NAME=VALUE...  sets controls of /dev/videoNUMBER one by one and reads them back, then `done ID`
#
#   watch ID                     `done ID`; from then on `changed` where what is plugged in or received has changed since
#                                the last look, compared once a second, and `alive` from time to time
#   load ID on | off             `done ID`; between the two a sample of the load a second, as host-load.sh tells
#
# Arguments: where the host's /dev and /run/user are to be seen, its /proc and /sys below (for the load), and the folders
# of its CDI specifications.
dev=$1 users=$2 root=$3
shift 3
cdi=$*
export LC_ALL=C
exec 3>&2 2>/dev/null
newline='
'
timings= received= plugged= watcher=
bounded=
command -v timeout >/dev/null && bounded='timeout 10'
has_ctl=
command -v v4l2-ctl >/dev/null && has_ctl=1

prefixed() { sed "s/^/$1 /"; }
fact() { case $2 in *"$newline"*) printf '%s\n' "$2" | prefixed "$1" ;; *) printf '%s %s\n' "$1" "$2" ;; esac; }
# A file of one or few lines, without a process for each.
attribute() {
  [ -r "$2" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do printf '%s %s\n' "$1" "$line"; done <"$2"
}
place() { cd -P "$1" && pwd -P; }
driver() { [ ! -e "$1/driver" ] || { link=$(place "$1/driver"); fact driver "${link##*/}"; }; }
# What an input receives, without the measured clock: that one trembles.
steady() {
  while IFS= read -r line; do
    case $line in 'Video input'* | *Active* | *'Frame format'* | *'TIMINGS: failed'*) printf '%s\n' "$line" ;; esac
  done
}
control() { $bounded v4l2-ctl "$@" 2>&1 </dev/null; }
usb() {
  attribute interface "$1/bInterfaceNumber"
  attribute vendor "$1/../idVendor"
  attribute product "$1/../idProduct"
  attribute serial "$1/../serial"
  attribute speed "$1/../speed"
  attribute product-name "$1/../product"
}

video() {
  class=/sys/class/video4linux/video$1 path=$dev/video$1
  printf 'node %s\n' "$1"
  attribute name "$class/name"
  attribute index "$class/index"
  fact place "$(place "$class/device" || place "$class")"
  driver "$class/device"
  usb "$class/device"
  if [ -n "$has_ctl" ]; then
    info=$(control -d "$path" --info --get-input --get-fmt-video --query-dv-timings)
    fact info "$info"
    caps=${info#*Device Caps*: 0x} caps=${caps%%"$newline"*}
    case $caps in '' | *[!0-9a-f]*) caps=1 ;; esac
    # Nodes for metadata and output have nothing more to say: bits of video capture, of one plane and of several, and of codecs.
    if [ $((0x$caps & 0xc000)) -ne 0 ]; then
      control -d "$path" --list-formats-ext | prefixed lists
    elif [ $((0x$caps & 0x1001)) -ne 0 ]; then
      control -d "$path" --list-formats-ext --list-ctrls-menus | prefixed lists
      # Others print timings too, all of them 0.
      case $info in
        *'TIMINGS: failed: Inappropriate'* | *'TIMINGS: failed: No data'*) ;;
        *'Active width'*) timings="$timings $1" received="$received$(printf '%s\n' "$info" | steady)" ;;
      esac
    fi
  fi
  printf '\nend %s\n' "$1"
}

graphics() {
  for path in "$dev"/dri/renderD*; do
    [ -c "$path" ] || continue
    class=/sys/class/drm/${path##*/}
    printf 'render %s\n' "${path##*/}"
    driver "$class/device"
    attribute vendor "$class/device/vendor"
    attribute uevent "$class/device/uevent"
    printf '\nend %s\n' "${path##*/}"
  done
  attribute nvidia-version /proc/driver/nvidia/version
  for path in /proc/driver/nvidia/gpus/*/information; do
    [ -r "$path" ] || continue
    printf 'gpu\n'
    attribute info "$path"
    printf '\nend\n'
  done
  ! command -v nvidia-smi >/dev/null ||
    $bounded nvidia-smi --query-gpu=index,uuid,driver_version,memory.total,name --format=csv,noheader,nounits </dev/null | prefixed nvidia-smi
  for path in $cdi; do
    for path in "$path"/*.json "$path"/*.yaml "$path"/*.yml; do
      [ -r "$path" ] || continue
      printf 'cdi\n'
      # Of a long file only what names its devices.
      grep -E '^ *(- )?("?(kind|name)"?) *:|^[{]' "$path" | head -c 60000 | prefixed spec
      printf '\nend\n'
    done
  done
}

machine() {
  fact kernel "$(uname -r)"
  # A container sees the board in sysfs alone.
  attribute soc-family /sys/devices/soc0/family
  attribute soc-machine /sys/devices/soc0/machine
  attribute tegra-release /etc/nv_tegra_release
}

look() {
  timings= received=
  machine
  fact stat "$plugged"
  for link in "$dev"/v4l/by-id/*; do
    [ -L "$link" ] || continue
    node=$(readlink -f "$link")
    printf 'link %s %s\n' "${node##*/}" "${link##*/}"
  done
  for path in "$dev"/video*; do
    number=${path##*/video}
    case $number in '' | *[!0-9]*) continue ;; esac
    [ ! -c "$path" ] || video "$number"
  done
  graphics
  for class in /sys/class/sound/pcmC*D*c; do
    path=$dev/snd/${class##*/}
    [ -c "$path" ] || continue
    card=${class##*/pcmC} card=${card%%D*}
    device=${class##*D} device=${device%c}
    printf 'pcm %s %s\n' "$card" "$device"
    attribute card-id "/sys/class/sound/card$card/id"
    attribute info "/proc/asound/card$card/pcm${device}c/info"
    usb "/sys/class/sound/card$card/device"
    printf '\nend %s %s\n' "$card" "$device"
  done
  attribute cards /proc/asound/cards
  for path in "$users"/*; do
    [ -d "$path" ] || continue
    if [ -S "$path/pulse/native" ]; then printf 'sound %s\n' "${path##*/}"; else printf 'user %s\n' "${path##*/}"; fi
  done
}

apply() {
  number=$1
  case $number in '' | *[!0-9]*) return ;; esac
  shift
  [ -n "$has_ctl" ] || fact missing v4l2-ctl
  for pair; do
    case $pair in [!a-z0-9_]* | *[!a-z0-9_=-]*) continue ;; esac
    printf 'control %s\n' "${pair%%=*}"
    control -d "$dev/video$number" -c "$pair" -C "${pair%%=*}" | prefixed said
    printf '\nend\n'
  done
}

all_plugged() {
  stat -c '%n %i %g %a' /sys/class/video4linux/* /sys/class/sound/pcm* "$dev"/video* "$dev"/snd/* "$dev"/dri/render* "$users"/*/pulse/native
}
all_received() {
  for number in $timings; do printf '%s' "$(control -d "$dev/video$number" --get-input --query-dv-timings | steady)"; done
}

watch() {
  beats=0
  while sleep 1 && kill -0 $$; do
    now=$(all_plugged) got=$(all_received)
    [ "$now" = "$plugged" ] && [ "$got" = "$received" ] || printf 'changed\n' >&3
    plugged=$now received=$got beats=$((beats + 1))
    [ $((beats % 5)) -ne 0 ] || printf 'alive\n' >&3
  done
}

begin() {
  [ -z "$watcher" ] || kill "$watcher"
  watch </dev/null >/dev/null &
  watcher=$!
}

while read -r verb id rest; do
  case $id in '' | *[!0-9]*) continue ;; esac
  case $verb in
    look)
      # Its state of before the look: what changes while it goes on is told after it.
      plugged=$(all_plugged)
      look
      [ -z "$watcher" ] || begin
      ;;
    watch)
      [ -n "$plugged" ] || plugged=$(all_plugged)
      begin
      ;;
    set) apply $rest ;;
    load) if [ "$rest" = on ]; then load_begin; else load_end; fi ;;
  esac
  printf 'done %s\n' "$id"
done
[ -z "$watcher" ] || kill "$watcher"
load_end
