import { capstanError } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { joinedOf } from '@domain/recording-parts';
import type { HostRecordings } from '@domain/host-recording';
import { ago } from '../scene';
import { studio, thisMachine } from './hosts';
import { pathOf } from './plans';

const names = ['Webcam 1080p', 'Test pattern', 'Yard camera', 'Lecture hall, left', 'Microscope', 'HDMI capture', 'Rehearsal'] as const;
const kinds = [
  { codec: 'h264', frameSize: { width: 1920, height: 1080 }, pixelFormat: 'yuv420p' },
  { codec: 'hevc', frameSize: { width: 3840, height: 2160 }, pixelFormat: 'yuv420p10le' },
  { codec: 'mjpeg', frameSize: { width: 1280, height: 720 }, pixelFormat: 'yuvj422p' },
  { codec: 'av1', frameSize: { width: 1920, height: 1080 }, pixelFormat: 'yuv420p' },
] as const;

const at = <T>(values: readonly T[], index: number): T => {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
};

/** Finished recordings, newest first: two of three whole, some in parts, recovered, failed, or made on another host. */
export function finishedRecordings(count: number): Recording[] {
  return Array.from({ length: count }, (_, index) => {
    const presetName = at(names, index * 3);
    const kind = at(kinds, index * 5);
    const startedAt = ago(2600 + 7 * 3600 * index);
    const durationSeconds = 12 + ((index * 7919) % 9000);
    const frames = Math.round(durationSeconds * 30);
    const isRemote = index % 6 === 3;
    const id = `r${String(index).padStart(9, '0')}`;
    return {
      id,
      path: pathOf(presetName, startedAt, index % 4 === 3 ? 'mp4' : 'matroska'),
      remotePath: null,
      durationSeconds,
      sizeBytes: Math.round(durationSeconds * (300_000 + ((index * 131) % 900) * 1000)),
      frames,
      droppedFrames: index % 7 === 2 ? 14 : 0,
      media: { ...kind, frameSize: { ...kind.frameSize }, framesPerSecond: 30, audioCodec: index % 3 === 0 ? null : 'aac', durationSeconds, frames },
      presetName,
      source: presetName,
      engine: 'docker',
      host: isRemote ? { id: studio.id, name: studio.name } : { id: thisMachine.id, name: thisMachine.name },
      startedAt,
      reason: index % 9 === 5 ? 'lost' : 'stopped',
      recovered: index % 9 === 5,
      part: index % 8 === 6 ? { number: 2, firstSessionId: `r${String(index + 1).padStart(9, '0')}` } : index % 8 === 7 ? { number: 1, firstSessionId: id } : null,
      error: null,
      ...(index % 9 === 5 && { unclosed: { problem: null } }),
      ...(index % 5 === 1 && { kept: true }),
    } satisfies Recording;
  });
}

/** A recording of three parts, one of which its camera was away before, among others; and all of it in one file. */
export function recordingsInParts(): Recording[] {
  const [one, other, ...rest] = finishedRecordings(9).map((recording) => ({ ...recording, part: null }));
  if (!one || !other) return [];
  const startedAt = ago(5400);
  const firstPath = pathOf(one.presetName, startedAt, 'matroska');
  const part = (number: number, afterSeconds: number, durationSeconds: number, changes: Partial<Recording>): Recording => ({
    ...one,
    id: number === 1 ? 'parts00000' : `parts0000${number}`,
    path: number === 1 ? firstPath : firstPath.replace(/(\.mkv)$/, `-p0${number}$1`),
    startedAt: new Date(Date.parse(startedAt) + afterSeconds * 1000).toISOString(),
    durationSeconds,
    sizeBytes: Math.round(durationSeconds * 812_000),
    part: number === 1 ? null : { number, firstSessionId: 'parts00000' },
    recovered: false,
    ...changes,
  });
  const files = [
    part(1, 0, 1804.4, { reason: 'failed', error: capstanError('device-missing', 'The capture device was unplugged while it was recorded.') }),
    part(2, 1808.6, 900, { reason: 'stopped', error: null }),
    part(3, 3100, 1200, { reason: 'stopped', error: null }),
  ] as const;
  const joined = { ...files[0], id: 'joined0000', path: firstPath.replace(/(\.mkv)$/, '-joined$1'), durationSeconds: 3904.4, sizeBytes: 3_170_000_000, part: null, reason: 'completed', error: null, joined: joinedOf(files) } as const;
  return [...files, joined, ...rest];
}

/** What lies on the other host: one that grows, one that was fetched, and others. */
export const onStudio: HostRecordings = {
  place: 'capstan-recordings',
  freeBytes: 812e9,
  totalBytes: 1968e9,
  recordings: finishedRecordings(6).map(({ id, path, sizeBytes, startedAt, durationSeconds }, index) => ({
    fileName: path.slice(path.lastIndexOf('/') + 1),
    sizeBytes,
    modifiedAt: startedAt,
    durationSeconds: index === 0 ? null : durationSeconds,
    sessionId: index === 4 ? null : id,
    growing: index === 0,
    localPath: index === 2 ? path : null,
  })),
};
