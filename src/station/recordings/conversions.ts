import { stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { conversionKinds, StationEvent } from '@domain/contract';
import { convertedName, joinArgv, missingFrames, remuxArgv, type OutputMuxer } from '@domain/conversion';
import { wholeReadBytes } from '@domain/media-info';
import { errorOf, failure } from '@domain/errors';
import type { MediaInfo, Recording } from '@domain/recording';
import { joinedOf } from '@domain/recording-parts';
import { newSessionId } from '../session/run-context';
import { SharedWork } from '../shared-work';
import type { RecordingLibrary } from '../types';
import type { OpenFilesHere } from './file-place';
import { besides, inspected, inStaging, runFfmpeg, type Job, type Made, type Placed } from './ffmpeg-job';
import { allParts, listOfParts } from './joined-parts';
import { Previews } from './previews';
import { repairFile } from './repair';
import { Slots } from './slots';

type ConversionKind = (typeof conversionKinds)[number];

export interface ConversionsOptions {
  readonly recordings: RecordingLibrary;
  readonly openFiles: OpenFilesHere;
  /** For what this window can play. */
  readonly previewDirectory: string;
  readonly emit: (event: StationEvent) => void;
}

const atOnce = 2;

/** What is made of finished recordings, two at a time; who asks for the same joins. The recordings themselves stay as they are. */
export class Conversions {
  readonly previews: Previews;
  private readonly slots = new Slots(atOnce);
  private readonly running = new Map<string, { readonly id: string; readonly end: AbortController; readonly work: SharedWork<unknown> }>();

  constructor(private readonly options: ConversionsOptions) {
    this.previews = new Previews(options.previewDirectory, options.openFiles);
  }

  /** Throws `conversion-failed`, `conversion-cancelled`, `disk-full`, `recording-unknown`. */
  remux(id: string, signal?: AbortSignal): Promise<Recording> {
    return this.convert('remux', id, signal, async (end, onFraction) => {
      const recording = this.options.recordings.get(id);
      const { path, media, durationSeconds, frames } = recording;
      const { size } = await stat(path);
      const job = { inputs: [path], directory: dirname(path), neededBytes: size, durationSeconds, signal: end, onFraction };
      return this.make(job, { of: recording, kind: 'remux', muxer: 'mp4', durationSeconds, frames }, async ({ place }, output) => {
        const [input = ''] = place.inputs;
        const { codec } = media ?? (await inspected(place, input, false, end)) ?? { codec: null };
        return runFfmpeg(place, remuxArgv(input, output, codec), job);
      });
    });
  }

  /** All parts that this one belongs to, in their order. Throws as `remux` does. */
  join(id: string, signal?: AbortSignal): Promise<Recording> {
    return this.convert('join', id, signal, async (end, onFraction) => {
      const { recordings } = this.options;
      const parts = await allParts(recordings, id);
      const [first] = parts;
      const inputs = parts.map(({ path }) => path);
      const sizes = await Promise.all(inputs.map(async (path) => (await stat(path)).size));
      const durationSeconds = sumOf(parts, (part) => part.durationSeconds);
      const frames = parts.every((part) => part.frames !== null) ? sumOf(parts, (part) => part.frames ?? 0) : null;
      const muxer: OutputMuxer = inputs.every((path) => extname(path).toLowerCase() === '.mp4') ? 'mp4' : 'matroska';
      const job = { inputs, directory: dirname(first.path), neededBytes: sumOf(sizes, (size) => size), durationSeconds, signal: end, onFraction };
      return this.make(job, { of: { ...first, ...(parts.some(({ kept }) => kept) && { kept: true }), droppedFrames: sumOf(parts, ({ droppedFrames }) => droppedFrames), joined: joinedOf(parts) }, kind: 'join', muxer, durationSeconds, frames }, async (placed, output) => {
        const { list, codec } = await listOfParts(placed.place, parts, end);
        return runFfmpeg(placed.place, joinArgv(await besides(placed, 'parts.txt', list), output, muxer, codec), job);
      });
    });
  }

  /** Settles once the preview lies at `previews.path(id)`. */
  makePlayable(id: string, signal?: AbortSignal): Promise<void> {
    return this.convert('playable', id, signal, (end, onFraction) => this.previews.make(this.options.recordings.get(id), end, onFraction));
  }

  /** Closes a file that was not closed; the entry says what came of it. Throws as `repairFile` does, and `recording-unknown`. */
  repair(id: string, signal?: AbortSignal): Promise<Recording> {
    return this.convert('repair', id, signal, async (end, onFraction) => {
      const { recordings, openFiles, emit } = this.options;
      const keep = (recording: Recording) => {
        recordings.add(recording);
        emit({ type: 'recordings' });
        return recording;
      };
      try {
        const repaired = await repairFile(openFiles, recordings.get(id), { signal: end, onFraction });
        // It may have been renamed or marked meanwhile.
        const { unclosed: _unclosed, ...recording } = recordings.get(id);
        return keep({ ...recording, ...repaired });
      } catch (thrown) {
        const { kind, detail } = errorOf(thrown);
        const { unclosed, ...recording } = recordings.get(id);
        if (kind === 'conversion-failed' && unclosed && !end.aborted) keep({ ...recording, unclosed: { problem: detail } });
        throw thrown;
      }
    });
  }

  /** Recordings that something is being made of. */
  get busyIds(): ReadonlySet<string> {
    return new Set([...this.running.values()].map(({ id }) => id));
  }

  /** Everything that is being made of this recording ends with `conversion-cancelled`. */
  cancel(id: string): void {
    for (const { id: running, end } of this.running.values()) if (running === id) end.abort(cancelled());
  }

  async close(): Promise<void> {
    const all = [...this.running.values()];
    for (const { end } of all) end.abort(cancelled());
    await Promise.allSettled(all.map(({ work }) => work.join()));
  }

  private async convert<T>(kind: ConversionKind, id: string, signal: AbortSignal | undefined, work: (end: AbortSignal, onFraction: (fraction: number) => void) => Promise<T>): Promise<T> {
    const key = `${kind} ${id}`;
    const known = this.running.get(key);
    if (known) return (known.work as SharedWork<T>).join(signal);
    const end = new AbortController();
    const tell = (fraction: number | null) => this.options.emit({ type: 'conversion', recordingId: id, kind, fraction });
    const shared = new SharedWork<T>(async (abandoned) => {
      abandoned.addEventListener('abort', () => end.abort(cancelled()), { once: true });
      tell(null);
      try {
        return await this.slots.run(() => work(end.signal, (fraction) => tell(Math.min(fraction, 0.999))), end.signal);
      } catch (thrown) {
        throw end.signal.aborted ? end.signal.reason : thrown;
      } finally {
        this.running.delete(key);
        tell(1);
      }
    });
    this.running.set(key, { id, end, work: shared });
    try {
      return await shared.join(signal);
    } catch (thrown) {
      throw signal?.aborted ? cancelled() : thrown;
    }
  }

  /** Makes a file, compares it with what went in, gives it its name and an entry of its own. */
  private async make(job: Job, wanted: Wanted, convert: (placed: Placed, output: string) => Promise<Made>): Promise<Recording> {
    const { recordings, openFiles, emit } = this.options;
    const { of, kind, muxer } = wanted;
    return inStaging(openFiles, job, async (placed) => {
      const name = `made.${muxer === 'mp4' ? 'mp4' : 'mkv'}`;
      const output = `${placed.place.writes}/${name}`;
      const made = await convert(placed, output);
      const { size } = await stat(`${placed.staging.directory}/${name}`);
      const media = await this.proved(placed, output, wanted, { ...made, size }, job.signal);
      const path = await placed.staging.place(name, (number) => convertedName(basename(of.path), kind, muxer, number));
      const { unclosed: _unclosed, ...whole } = of;
      const recording: Recording = {
        ...whole,
        ...{ id: newSessionId(), path, remotePath: null, sizeBytes: size, media },
        ...{ durationSeconds: media.durationSeconds ?? wanted.durationSeconds, frames: media.frames ?? made.frames },
        ...{ reason: 'completed', error: null, recovered: false, part: null },
      };
      recordings.add(recording);
      emit({ type: 'recordings' });
      return recording;
    });
  }

  /** Throws `conversion-failed` where frames are missing in what was made. */
  private async proved({ place }: Placed, output: string, { frames: expected }: Wanted, { frames, size }: Made & { readonly size: number }, signal: AbortSignal): Promise<MediaInfo> {
    const inside = { ...place, inputs: [output] };
    const media = await inspected(inside, output, size <= wholeReadBytes, signal);
    if (media === null) throw failure('conversion-failed', 'What was made holds no picture.');
    const missing = missingFrames(expected, media.frames ?? frames);
    if (missing > 0) throw failure('conversion-failed', `${missing} of ${expected ?? 0} frames were missing in what was made; it was deleted.`);
    return media;
  }
}

interface Wanted {
  readonly of: Recording;
  readonly kind: 'remux' | 'join';
  readonly muxer: OutputMuxer;
  readonly durationSeconds: number;
  /** Null where they were not counted. */
  readonly frames: number | null;
}

const sumOf = <T>(values: readonly T[], figure: (value: T) => number): number => values.reduce((sum, value) => sum + figure(value), 0);

const cancelled = () => failure('conversion-cancelled', 'What was made until then was deleted.');
