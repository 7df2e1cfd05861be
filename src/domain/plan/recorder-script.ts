/**
 * ffmpeg writes the whole address into its log when it cannot be opened, and Docker keeps that log on its disk. So the
 * log of a recorder with a login goes through a pipe, where the logins of addresses are cut out of each line
 * (decision 0017).
 */
const clean = `
while IFS= read -r line || [ -n "$line" ]; do
  case $line in *://*@*) line="\${line%%://*}://\${line##*@}" ;; esac
  printf '%s\\n' "$line" >&2
done <"$log"
`.trim();

/** PID 1 of a container: as its child the filter would be killed with it before the last line, so a shell waits for both. */
const inContainer = `
log=/dev/shm/capstan-log
mkfifo -m 600 "$log" || exit 70
exec 3<&0
{ exec 3<&-; ${clean}; } & filter=$!
recorder= interrupted=
trap 'interrupted=1; [ -z "$recorder" ] || kill -s TERM "$recorder"' TERM
"$@" <&3 3<&- 2>"$log" & recorder=$!
exec 3<&-
status=127
while :; do
  interrupted=
  wait "$recorder"
  result=$?
  [ $result -eq 127 ] || status=$result
  [ -n "$interrupted" ] || break
done
wait "$filter"
exit $status
`.trim();

/** Entrypoint of a recorder with a login; the whole command line of ffmpeg follows. */
export const recorderScript = (): string[] => ['sh', '-c', inContainer, 'capstan-recorder'];

const asProcess = `
log=$1
shift
mkfifo -m 600 "$log" || exit 70
{ ${clean}; rm -f "$log"; } &
exec "$@" 2>"$log"
`.trim();

/** The same for a process of this computer, which becomes ffmpeg itself. The pipe is gone when the last line is written. */
export const cleanedRecorderArgv = (argv: readonly string[], pipePath: string): string[] => ['sh', '-c', asProcess, 'capstan-recorder', pipePath, ...argv];
