import type { NvidiaGpu } from './capabilities';
import type { GpuLoad } from './load';

/** GeForce, TITAN and their like; the cards of workstations and data centres have no limit. */
const consumer = /\b(GeForce|TITAN|GTX|MX ?\d{3})\b/i;

/**
 * How many NVENC sessions the driver allows at once on all consumer cards of a machine together; null where it sets no
 * limit, or is not known.
 */
export function nvencSessionLimit({ name, driverVersion }: Pick<NvidiaGpu, 'name' | 'driverVersion'>): number | null {
  const [, digits] = /^(\d{3,4})\./.exec(driverVersion ?? '') ?? [];
  if (digits === undefined || !consumer.test(name)) return null;
  const major = Number(digits);
  if (major < 530) return 3;
  return major < 550 ? 5 : 8;
}

/** Sessions that encode on any GPU of the host; null where no GPU tells. */
export function encodeSessionsOf(loads: readonly GpuLoad[]): number | null {
  const told = loads.flatMap(({ encodeSessions }) => (encodeSessions === null ? [] : [encodeSessions]));
  return told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0);
}
