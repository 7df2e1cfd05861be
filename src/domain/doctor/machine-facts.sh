#!/bin/sh
# What the files of a machine tell the doctor: one POSIX sh (dash and busybox) that looks once and ends. Every line is a
# key and what belongs to it; what others may have written comes last in a line, and with more lines each has the key.
#
# Arguments: `process` or `container` (there only /proc, /sys and /dev are the host's), where its /dev is to be seen, the
# root of everything else (empty for its own), and for each folder of CDI specifications where it is to be seen and what
# the host calls it. `programs`, `libraries` and `packages` hold the names to look for, the last as patterns.
view=$1 dev=$2 root=$3
shift 3
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
exec 2>/dev/null </dev/null
newline='
'
bounded=
command -v timeout >/dev/null && bounded='timeout 2'

prefixed() { head -c 65536 | sed "s/^/$1 /" && echo; }
fact() { case $2 in *"$newline"*) printf '%s\n' "$2" | prefixed "$1" ;; *) printf '%s %s\n' "$1" "$2" ;; esac; }
# The first line of a file, without a process for it.
first() {
  line=
  [ -r "$1" ] && { IFS= read -r line <"$1" || [ -n "$line" ]; }
}
attribute() { ! first "$2" || fact "$1" "$line"; }
file() { [ ! -r "$2" ] || prefixed "$1" <"$2"; }

fact kernel "$(uname -r)"
for path in "$root"/sys/devices/soc0/machine "$root"/sys/class/dmi/id/product_name; do attribute model "$path"; done
[ ! -r "$root"/proc/device-tree/model ] || fact board "$(tr -d '\000' <"$root"/proc/device-tree/model)"
[ ! -e "$dev/dxg" ] || fact dxg yes
attribute perf-event-paranoid "$root"/proc/sys/kernel/perf_event_paranoid
file nvidia-version "$root"/proc/driver/nvidia/version

(cd "$dev" && stat -c 'node %u %g %f /dev/%n' dri/card* dri/renderD* nvidia[0-9]* nvidiactl nvidia-uvm nvidia-uvm-tools nvidia-modeset kfd video*)

for name in i915 xe amdgpu radeon nouveau nvidia nvidia_uvm nvidia_modeset nvidia_drm virtio_gpu vgem uvcvideo v4l2loopback usbcore \
  snd_usb_audio bcm2835_codec; do
  [ -d "$root/sys/module/$name" ] || continue
  fact module "$name"
  for path in "$root/sys/module/$name/parameters"/*; do
    ! first "$path" || fact parameter "$name.${path##*/} $line"
  done
done

for path in "$root"/sys/bus/pci/devices/*; do
  first "$path/class" || continue
  case $line in 0x03*) ;; *) continue ;; esac
  first "$path/vendor" && vendor=$line && first "$path/device" && device=$line || continue
  driver=$([ -e "$path/driver" ] && cd -P "$path/driver" && pwd -P)
  fact pci "${path##*/} $vendor $device ${driver##*/}"
done

for path in "$root"/sys/bus/usb/devices/*; do
  case $path in *:*) continue ;; esac
  first "$path/speed" || continue
  speed=$line
  first "$path/bDeviceClass"
  class=$line video=no
  for interface in "$path"/*:*/bInterfaceClass; do
    first "$interface" && [ "$line" = 0e ] && video=yes
  done
  first "$path/product" || first "$path/manufacturer"
  fact usb "${path##*/} $speed ${class:-00} $video $line"
done

while [ $# -ge 2 ]; do
  for path in "$1"/*.json "$1"/*.yaml "$1"/*.yml; do
    [ -r "$path" ] || continue
    fact cdi "$2/${path##*/}"
    grep -E '^ *(- )?("?(kind|name)"?) *:|^[{]' "$path" | prefixed cdi-line
    [ "$view" = process ] || continue
    # Only what is not there is told, each once.
    grep -oE '(^|[ {,])"?(hostPath|path)"? *: *"?/[^" ,}]+' "$path" | sed 's,^[^/]*,,' | sort -u | head -n 1000 | while IFS= read -r named; do
      [ -e "$root$named" ] || fact cdi-missing "$named"
    done
  done
  shift 2
done

[ "$view" = process ] || exit 0

for path in "$root"/etc/os-release "$root"/usr/lib/os-release; do
  [ -r "$path" ] || continue
  file os "$path"
  break
done

while IFS=: read -r name password number members; do
  case $name in render | video | input | docker) fact group "$name $number" ;; esac
done <"$root"/etc/group
fact own-groups "$(id -G)"

for path in "$root"/sys/kernel/debug/dri/*/gt*/uc/huc_info "$root"/sys/kernel/debug/dri/*/tile*/gt*/uc/huc_info; do file huc "$path"; done

fact programs told
for name in $programs; do
  found=$(command -v "$name") && fact program "$name $found"
done

known=$($bounded ldconfig -p | sed -n 's/^[[:space:]]*\([^[:space:]]*\) (.*/\1/p')
for name in $libraries; do
  case $newline$known$newline in *"$newline$name$newline"*) fact library "$name"; continue ;; esac
  for path in "$root"/usr/lib "$root"/usr/lib64 "$root"/lib "$root"/usr/local/lib "$root"/usr/lib/*-linux-gnu "$root"/usr/lib/wsl/lib; do
    [ ! -e "$path/$name" ] || { fact library "$name"; break; }
  done
done
# Drivers of libva are loaded by their path.
for name in iHD i965 radeonsi nvidia; do
  for path in "$root"/usr/lib/dri "$root"/usr/lib64/dri "$root"/usr/lib64/dri-nonfree "$root"/usr/lib/*-linux-gnu/dri "$root"/usr/local/lib/dri; do
    [ ! -e "$path/${name}_drv_video.so" ] || { fact library "${name}_drv_video.so"; break; }
  done
done

# These are patterns, and not for names of files.
set -f
if command -v dpkg-query >/dev/null; then
  fact packages dpkg
  $bounded dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' $packages | sed -n 's/^installed /package /p'
elif command -v rpm >/dev/null; then
  fact packages rpm
  $bounded rpm -qa --qf 'package %{NAME} %{VERSION}-%{RELEASE}\n' $packages
elif command -v pacman >/dev/null || [ -r "$root/lib/apk/db/installed" ]; then
  fact packages "$(command -v pacman >/dev/null && echo pacman || echo apk)"
  { $bounded pacman -Q || sed -n 's/^P://p;s/^V://p' "$root"/lib/apk/db/installed | paste -d ' ' - -; } | while read -r name version rest; do
    for pattern in $packages; do
      case $name in $pattern) fact package "$name $version" && break ;; esac
    done
  done
fi
set +f

fact egl told
for path in "$root"/usr/share/glvnd/egl_vendor.d/*.json "$root"/etc/glvnd/egl_vendor.d/*.json; do
  [ ! -e "$path" ] || fact egl-vendor "${path##*/}"
done
file runtime-config "$root"/etc/nvidia-container-runtime/config.toml
! command -v timedatectl >/dev/null || fact clock "$($bounded timedatectl show -p NTPSynchronized --value)"

# Which descriptors are a node is told by the node itself, whatever a path says.
set -- "$dev"/video[0-9]*
if [ -c "$1" ]; then
  for process in "$root"/proc/[0-9]*; do
    for descriptor in "$process"/fd/*; do
      [ -c "$descriptor" ] || continue
      for node; do
        [ "$descriptor" -ef "$node" ] || continue
        first "$process/comm"
        fact holder "/dev/${node##*/} ${process##*/} $line"
      done
    done
  done
fi

! command -v nvidia-smi >/dev/null || { $bounded nvidia-smi 2>&1 || echo "exit status $?"; } | head -n 60 | prefixed nvidia-smi
