import type { z } from 'zod';
import type { inputSignalSchema } from '../capabilities';

export type InputSignal = z.infer<typeof inputSignalSchema>;

/**
 * Reads `v4l2-ctl --get-input --query-dv-timings`. Null for inputs without timings of their own that claim no fault, such
 * as those of cameras. Where the query fails, v4l2-ctl prints timings of 0 below the message; those are none.
 */
export function parseSignal(text: string): InputSignal | null {
  const status = /^Video input\s*: \d+ \(.*: (.*)\)$/m.exec(text)?.[1] ?? '';
  if (/no (power|signal)/.test(status)) return { state: 'none', timings: null };
  if (/no (hsync|vsync|sync|standard format) lock/.test(status)) return { state: 'unknown', timings: null };
  const failed = /VIDIOC_QUERY_DV_TIMINGS: failed: (.*)$/m.exec(text)?.[1];
  if (failed !== undefined) return stateOfFailure(failed);
  const timings = parseTimings(text);
  return timings === null ? null : { state: 'present', timings };
}

function stateOfFailure(message: string): InputSignal | null {
  // ENOLINK: nothing is plugged in. ENOLCK and ERANGE: something is, that cannot be locked on to or captured.
  if (/link has been severed/i.test(message)) return { state: 'none', timings: null };
  if (/no locks available|out of range/i.test(message)) return { state: 'unknown', timings: null };
  return null;
}

function parseTimings(text: string): InputSignal['timings'] {
  const number = (name: string): number => Number(new RegExp(`^\\s*${name}: (\\d{1,5})$`, 'm').exec(text)?.[1] ?? 0);
  const [width, height] = [number('Active width'), number('Active height')];
  if (width === 0 || height === 0) return null;
  const interlaced = /^\s*Frame format: interlaced/m.test(text);
  const [, told = '', unit] = /\((\d{1,4}\.\d{1,3}) (frames|fields) per second\)/.exec(text) ?? [];
  const perSecond = Number(told);
  return { width, height, framesPerSecond: perSecond === 0 ? null : unit === 'fields' ? perSecond / 2 : perSecond, interlaced };
}
