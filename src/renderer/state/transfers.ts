import type { CapstanError } from '@domain/errors';

/** A recording on its way from its host to this computer. */
export interface Transfer {
  readonly fileName: string;
  /** Session whose end copies it; null where the user asked for the copy. */
  readonly sessionId: string | null;
  readonly bytes: number;
  /** 0 while unknown. */
  readonly totalBytes: number;
  /** Where the copy stood when it began here: the rate is measured from there. */
  readonly since: { readonly bytes: number; readonly atMs: number };
  readonly atMs: number;
  readonly error: CapstanError | null;
}

/** By file name. */
export type Transfers = Readonly<Record<string, Transfer>>;

interface TransferProgress {
  readonly fileName: string;
  readonly sessionId: string | null;
  readonly bytes: number;
  readonly totalBytes: number;
}

export function withTransfer(transfers: Transfers, progress: TransferProgress, atMs: number): Transfers {
  const known = transfers[progress.fileName];
  const goesOn = known !== undefined && known.error === null && known.totalBytes > 0 && progress.bytes >= known.bytes;
  const since = goesOn ? known.since : { bytes: progress.bytes, atMs };
  return { ...transfers, [progress.fileName]: { ...progress, since, atMs, error: null } };
}

export const withoutTransfers = (transfers: Transfers, isGone: (transfer: Transfer) => boolean): Transfers =>
  Object.fromEntries(Object.entries(transfers).filter(([, transfer]) => !isGone(transfer)));

export const transferFraction = ({ bytes, totalBytes }: Transfer): number | null =>
  totalBytes > 0 ? Math.min(1, bytes / totalBytes) : null;

/** Seconds until it is here at the rate so far; null while that is a guess. */
export function timeLeftSeconds({ bytes, totalBytes, since, atMs }: Transfer): number | null {
  const [copied, elapsedMs] = [bytes - since.bytes, atMs - since.atMs];
  return copied > 0 && elapsedMs >= 1000 ? ((totalBytes - bytes) * elapsedMs) / copied / 1000 : null;
}
