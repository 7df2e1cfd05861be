import type { EngineLoad, GpuLoad, SessionLoad } from '@domain/load';
import { loadOfHost, type History } from '../state/load';
import { loadHost, loadSession } from '../state/load-hosts';
import type { AppState } from '../state/state';
import type { SessionView } from '@domain/session';
import { formatLoad } from './format-load';
import { busyOf } from './load-graphs';
import type { LoadWords } from './load-words';

const none: History<SessionLoad> = [];

export const historyOf = ({ load }: Pick<AppState, 'load'>, session: SessionView | null): History<SessionLoad> =>
  (session && load.sessions[session.id]) ?? none;

/** `GPU 12 % · encoder 40 % · CPU 23 %`, with the session's share where the whole encoder is unknown; null before the first sample. What is unknown is left out, never 0. */
export function loadSummary(state: AppState, words: LoadWords): string | null {
  const host = loadOfHost(state.load, loadHost(state)?.id ?? null).history.at(-1)?.load;
  if (!host) return null;
  const { t } = words;
  const part = (name: string, percent: number | null) => (percent === null ? null : `${name} ${formatLoad(percent, 'percent', words)}`);
  const session = loadSession(state);
  const own = historyOf(state, session).at(-1)?.load;
  const gpu = gpuInView(host.gpus, session?.encode?.gpu?.id);
  const ownGpu = own?.gpus.find(({ gpu: id }) => id === gpu?.gpu);
  const busy = gpu && (gpu.busyPercent ?? highest(gpu.engines.filter(({ engine }) => engine === 'render' || engine === 'compute')));
  const encoder = encoderBusy(gpu?.engines ?? []);
  const parts = [
    part(t('line.gpu'), busy ?? null),
    encoder === null ? part(t('line.ownEncoder'), encoderBusy(ownGpu?.engines ?? [])) : part(t('line.encoder'), encoder),
    part(t('line.cpu'), host.cpuPercent),
  ].filter((text) => text !== null);
  return parts.length > 0 ? parts.join(' · ') : t('line.none');
}

/** That of the session, else the busiest. */
function gpuInView(gpus: readonly GpuLoad[], id: string | undefined): GpuLoad | undefined {
  const busy = ({ busyPercent, engines }: GpuLoad) => busyPercent ?? highest(engines) ?? -1;
  return gpus.find(({ gpu }) => gpu === id) ?? gpus.toSorted((one, other) => busy(other) - busy(one))[0];
}

function highest(engines: readonly EngineLoad[]): number | null {
  const known = engines.flatMap(({ busyPercent }) => (busyPercent === null ? [] : [busyPercent]));
  return known.length > 0 ? Math.max(...known) : null;
}

/** The engine that encodes, by whatever name the driver has for it. */
function encoderBusy(engines: readonly EngineLoad[]): number | null {
  const kinds = ['encoder', 'media', 'video'] as const;
  return kinds.map((kind) => busyOf(engines, ({ engine }) => engine === kind)).find((busy) => busy !== null) ?? null;
}
