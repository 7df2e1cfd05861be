/** Of some rows. */
export interface Sum {
  readonly count: number;
  /** Of those whose length is known; null where none is. */
  readonly durationSeconds: number | null;
  /** Some lengths are unknown: it is longer than that. */
  readonly isLonger: boolean;
  readonly sizeBytes: number;
}

export function sumOf(rows: readonly { readonly durationSeconds: number | null; readonly sizeBytes: number }[]): Sum {
  const lengths = rows.flatMap(({ durationSeconds }) => durationSeconds ?? []);
  return {
    count: rows.length,
    durationSeconds: lengths.length === 0 && rows.length > 0 ? null : lengths.reduce((sum, length) => sum + length, 0),
    isLonger: lengths.length < rows.length,
    sizeBytes: rows.reduce((sum, row) => sum + row.sizeBytes, 0),
  };
}
