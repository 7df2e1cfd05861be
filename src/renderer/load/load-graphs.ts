import type { TFunction } from 'i18next';
import type { EngineLoad, GpuEngine, GpuLoad, HostLoad, SessionLoad, Unavailable } from '@domain/load';
import type { History } from '../state/load';

export type LoadUnit = 'percent' | 'core-percent' | 'mebibytes' | 'watts' | 'celsius' | 'megahertz';

/** A value and when it came, in milliseconds of the window's clock; null where it is unknown. */
export type Point = readonly [atMs: number, value: number | null];

export interface LoadLine {
  readonly of: 'whole' | 'session';
  /** Oldest first. */
  readonly points: readonly Point[];
  /** Null where it is unknown now; `reason` says why then. */
  readonly now: number | null;
  readonly reason: string | null;
}

export interface LoadGraph {
  readonly key: string;
  readonly title: string;
  readonly unit: LoadUnit;
  /** Upper end of the scale, which begins at 0. */
  readonly maximum: number;
  readonly lines: readonly LoadLine[];
}

export interface LoadGroup {
  readonly key: string;
  readonly title: string;
  readonly graphs: readonly LoadGraph[];
  /** Figures that were unknown all the time: they get no graph. */
  readonly missing: readonly { readonly title: string; readonly reason: string }[];
}

type SessionGpu = SessionLoad['gpus'][number];

type T = TFunction<'load'>;

/** What a recording uses comes first. */
const engineOrder: readonly GpuEngine[] = ['encoder', 'media', 'video', 'video-enhance', 'decoder', 'render', 'compute', 'copy', 'other'];

/** The machine itself: processor, memory, power, temperature. */
export function hostGroup(t: T, title: string, host: History<HostLoad>, session: History<SessionLoad>): LoadGroup {
  const of = (figure: keyof HostLoad & keyof typeof hostFigures) => lineOf(t, 'whole', host, hostFigures[figure], ({ unavailable }) => reasonFor(t, figure, unavailable));
  const own = (figure: keyof typeof sessionFigures) => lineOf(t, 'session', session, sessionFigures[figure], ({ unavailable }) => reasonFor(t, figure, unavailable));
  const memoryTotal = host.at(-1)?.load.memoryTotalMiB;
  return groupOf(t, 'host', title, [
    graphOf('cpu', t('figure.cpu'), 'percent', 100, [of('cpuPercent')]),
    graphOf('session-cpu', t('figure.sessionCpu'), 'core-percent', { atLeast: 100 }, session.length > 0 ? [own('cpuPercent')] : []),
    graphOf('memory', t('figure.memory'), 'mebibytes', memoryTotal ?? { atLeast: 1000 }, [of('memoryUsedMiB'), ...(session.length > 0 ? [own('memoryMiB')] : [])]),
    graphOf('power', t('figure.power'), 'watts', { atLeast: 10 }, [of('powerWatts')]),
    graphOf('temperature', t('figure.temperature'), 'celsius', 100, [of('temperatureCelsius')]),
  ]);
}

const hostFigures = {
  cpuPercent: (load: HostLoad) => load.cpuPercent,
  memoryUsedMiB: (load: HostLoad) => load.memoryUsedMiB,
  powerWatts: (load: HostLoad) => load.powerWatts,
  temperatureCelsius: (load: HostLoad) => load.temperatureCelsius,
};
const sessionFigures = {
  cpuPercent: (load: SessionLoad) => load.cpuPercent,
  memoryMiB: (load: SessionLoad) => load.memoryMiB,
};

/** Every GPU that the host or the session told of in this time, each with the session's share beside the whole. */
export function gpuGroups(t: T, host: History<HostLoad>, session: History<SessionLoad>): LoadGroup[] {
  const named = new Map<string, string>();
  for (const { load } of session) for (const { gpu } of load.gpus) named.set(gpu, gpu);
  for (const { load } of host) for (const { gpu, name } of load.gpus) named.set(gpu, name);
  return [...named].map(([id, name], index) => gpuGroup(t, id, named.size > 1 ? t('numberedGpu', { number: index + 1, name }) : name, host, session));
}

function gpuGroup(t: T, id: string, title: string, host: History<HostLoad>, session: History<SessionLoad>): LoadGroup {
  const wholes: History<GpuLoad | null> = host.map(({ atMs, load }) => ({ atMs, load: load.gpus.find(({ gpu }) => gpu === id) ?? null }));
  const owns: History<SessionGpu | null> = session.map(({ atMs, load }) => ({ atMs, load: load.gpus.find(({ gpu }) => gpu === id) ?? null }));
  const ownReasons = session.at(-1)?.load.unavailable;
  const whole = (figure: string, read: (gpu: GpuLoad) => number | null | undefined, isIt?: EngineGraph['isOfWhole']) =>
    lineOf(t, 'whole', wholes, (gpu) => (gpu ? read(gpu) : null), (gpu) => engineReason(gpu, isIt) ?? reasonFor(t, figure, gpu?.unavailable));
  const own = (figure: string, read: (gpu: SessionGpu) => number | null | undefined) =>
    lineOf(t, 'session', owns, (gpu) => (gpu ? read(gpu) : null), () => reasonFor(t, figure, ownReasons));
  const isUsed = owns.some(({ load }) => load !== null);
  const engines = enginesOf(t, wholes, owns).map(({ key, title: name, isOfWhole, isOfSession }) =>
    graphOf(`engine ${key}`, name, 'percent', 100, [whole('engines', ({ engines: all }) => busyOf(all, isOfWhole), isOfWhole), ...(isUsed ? [own('engines', ({ engines: all }) => busyOf(all, isOfSession))] : [])]),
  );
  const memoryTotal = wholes.at(-1)?.load?.memoryTotalMiB;
  return groupOf(t, id, title, [
    graphOf('busy', t('figure.gpu'), 'percent', 100, [whole('busyPercent', ({ busyPercent }) => busyPercent)]),
    ...engines,
    graphOf('memory', t('figure.gpuMemory'), 'mebibytes', memoryTotal ?? { atLeast: 1000 }, [whole('memoryUsedMiB', ({ memoryUsedMiB }) => memoryUsedMiB), ...(isUsed ? [own('memoryMiB', ({ memoryMiB }) => memoryMiB)] : [])]),
    graphOf('power', t('figure.gpuPower'), 'watts', { atLeast: 10 }, [whole('powerWatts', ({ powerWatts }) => powerWatts)]),
    graphOf('temperature', t('figure.gpuTemperature'), 'celsius', 100, [whole('temperatureCelsius', ({ temperatureCelsius }) => temperatureCelsius)]),
    graphOf('clock', t('figure.gpuClock'), 'megahertz', { atLeast: 1000 }, [whole('clockMhz', ({ clockMhz }) => clockMhz)]),
  ]);
}

interface EngineGraph {
  readonly key: string;
  readonly title: string;
  readonly isOfWhole: (engine: EngineLoad) => boolean;
  readonly isOfSession: (engine: EngineLoad) => boolean;
}

/**
 * Drivers name an engine differently to a process and for the whole GPU, and some tell each unit (`Video/0`, `Video/1`):
 * they meet by kind, and by name where a kind has engines of several names.
 */
function enginesOf(t: T, wholes: History<GpuLoad | null>, owns: History<SessionGpu | null>): EngineGraph[] {
  const seen = (history: History<{ readonly engines: readonly EngineLoad[] } | null>) => history.flatMap(({ load }) => load?.engines ?? []);
  const [wholeEngines, ownEngines] = [seen(wholes), seen(owns)];
  return engineOrder.flatMap((kind): EngineGraph[] => {
    const names = (engines: readonly EngineLoad[]) => new Set(engines.filter(({ engine }) => engine === kind).map(({ name }) => nameOfUnits(name)));
    const [inWhole, inOwn] = [names(wholeEngines), names(ownEngines)];
    const all = [...new Set([...inWhole, ...inOwn])];
    if (all.length === 0) return [];
    const isOfKind = ({ engine }: EngineLoad) => engine === kind;
    if (inWhole.size <= 1 && inOwn.size <= 1) {
      const title = kind === 'other' ? (all[0] ?? t('engine.other')) : t(`engine.${kind}`);
      return [{ key: kind, title, isOfWhole: isOfKind, isOfSession: isOfKind }];
    }
    return all.map((name) => {
      const isNamed = (engine: EngineLoad) => isOfKind(engine) && nameOfUnits(engine.name) === name;
      return { key: `${kind} ${name}`, title: name, isOfWhole: isNamed, isOfSession: isNamed };
    });
  });
}

/** `Video/1` is a unit of `Video`, `NVENC0` one of `NVENC`. */
const nameOfUnits = (name: string): string => name.replace(/[/ ]?\d+$/, '') || name;

/** All units of an engine together are 100 %; null where none is known. */
export function busyOf(engines: readonly EngineLoad[], isIt: (engine: EngineLoad) => boolean): number | null {
  const known = engines.filter(isIt).flatMap(({ busyPercent }) => (busyPercent === null ? [] : [busyPercent]));
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
}

const reasonFor = (t: T, figure: string, unavailable: readonly Unavailable[] | undefined): string =>
  unavailable?.find((entry) => entry.figure === figure)?.reason ?? t('withoutReason');

/** Why one engine alone is not known: such figures are named `engines.` and the engine's name. */
function engineReason(gpu: GpuLoad | null, isIt: EngineGraph['isOfWhole'] = () => false): string | null {
  const names = (gpu?.engines ?? []).filter(isIt).map(({ name }) => `engines.${name}`);
  return gpu?.unavailable.find(({ figure }) => names.includes(figure))?.reason ?? null;
}

function lineOf<L>(t: T, of: LoadLine['of'], history: History<L>, read: (load: L) => number | null | undefined, reason: (load: L) => string): LoadLine {
  const points = history.map(({ atMs, load }): Point => [atMs, read(load) ?? null]);
  const now = points.at(-1)?.[1] ?? null;
  const newest = history.at(-1);
  return { of, points, now, reason: now === null ? (newest ? reason(newest.load) : t('withoutReason')) : null };
}

function graphOf(key: string, title: string, unit: LoadUnit, scale: number | { readonly atLeast: number }, lines: readonly LoadLine[]): LoadGraph {
  const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => (value === null ? [] : [value])));
  return { key, title, unit, maximum: roundAbove(values, scale), lines };
}

/** The scale as it is given, or a round number above all values: it seldom changes. */
function roundAbove(values: readonly number[], scale: number | { readonly atLeast: number }): number {
  const highest = values.reduce((one, other) => Math.max(one, other), typeof scale === 'number' ? scale : scale.atLeast);
  if (highest === scale) return highest;
  const power = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5].map((step) => step * power).find((bound) => bound >= highest) ?? 10 * power;
}

const isKnown = ({ points }: LoadLine) => points.some(([, value]) => value !== null);

/** A graph for what was ever known. What a driver does not count as one figure is no loss where its engines are known. */
function groupOf(t: T, key: string, title: string, graphs: readonly LoadGraph[]): LoadGroup {
  const known = graphs.filter(({ lines }) => lines.some(isKnown));
  const hasEngines = known.some((graph) => graph.key.startsWith('engine '));
  const unknown = graphs.filter((graph) => !known.includes(graph) && graph.lines.length > 0 && !(graph.key === 'busy' && hasEngines));
  return { key, title, graphs: known, missing: unknown.map((graph) => ({ title: graph.title, reason: graph.lines[0]?.reason ?? t('withoutReason') })) };
}
