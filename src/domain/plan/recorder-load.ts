/** One look at a recorder's GPU clients, as `recorder-load.sh` tells it. */
export interface ClientSample {
  /** Since boot of the recorder's machine, in hundredths. */
  readonly atSeconds: number;
  /** Texts of fdinfo, one a client, with the keys that count. */
  readonly fdinfo: readonly string[];
  /** Clients were left out because the line was full. */
  readonly isCut: boolean;
  /** The recorder's descriptors could not be looked at. */
  readonly isClosed: boolean;
}

/** Reads a line of `tell_load`; null where it is any other. */
export function parseLoadLine(line: string): ClientSample | null {
  const match = /^capstan-load (\d{1,12}(?:\.\d{1,3})?)( more)?( closed)?((?:\|[^|]*)*)$/.exec(line.trimEnd());
  if (!match) return null;
  const [, now = '', more, closed, clients = ''] = match;
  return { atSeconds: Number(now), fdinfo: clients.split('|').slice(1).map(expanded), isCut: more !== undefined, isClosed: closed !== undefined };
}

const expanded = (facts: string): string =>
  facts
    .split(';')
    .map((fact) => `drm-${fact.replace('=', ':\t')}\n`)
    .join('');
