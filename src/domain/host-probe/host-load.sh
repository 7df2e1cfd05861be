# The load of the host, for the host agent: `load_begin` starts a loop that writes a sample a second to descriptor 3,
# each line of it after the word `load`, between `load begin UPTIME` and `load end`:
#
#   cpu ... , mem KEY: N kB     first lines of /proc/stat and /proc/meminfo
#   rapl NAME MICROJOULES MAXIMUM, zone NAME MILLIDEGREES
#   gpu NODE,DRIVER,ADDRESS     then `file KEY TEXT` for each of its files, or `asleep`
#   closed KEY                  there, and may not be read
#
# What there is to read is looked for once a minute; a sample is read by the shell itself, without a process.
load_looper=

load_driver() { [ ! -e "$1/driver" ] || place "$1/driver"; }
load_file() { [ ! -e "$2" ] || found="$found file $1 $2"; }
load_hwmon() {
  for name in power1_average power1_input temp1_input temp2_input freq1_input energy1_input; do load_file "hwmon/$name" "$1/$name"; done
}
load_gpu() {
  device=$(place "$1/device") || return
  driver=$(load_driver "$device") address=${device##*/}
  case $address in *:*:*.*) ;; *) address=- ;; esac
  driver=${driver##*/}
  found="$found gpu ${1##*/},${driver:--},$address $device/power/runtime_status"
  case $driver in amdgpu | radeon | i915 | xe) ;; *) return ;; esac
  for name in gpu_busy_percent mem_info_vram_used mem_info_vram_total pp_dpm_sclk tile0/gt0/freq0/act_freq; do
    load_file "$name" "$device/$name"
  done
  for card in "$device"/drm/card*; do
    for name in gt/gt0/rps_act_freq_mhz gt_act_freq_mhz; do load_file "$name" "$card/$name"; done
  done
  for hwmon in "$device"/hwmon/hwmon*; do load_hwmon "$hwmon"; done
}
# Sets `found` to words in threes: kind, key and path.
load_find() {
  found=
  for path in "$root"/sys/class/powercap/intel-rapl:*; do
    case ${path##*/} in *:*:*) continue ;; esac
    name=
    read -r name <"$path/name"
    case $name in package-*) found="$found rapl $name $path/energy_uj" ;; esac
  done
  for path in "$root"/sys/class/thermal/thermal_zone*; do
    name=
    read -r name <"$path/type"
    case $name in x86_pkg_temp | cpu-thermal | cpu_thermal | soc-thermal | soc_thermal | CPU-therm) found="$found zone $name $path/temp" ;; esac
  done
  for path in "$root"/sys/class/hwmon/hwmon*; do
    name=
    read -r name <"$path/name"
    case $name in k10temp | zenpower | coretemp) found="$found zone $name $path/temp1_input" ;; esac
  done
  for path in "$root"/sys/class/drm/renderD*; do load_gpu "$path"; done
}

load_line() { sample="$sample
load $1"; }
# Each line of a file after its key; tables have several.
load_read() {
  if [ ! -r "$2" ]; then load_line "closed $1"; return; fi
  while IFS= read -r line || [ -n "$line" ]; do load_line "$1 $line"; done <"$2"
}
load_once() {
  read -r now line <"$root/proc/uptime"
  sample="load begin $now"
  IFS= read -r line <"$root/proc/stat" && load_line "$line"
  while IFS= read -r line; do
    case $line in MemTotal:* | MemFree:* | Buffers:* | Cached:*) load_line "mem $line" ;; MemAvailable:*) load_line "mem $line"; break ;; esac
  done <"$root/proc/meminfo"
  asleep=
  set -- $found
  while [ $# -ge 3 ]; do
    case $1 in
      rapl)
        maximum= energy=
        read -r maximum <"${3%/*}/max_energy_range_uj"
        if read -r energy <"$3"; then load_line "rapl $2 $energy ${maximum:-0}"; else load_line "closed rapl"; fi
        ;;
      zone) load_read "zone $2" "$3" ;;
      gpu)
        load_line "gpu $2"
        asleep=
        # A GPU that sleeps would be woken by being asked, and kept awake.
        [ ! -r "$3" ] || read -r asleep <"$3"
        [ "$asleep" != suspended ] || load_line asleep
        ;;
      file) [ "$asleep" = suspended ] || load_read "file $2" "$3" ;;
    esac
    shift 3
  done
  printf '%s\nload end\n' "$sample"
}
load_loop() {
  turn=0
  while kill -0 $$; do
    [ $((turn % 60)) -ne 0 ] || load_find
    turn=$((turn + 1))
    load_once >&3
    sleep 1
  done
}
load_end() {
  [ -z "$load_looper" ] || kill "$load_looper"
  load_looper=
}
load_begin() {
  load_end
  load_loop </dev/null >/dev/null &
  load_looper=$!
}
