import type { CapstanError, ErrorKind } from '../errors';

/** Where the kind alone says which check looks for the cause. */
const checksByKind: Partial<Record<ErrorKind, string>> = {
  'daemon-unreachable': 'docker-daemon',
  'daemon-forbidden': 'docker-socket',
  'out-of-memory': 'memory-limit',
  'disk-full': 'disk-space',
  'device-missing': 'device-missing',
  'device-busy': 'device-busy',
  'device-forbidden': 'device-forbidden',
};

/** Id of the check that finds the cause of an error, and what helps, on the whole host; null where there is none. */
export const checkFor = ({ kind, check }: Pick<CapstanError, 'kind' | 'check'>): string | null => check ?? checksByKind[kind] ?? null;
