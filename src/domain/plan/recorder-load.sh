# `tell_load /proc` writes a line a second with what the recorder's DRM clients say in its fdinfo, until it is killed.
# The recorder is process 1 there, or, where a login has to be cut out of its log, a child of it. Only character devices
# are read, by the shell itself. One `echo` is one write of less than 4096 bytes, which no other writer cuts in two.
# Beside it a line tells the recorder's pulse (decision 0035).
add_client() {
  driver= address= client= facts=
  while IFS=': 	' read -r key value; do
    case $key in drm-shared-* | drm-active-* | drm-purgeable-*) continue ;; drm-*) ;; *) continue ;; esac
    case $value in *[!A-Za-z0-9_.:/\ -]*) continue ;; esac
    case $key in drm-driver) driver=$value ;; drm-pdev) address=$value ;; drm-client-id) client=$value ;; esac
    facts="$facts${facts:+;}${key#drm-}=$value"
  done <"$1"
  [ -n "$driver" ] || return
  # Copies of one descriptor tell the same.
  case $seen in *" $driver/$address/$client "*) return ;; esac
  seen="$seen $driver/$address/$client "
  if [ $((${#line} + ${#facts})) -gt 3900 ]; then more=' more'; else line="$line|$facts"; fi
}
add_process() {
  set -- "$1" "$1"/fd/*
  [ -e "$1" ] || return
  if [ "$2" = "$1/fd/*" ]; then closed=' closed'; return; fi
  while shift && [ $# -gt 0 ]; do
    [ ! -c "$1" ] || add_client "${1%/fd/*}/fdinfo/${1##*/}"
  done
}
look_pulse() {
  stat= states= bytes=- key= value=
  {
    read -r stat <"$1/stat"
    while read -r key value; do [ "$key" != wchar: ] || bytes=$value; done <"$1/io"
  } 2>/dev/null
  set -- "$1" ${stat##*) }
  [ $# -ge 14 ] || return
  states=$2 ticks=$((${13} + ${14}))
  if [ "$bytes" = "$written" ]; then
    states=
    for thread in "$1"/task/*/stat; do
      [ ${#states} -lt 512 ] && { read -r stat <"$thread"; } 2>/dev/null || continue
      stat=${stat##*) }
      states=$states${stat%% *}
    done
  fi
  written=$bytes
  echo "capstan-pulse $now ${states:-X} $ticks $bytes"
}
tell_pulse() {
  name=
  for process in $2 1; do
    { read -r name <"$1/$process/comm"; } 2>/dev/null
    [ "$name" != ffmpeg ] || break
  done
  look_pulse "$1/$process"
}
tell_load() {
  written=
  while sleep 1 >/dev/null 2>&1 3<&-; do
    line= seen= more= closed= children= name=
    {
      read -r now rest <"$1/uptime"
      read -r name <"$1/1/comm"
      [ "$name" != sh ] || read -r children <"$1/1/task/1/children"
      for process in 1 $children; do add_process "$1/$process"; done
    } 2>/dev/null
    echo "capstan-load $now$more$closed$line"
    tell_pulse "$1" "$children"
  done
}
