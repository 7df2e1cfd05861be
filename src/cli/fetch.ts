import { resolve } from 'node:path';
import type { StationEvent } from '@domain/contract';
import { errorOf, failure, type CapstanError } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { fetchLine, RateMeter } from './fetch-line';
import { Interruption } from './interruption';
import type { Output } from './output';
import { closed, exitStatus, stationChoice, type Shell, type StationFlags } from './shell';
import { formatBytes } from './text';
import type { Station } from '../station/types';

export interface FetchOptions extends StationFlags {
  readonly json?: boolean;
  readonly output?: string;
  /** Remove it from the host once it is whole here. */
  readonly remove?: boolean;
}

/** Copies a recording of a host to this computer. Ctrl-C leaves what came for the next time. */
export async function fetchRecording(shell: Shell, name: string, options: FetchOptions): Promise<number> {
  const report = options.json ? jsonReport(shell.out) : textReport(shell.out);
  const interruption = new Interruption(shell, () => shell.out.note('Ending the copy.'));
  const opened: Station[] = [];
  let recording: Recording | null = null;
  let error: CapstanError | null = null;
  try {
    const station = await Promise.race([shell.openStation(stationChoice(options)), shell.crashed]);
    opened.push(station);
    recording = await Promise.race([fetched(shell, station, name, options, report, interruption), shell.crashed]);
    if (options.remove) await station.hostRecordings.remove(name);
  } catch (thrown) {
    shell.debug(thrown);
    error = errorOf(thrown);
  }
  report.ended(recording, error, options.remove === true && error === null);
  interruption.close();
  for (const station of opened) await closed(station);
  return error === null ? exitStatus.done : exitStatus.failed;
}

async function fetched(shell: Shell, station: Station, name: string, { output }: FetchOptions, report: FetchReport, interruption: Interruption): Promise<Recording> {
  const stopListening = station.onEvent((event) => {
    if (event.type === 'fetch' && event.fileName === name) report.progress(event);
    if (event.type === 'image' || event.type === 'notice') report.other(event);
  });
  try {
    const fetching = station.hostRecordings.fetch(name, { signal: interruption.signal, ...(output !== undefined && { destination: resolve(shell.cwd, output) }) });
    const answer = await Promise.race([fetching, interruption.left]);
    if (typeof answer === 'string') throw failure('transfer-cancelled', `The copy of ${name} was left.`);
    return answer;
  } finally {
    stopListening();
  }
}

interface FetchReport {
  progress(event: Extract<StationEvent, { type: 'fetch' }>): void;
  other(event: Extract<StationEvent, { type: 'image' | 'notice' }>): void;
  ended(recording: Recording | null, error: CapstanError | null, removed: boolean): void;
}

const jsonReport = (out: Output): FetchReport => ({
  progress: (event) => out.line(event),
  other: (event) => out.line(event),
  ended: (recording, error, removed) => out.line({ type: 'ended', recording, removed, error }),
});

const plainMilliseconds = 5000;

function textReport(out: Output): FetchReport {
  const meter = new RateMeter();
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    progress({ bytes, totalBytes }) {
      const now = performance.now();
      const line = fetchLine({ bytes, totalBytes, bytesPerSecond: meter.next(bytes, now / 1000) }, out.isLive ? out.columns - 1 : Number.POSITIVE_INFINITY);
      out.status(line);
      if (out.isLive || now - toldAt < plainMilliseconds) return;
      toldAt = now;
      out.print(line);
    },
    other: (event) => (event.type === 'image' ? out.status(`${event.step} ...`) : out.note(`Note: ${event.message}`)),
    ended(recording, error, removed) {
      out.status('');
      if (recording) out.print(`Fetched ${formatBytes(recording.sizeBytes)}, size and SHA-256 are those of the host${removed ? '; removed there' : ''}.\n  ${recording.path}`);
      if (error) out.error(error);
    },
  };
}
