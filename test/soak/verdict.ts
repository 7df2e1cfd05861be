/** What one process holds at rest, after a round. */
export interface Sample {
  readonly atSeconds: number;
  /** Sessions so far. */
  readonly sessions: number;
  readonly rssMiB: number;
  /** After a collection. */
  readonly heapMiB: number;
  readonly descriptors: number;
  readonly timers: number;
  /** Sockets, pipes, watchers and other resources that are open. */
  readonly handles: number;
  readonly containers: number;
  readonly volumes: number;
  readonly temporaryFiles: number;
  readonly recordingFiles: number;
  readonly stateFiles: number;
}

export interface SoakRow {
  readonly what: string;
  readonly first: number;
  readonly last: number;
  /** How much it may have grown. */
  readonly limit: number;
  readonly flat: boolean;
}

const limits: readonly (readonly [what: string, key: keyof Sample, limit: number])[] = [
  // The promise for thirty minutes: memory grows by less than 20 MB.
  ['resident memory, MiB', 'rssMiB', 20],
  ['heap after collection, MiB', 'heapMiB', 10],
  // A keep-alive connection to the daemon may be open or not at the moment of the look.
  ['file descriptors', 'descriptors', 3],
  ['timers', 'timers', 3],
  ['other open resources', 'handles', 3],
  ['containers', 'containers', 0],
  ['volumes', 'volumes', 0],
  ['temporary files', 'temporaryFiles', 0],
  ['files in the recordings folder', 'recordingFiles', 0],
  ['files of the state', 'stateFiles', 0],
];

/** Whether anything has grown between the first sample and the last. Of memory, the median of three at either end. */
export function verdict(samples: readonly Sample[], afterClose: { readonly containers: number }): SoakRow[] {
  const rows = limits.map(([what, key, limit]): SoakRow => {
    const [first, last] = [medianOf(samples.slice(0, 3), key), medianOf(samples.slice(-3), key)];
    return { what, first, last, limit, flat: last - first <= limit };
  });
  return [...rows, { what: 'containers after the app was closed', first: 0, last: afterClose.containers, limit: 0, flat: afterClose.containers === 0 }];
}

function medianOf(samples: readonly Sample[], key: keyof Sample): number {
  const sorted = samples.map((sample) => sample[key]).toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}
