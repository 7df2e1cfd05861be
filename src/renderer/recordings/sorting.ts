import type { HostRecording } from '@domain/host-recording';
import type { WholeRecording } from '@domain/recording-parts';
import { fileName } from '../ui/format';

export interface Sort<K extends string> {
  readonly by: K;
  readonly isDescending: boolean;
}

/** What a column sorts by; null comes last either way. */
type Value = string | number | null;

export type RecordingColumn = 'name' | 'recorded' | 'length' | 'size' | 'picture' | 'host' | 'preset' | 'state';
export type HostColumn = 'name' | 'changed' | 'length' | 'size' | 'here';

const recordingValues: Readonly<Record<RecordingColumn, (recording: WholeRecording) => Value>> = {
  name: ({ files: [{ path }] }) => fileName(path),
  recorded: ({ files: [{ startedAt }] }) => startedAt,
  length: ({ durationSeconds }) => durationSeconds,
  size: ({ sizeBytes }) => sizeBytes,
  picture: ({ files: [{ media }] }) => media && `${media.codec} ${String(media.frameSize.width).padStart(6, '0')}`,
  host: ({ files: [{ host }] }) => host.name,
  preset: ({ files: [{ presetName }] }) => presetName,
  state: ({ files }) => {
    const { reason, recovered } = files.at(-1) ?? files[0];
    return `${reason}${recovered ? ' recovered' : ''}`;
  },
};

const hostValues: Readonly<Record<HostColumn, (recording: HostRecording) => Value>> = {
  name: ({ fileName: name }) => name,
  changed: ({ modifiedAt }) => modifiedAt,
  length: ({ durationSeconds }) => durationSeconds,
  size: ({ sizeBytes }) => sizeBytes,
  here: ({ localPath, growing }) => (growing ? 2 : localPath === null ? 0 : 1),
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function sorted<T>(rows: readonly T[], valueOf: (row: T) => Value, isDescending: boolean): readonly T[] {
  const direction = isDescending ? -1 : 1;
  const valued = rows.map((row) => ({ row, value: valueOf(row) }));
  const compare = (one: Value, other: Value): number => {
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    if (typeof one === 'number' && typeof other === 'number') return direction * (one - other);
    return direction * collator.compare(String(one), String(other));
  };
  return valued.toSorted((one, other) => compare(one.value, other.value)).map(({ row }) => row);
}

/** Every word of the search is somewhere in the names, preset, host or codec of a recording. */
export function recordingsShown(recordings: readonly WholeRecording[], search: string, { by, isDescending }: Sort<RecordingColumn>): readonly WholeRecording[] {
  const found = matching(recordings, search, ({ files }) => files.flatMap(({ path, presetName, host, media, source }) => [fileName(path), presetName, host.name, source, media?.codec]));
  return sorted(found, recordingValues[by], isDescending);
}

export function hostRecordingsShown(recordings: readonly HostRecording[], search: string, { by, isDescending }: Sort<HostColumn>): readonly HostRecording[] {
  const found = matching(recordings, search, ({ fileName: name }) => [name]);
  return sorted(found, hostValues[by], isDescending);
}

function matching<T>(rows: readonly T[], search: string, textsOf: (row: T) => readonly (string | undefined)[]): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textsOf(row).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
