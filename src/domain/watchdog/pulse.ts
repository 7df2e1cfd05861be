/** A look at the recorder's process, taken once a second by its own machine. */
export interface RecorderPulse {
  /** Since boot of that machine, in hundredths. */
  readonly upSeconds: number;
  /** Of all its threads, since its start. */
  readonly cpuSeconds: number;
  /** By `write`, whatever to; null where the kernel does not tell. Datagrams do not count. */
  readonly writtenBytes: number | null;
  /** The kernel's letters for its threads' states. All of them when nothing was written since the look before, else the main one alone. */
  readonly states: string;
}

/** Of /proc/PID/stat, whatever the kernel's own. */
const ticksPerSecond = 100;

/** Reads a line of `tell_load` that tells a pulse; null where it is any other. */
export function parsePulseLine(line: string): RecorderPulse | null {
  const [found, now, states = '', ticks, written] = /^capstan-pulse (\d{1,12}(?:\.\d{1,3})?) ([A-Za-z]{1,1024}) (\d{1,15}) (\d{1,15}|-)$/.exec(line.trimEnd()) ?? [];
  if (found === undefined) return null;
  return { upSeconds: Number(now), cpuSeconds: Number(ticks) / ticksPerSecond, writtenBytes: written === '-' ? null : Number(written), states };
}

/** The state, and the time that it took, from the text of /proc/PID/stat; null where it is none. */
export function parseProcessStat(stat: string): { readonly state: string; readonly cpuSeconds: number } | null {
  // The name in brackets may hold anything; the fields after it are counted from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return fields[0] !== undefined && Number.isFinite(ticks) ? { state: fields[0], cpuSeconds: ticks / ticksPerSecond } : null;
}
