/**
 * ffmpeg writes the whole address into its log when it cannot be opened, and Docker keeps that log on its disk. So a
 * recorder with a login runs under a shell that cuts logins out of each line. The shell passes SIGTERM on, and waits
 * for the last line: as its child the filter would be killed with PID 1 before it (decision 0017).
 */
const script = `
log=/dev/shm/capstan-log
mkfifo -m 600 "$log" || exit 70
exec 3<&0
while IFS= read -r line || [ -n "$line" ]; do
  case $line in *://*@*) line="\${line%%://*}://\${line##*@}" ;; esac
  printf '%s\\n' "$line" >&2
done <"$log" 3<&- & filter=$!
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
export const recorderScript = (): string[] => ['sh', '-c', script, 'capstan-recorder'];
