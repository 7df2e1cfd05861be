import { startOf } from './process-start';

export interface LeashOptions {
  /** Process that shows the picture, with its time of start in the kernel's ticks: numbers are used again. */
  readonly viewer: { readonly pid: number; readonly startTicks: string };
  readonly recorder: { readonly pid: number; readonly startTicks: string };
}

/** For dash and busybox. What only shows a source holds its camera for as long as somebody is there to see it. */
const script = `
viewer=$1 viewer_start=$2 recorder=$3 recorder_start=$4 child=
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 0' TERM INT
rest() { sleep "$1" & child=$!; wait "$child"; child=; }
${startOf}
lives() { start_of "$1" && [ "$start" = "$2" ]; }
while lives "$viewer" "$viewer_start"; do
  lives "$recorder" "$recorder_start" || exit 0
  rest 2
done
for signal in TERM KILL; do
  lives "$recorder" "$recorder_start" || exit 0
  kill -s "$signal" "$recorder"
  rest 3
done
`.trim();

/** Ends a recorder that writes no file within seconds of its viewer's end, however that came. */
export function leashArgv({ viewer, recorder }: LeashOptions): string[] {
  return ['sh', '-c', script, 'capstan-leash', String(viewer.pid), viewer.startTicks, String(recorder.pid), recorder.startTicks];
}
