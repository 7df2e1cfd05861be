import type { HostRecording } from '@domain/host-recording';

/** What Enter or a double click does: only what is here can be looked at, and what still grows can be neither. */
export function openingOf({ growing, localPath }: HostRecording): 'play' | 'fetch' | 'nothing' {
  if (localPath !== null) return 'play';
  return growing ? 'nothing' : 'fetch';
}

/** Those of the chosen rows that a copy is made of; none while one of them grows. */
export const rowsToFetch = (chosen: readonly HostRecording[]): readonly HostRecording[] =>
  chosen.some(({ growing }) => growing) ? [] : chosen.filter(({ localPath }) => localPath === null);
