import { floorSeconds, lookSeconds, maximumFloorBytes, nearFloors } from './disk-floor';
import { parseMediaInfo } from './media-info';
import { startOf } from './process-start';
import type { MediaInfo } from './recording';

export interface GuardOptions {
  /** Folder of the recording, as the guard sees it. */
  readonly directory: string;
  /** Of the first file where the recording is split. */
  readonly filePath: string;
  readonly isSplit?: boolean;
  /** Free space under which the recorder is asked to end, in bytes; more where it writes more than was planned. */
  readonly floorBytes: number;
  /** The recorder, as the guard sees it: 1 inside its PID namespace. */
  readonly pid: number;
  /** Log of the recorder that is to stay small, where nobody else rotates it. */
  readonly logFile?: string;
}

const headEntries = 'stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,r_frame_rate';

/**
 * A script for dash and busybox that lives as long as the recorder. Every 5 s it writes the recording through to the
 * disk and looks at the free space, near the floor every second; under the floor the recorder gets one SIGTERM, once it
 * handles that. Everything slow runs in the background behind `wait`, where the script's own SIGTERM is heard at once.
 * The pid counts only with its time of start: numbers are used again.
 */
const script = `
directory=$1 file=$2 floor=$3 pid=$4 log=$5 split=$6
child= unsynced= terminated= media= tries=0 near= looked= size_before=0 risen=0
say() { printf 'capstan-guard %s\\n' "$*" >&2; }
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 0' TERM INT
background() { "$@" & child=$!; wait "$child"; result=$?; child=; return $result; }

${startOf}
handles_termination() {
  while read -r key value; do
    [ "$key" = SigCgt: ] || continue
    while [ \${#value} -gt 4 ]; do value=\${value#?}; done
    [ $((0x$value & 0x4000)) -ne 0 ]
    return
  done </proc/$pid/status
  return 1
}
write_through() {
  background sync -f "$directory" || [ -n "$unsynced" ] || { unsynced=1; say unsynced; }
}
written() {
  [ -n "$split" ] || { stat -c %s "$file" 2>/dev/null; return; }
  total=0
  for bytes in $(stat -c %s "\${file%-*}"-[0-9]*."\${file##*.}" 2>/dev/null); do total=$((total + bytes)); done
  echo $total
}
follow_rate() {
  read -r now _ </proc/uptime && now=\${now%.*} && size=$(written) || return
  [ -z "$looked" ] || [ $((now - looked)) -ge ${lookSeconds} ] || return
  [ -z "$looked" ] || risen=$(((size - size_before) / (now - looked) * ${floorSeconds}))
  [ "$risen" -le ${maximumFloorBytes} ] || risen=${maximumFloorBytes}
  looked=$now size_before=$size
}
check_space() {
  set -- $(stat -f -c '%a %S' "$directory")
  [ $# -eq 2 ] || return
  free=$(($1 * $2)) limit=$floor
  follow_rate
  [ "$risen" -le "$limit" ] || limit=$risen
  if [ "$free" -lt $((limit * ${nearFloors})) ]; then near=1; else near=; fi
  [ -z "$terminated" ] && [ "$free" -lt "$limit" ] && handles_termination || return
  terminated=1
  say "floor $free"
  kill -s TERM "$pid"
}
probe() {
  json=$(ffprobe -v error -of json=compact=1 -show_entries ${headEntries} "$file" 2>/dev/null | tr -d '\\n')
  case $json in *codec_type*) say "media $json" ;; *) return 1 ;; esac
}
look_once() {
  [ -z "$media" ] && [ -s "$file" ] && command -v ffprobe >/dev/null || return
  tries=$((tries + 1))
  if background probe || [ $tries -ge 20 ]; then media=1; fi
}
keep_log_small() {
  [ -f "$log" ] && [ "$(wc -c <"$log")" -ge 4194304 ] || return
  tail -c 1048576 "$log" >"$log.1" && : >"$log"
}

start_of "$pid" || exit 0
first=$start
rest=0
while start_of "$pid" && [ "$start" = "$first" ]; do
  if [ $rest -le 0 ]; then
    write_through
    keep_log_small
    rest=${lookSeconds}
  fi
  check_space
  look_once
  if [ -z "$media" ] || [ -n "$near" ]; then pause=1; else pause=$rest; fi
  background sleep $pause
  rest=$((rest - pause))
done
`;

/** The command line of the guard. It writes its lines to stderr and ends with the recorder or by SIGTERM. */
export function guardArgv({ directory, filePath, floorBytes, pid, logFile = '', isSplit = false }: GuardOptions): string[] {
  return ['sh', '-c', script, 'capstan-guard', directory, filePath, String(Math.ceil(floorBytes)), String(pid), logFile, ...(isSplit ? ['split'] : [])];
}

export interface GuardReport {
  /** The guard has asked the recorder to end. */
  readonly diskFull: boolean;
  /** Head of the recording, without length: it was still growing. */
  readonly media: MediaInfo | null;
}

/** Reads what a guard has written so far; lines of anybody else are passed over. */
export function parseGuardLog(text: string): GuardReport {
  let report: GuardReport = { diskFull: false, media: null };
  for (const [, word, rest = ''] of text.matchAll(/^capstan-guard (\S+) ?(.*)$/gm)) {
    if (word === 'floor') report = { ...report, diskFull: true };
    if (word === 'media') report = { ...report, media: parseMediaInfo(rest) };
  }
  return report;
}
