import type { StationEvent } from '@domain/contract';
import { errorOf, failure, type CapstanError } from '@domain/errors';
import type { Recording } from '@domain/recording';
import type { Station } from '../station/types';
import { localRecording } from './change-recordings';
import { Interruption } from './interruption';
import type { Output } from './output';
import { closed, exitStatus, stationChoice, type Shell } from './shell';
import { formatBytes, formatDuration, gapWords } from './text';

type CliConversion = 'remux' | 'join' | 'repair';
type ConversionEvent = Extract<StationEvent, { type: 'conversion' }>;

/** Makes another file of a finished recording of this computer, which stays as it is, or gives its own file an index. Ctrl-C leaves nothing behind. */
export async function convertRecording(shell: Shell, kind: CliConversion, name: string, { json = false }: { readonly json?: boolean }): Promise<number> {
  const { out } = shell;
  const interruption = new Interruption(shell, () => out.note('Ending the conversion.'));
  const opened: Station[] = [];
  let made: Recording | null = null;
  let error: CapstanError | null = null;
  try {
    const station = await Promise.race([shell.openStation(stationChoice({})), shell.crashed]);
    opened.push(station);
    made = await Promise.race([converted(station, kind, name, interruption, json ? (event) => out.line(event) : inWords(out)), shell.crashed]);
  } catch (thrown) {
    shell.debug(thrown);
    error = errorOf(thrown);
  }
  out.status('');
  if (json) out.line({ type: 'ended', recording: made, error });
  else if (made) out.print(madeText(kind, made));
  else if (error) out.error(error);
  interruption.close();
  for (const station of opened) await closed(station);
  return error === null ? exitStatus.done : exitStatus.failed;
}

const outcomes: Readonly<Record<CliConversion, string>> = { remux: 'Made', join: 'Made', repair: 'Repaired; every packet is the same:' };

async function converted(station: Station, kind: CliConversion, name: string, interruption: Interruption, tell: (event: ConversionEvent) => void): Promise<Recording> {
  const { id } = await localRecording(station, name);
  const stopListening = station.onEvent((event) => {
    if (event.type === 'conversion' && event.recordingId === id && event.kind === kind) tell(event);
  });
  try {
    const answer = await Promise.race([station.conversions[kind](id, interruption.signal), interruption.left]);
    if (typeof answer === 'string') throw failure('conversion-cancelled', `The conversion of ${name} was left.`);
    return answer;
  } finally {
    stopListening();
  }
}

/** What was made, and what is missing in it. */
function madeText(kind: CliConversion, { sizeBytes, durationSeconds, path, joined }: Recording): string {
  const gaps = (kind === 'join' ? (joined?.gaps ?? []) : []).map(
    ({ seconds, atSeconds, reason }) => `  At ${formatDuration(atSeconds)} there are ${formatDuration(seconds)} missing: ${gapWords[reason]}.`,
  );
  const stays = kind === 'repair' ? '' : `; ${kind === 'join' ? 'the parts stay' : 'the recording stays'}`;
  return [`${outcomes[kind]} ${formatBytes(sizeBytes)}, ${formatDuration(durationSeconds)}${stays}.`, `  ${path}`, ...gaps].join('\n');
}

const plainMilliseconds = 5000;

/** On a terminal one line that changes, elsewhere a line now and then. */
function inWords(out: Output): (event: ConversionEvent) => void {
  let toldAt = performance.now();
  return ({ fraction }) => {
    const line = fraction === null ? 'converting' : `converting  ${Math.floor(fraction * 100)} %`;
    out.status(line);
    if (out.isLive || performance.now() - toldAt < plainMilliseconds) return;
    toldAt = performance.now();
    out.print(line);
  };
}
