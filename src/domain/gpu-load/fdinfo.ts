import type { EngineLoad, GpuEngine, SessionLoad, Unavailable } from '../load';
import { share } from './figures';

/** One engine of a DRM client, as counters since the client was opened. */
export interface DrmEngine {
  /** The driver's own name, such as `video` (i915), `vcs` (xe) or `gfx` (amdgpu). */
  readonly name: string;
  /** Time spent busy, by all units together; null where the driver counts cycles only. */
  readonly busyNanoseconds: number | null;
  /** Cycles spent busy, and cycles that have passed for one unit. */
  readonly busyCycles: number | null;
  readonly totalCycles: number | null;
  /** Units that share the name. */
  readonly capacity: number;
  readonly maximumMhz: number | null;
  readonly currentMhz: number | null;
}

/** Memory of a DRM client in one region, such as `vram0`, `gtt` or `system`. */
export interface DrmMemory {
  readonly region: string;
  readonly totalKiB: number | null;
  /** What takes up real memory now. */
  readonly residentKiB: number | null;
}

/** An open DRM file of a process: what one of its /proc/PID/fdinfo files says (`drm-usage-stats` of the kernel). */
export interface DrmClient {
  readonly driver: string;
  /** The same for all file descriptors of one client; null where the driver does not tell. */
  readonly clientId: string | null;
  /** PCI address such as 0000:00:02.0; null on other buses. */
  readonly pciAddress: string | null;
  readonly engines: readonly DrmEngine[];
  readonly memory: readonly DrmMemory[];
}

type ClientLoad = SessionLoad['gpus'][number];

/** Keys end at the first colon. grep writes the file's path before them. */
const line = /^(?:\S*?:)??(drm-[\w./-]+)[ \t]*:[ \t]*(.*?)[ \t\r]*$/;
/** More keys than any driver writes. */
const maximumKeys = 500;

/** Reads one fdinfo file; null where the file is not that of a DRM client. */
export function parseFdinfo(text: string): DrmClient | null {
  const values = new Map<string, string>();
  for (const row of text.split('\n')) {
    const [, key = '', value = ''] = line.exec(row) ?? [];
    if (key !== '' && values.size < maximumKeys) values.set(key, value);
  }
  const driver = values.get('drm-driver') ?? '';
  if (driver === '') return null;
  const pciAddress = /^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]$/i.exec(values.get('drm-pdev') ?? '')?.[0].toLowerCase() ?? null;
  return {
    driver,
    clientId: values.get('drm-client-id') || null,
    pciAddress,
    engines: enginesOf(values),
    memory: memoryOf(values),
  };
}

function enginesOf(values: ReadonlyMap<string, string>): DrmEngine[] {
  const names = new Set<string>();
  for (const key of values.keys()) {
    const name = /^drm-(?:engine-(?!capacity-)|cycles-)(.+)$/.exec(key)?.[1];
    if (name !== undefined) names.add(name);
  }
  return [...names].map((name) => {
    const number = (key: string): number | null => counter(values.get(`drm-${key}-${name}`));
    return {
      name,
      busyNanoseconds: nanoseconds(values.get(`drm-engine-${name}`)),
      busyCycles: number('cycles'),
      totalCycles: number('total-cycles'),
      capacity: Math.max(1, number('engine-capacity') ?? 1),
      maximumMhz: megahertz(values.get(`drm-maxfreq-${name}`)),
      currentMhz: megahertz(values.get(`drm-curfreq-${name}`)),
    };
  });
}

/** `total` and `resident` are the keys of newer kernels, `memory` is what older ones called resident: never both. */
function memoryOf(values: ReadonlyMap<string, string>): DrmMemory[] {
  const regions = new Set<string>();
  for (const key of values.keys()) {
    const region = /^drm-(?:total|resident|memory)-(?!cycles-)(.+)$/.exec(key)?.[1];
    if (region !== undefined) regions.add(region);
  }
  return [...regions].map((region) => {
    const size = (kind: string): number | null => kibibytes(values.get(`drm-${kind}-${region}`));
    const residentKiB = size('resident') ?? size('memory');
    return { region, totalKiB: size('total') ?? residentKiB, residentKiB };
  });
}

/** A plain count; drivers may write its unit behind it. */
const counter = (text: string | undefined): number | null => {
  const digits = /^(\d{1,20})(?:\s|$)/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
};

const nanoseconds = (text: string | undefined): number | null => (/^\d+(?:\s*ns)?$/.test(text ?? '') ? counter(text?.replace(/ns$/, '')) : null);

const megahertz = (text: string | undefined): number | null => {
  const [, digits = '', unit = ''] = /^(\d{1,20})\s*(Hz|KHz|MHz|GHz)?$/i.exec(text ?? '') ?? [];
  const perUnit = { hz: 1e-6, khz: 1e-3, mhz: 1, ghz: 1000 }[unit.toLowerCase()] ?? 1e-6;
  return digits === '' ? null : Number(digits) * perUnit;
};

const kibibytes = (text: string | undefined): number | null => {
  const [, digits = '', unit = ''] = /^(\d{1,20})\s*([KMG]i?B)?$/i.exec(text ?? '') ?? [];
  const perUnit = { k: 1, m: 1024, g: 1024 * 1024 }[unit.slice(0, 1).toLowerCase()] ?? 1 / 1024;
  return digits === '' ? null : Number(digits) * perUnit;
};

/** What the drivers call their engines: i915, xe, amdgpu, msm, panfrost, panthor, v3d, etnaviv, lima. */
const engineNames: Readonly<Record<string, GpuEngine>> = {
  render: 'render',
  rcs: 'render',
  gfx: 'render',
  gpu: 'render',
  '3d': 'render',
  bin: 'render',
  fragment: 'render',
  'vertex-tiler': 'render',
  panthor: 'render',
  gp: 'render',
  pp: 'render',
  compute: 'compute',
  ccs: 'compute',
  csd: 'compute',
  copy: 'copy',
  bcs: 'copy',
  dma: 'copy',
  tfu: 'copy',
  '2d': 'copy',
  video: 'video',
  vcs: 'video',
  'video-enhance': 'video-enhance',
  vecs: 'video-enhance',
  vpe: 'video-enhance',
  enc: 'encoder',
  enc_1: 'encoder',
  dec: 'decoder',
  jpeg: 'decoder',
};

/** What an engine does, by the name that its driver gives it. */
export const engineOf = (name: string): GpuEngine => (Object.hasOwn(engineNames, name.toLowerCase()) ? (engineNames[name.toLowerCase()] ?? 'other') : 'other');

/** The GPU that a client uses, as in capabilities: by its PCI address, else by its driver's name. */
export const gpuOfClient = ({ driver, pciAddress }: Pick<DrmClient, 'driver' | 'pciAddress'>): string => (pciAddress === null ? driver : `pci:${pciAddress}`);

/**
 * How busy the clients of a process kept their GPUs between two looks, a GPU each. Counters belong to a client and not to
 * a file descriptor, so each client counts once. A client that has just come, or whose counters went back, has no figure
 * for this time; an engine of which no client has one is null.
 */
export function clientLoads(before: readonly DrmClient[], after: readonly DrmClient[], elapsedNanoseconds: number): ClientLoad[] {
  const known = clientsById(before);
  const gpus = new Map<string, [now: DrmClient, then: DrmClient | null][]>();
  for (const [id, now] of clientsById(after)) {
    const gpu = gpuOfClient(now);
    gpus.set(gpu, [...(gpus.get(gpu) ?? []), [now, known.get(id) ?? null]]);
  }
  return [...gpus].map(([gpu, clients]) => ({
    gpu,
    engines: engineLoads(clients, elapsedNanoseconds),
    memoryMiB: memoryMiB(clients.map(([now]) => now)),
  }));
}

const clientsById = (clients: readonly DrmClient[]): Map<string, DrmClient> =>
  new Map(clients.map((client) => [`${gpuOfClient(client)} ${client.driver} ${client.clientId ?? ''}`, client]));

function engineLoads(clients: readonly (readonly [now: DrmClient, then: DrmClient | null])[], elapsedNanoseconds: number): EngineLoad[] {
  const merged = clients.some(([now]) => isMergedMedia(now));
  const loads = new Map<string, number | null>();
  for (const [now, then] of clients) {
    for (const engine of now.engines) {
      if (merged && isIdleEncoder(engine)) continue;
      const earlier = then?.engines.find(({ name }) => name === engine.name) ?? (then === null ? null : { ...engine, busyNanoseconds: 0, busyCycles: 0 });
      const busy = busyPercent(engine, earlier, elapsedNanoseconds);
      const sum = loads.get(engine.name) ?? null;
      loads.set(engine.name, busy === null ? sum : (sum ?? 0) + busy);
    }
  }
  return [...loads].map(([name, busy]) => ({ engine: merged && name === 'dec' ? 'media' : engineOf(name), name, busyPercent: share(busy) }));
}

/**
 * AMD's GPUs from VCN 4 on have one queue for both; where it is counted as `dec`, `enc` reads 0 while it encodes. A
 * recorder that only decodes cannot be told from one that does both, so `media` says what is known.
 */
const isMergedMedia = ({ driver, engines }: DrmClient): boolean =>
  driver === 'amdgpu' && engines.some(({ name, busyNanoseconds }) => name === 'dec' && (busyNanoseconds ?? 0) > 0) && engines.every((engine) => engineOf(engine.name) !== 'encoder' || isIdleEncoder(engine));

const isIdleEncoder = ({ name, busyNanoseconds }: DrmEngine): boolean => engineOf(name) === 'encoder' && (busyNanoseconds ?? 0) === 0;

function busyPercent(now: DrmEngine, then: DrmEngine | null, elapsedNanoseconds: number): number | null {
  if (then === null) return null;
  const [busy, passed] =
    now.busyNanoseconds !== null && then.busyNanoseconds !== null
      ? [now.busyNanoseconds - then.busyNanoseconds, elapsedNanoseconds]
      : [difference(now.busyCycles, then.busyCycles), difference(now.totalCycles, then.totalCycles)];
  return busy === null || passed === null || busy < 0 || !(passed > 0) ? null : share((100 * busy) / passed / now.capacity);
}

const difference = (now: number | null, then: number | null): number | null => (now === null || then === null ? null : now - then);

function memoryMiB(clients: readonly DrmClient[]): number | null {
  const sizes = clients.flatMap(({ memory }) => memory.flatMap(({ residentKiB, totalKiB }) => residentKiB ?? totalKiB ?? []));
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** Why the open clients of a process give no figure for engines; empty where they give some. */
export function fdinfoUnavailable(clients: readonly DrmClient[]): Unavailable[] {
  if (clients.length === 0) return [{ figure: 'engines', reason: 'The recorder has no GPU open that counts its work by process.' }];
  const silent = [...new Set(clients.filter(({ engines }) => engines.length === 0).map(({ driver }) => driver))];
  return silent.map((driver) => ({
    figure: 'engines',
    // amdgpu names an engine from its first work on.
    reason: driver === 'amdgpu' ? 'The GPU has done no work for the recorder yet.' : `The driver ${driver} does not count work by process in this kernel${since(driver)}.`,
  }));
}

const since = (driver: string): string => (Object.hasOwn(counting, driver) ? (counting[driver] ?? '') : '');
const counting: Readonly<Record<string, string>> = {
  i915: ' (it does from Linux 5.19 on)',
  msm: ' (it does from Linux 6.0 on)',
  panfrost: ' (it does where `profiling` in its folder of /sys is 1)',
  panthor: ' (it does where `profiling` in its folder of /sys is not 0)',
};
