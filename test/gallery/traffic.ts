import type { StationEvent } from '@domain/contract';
import { hasEnded, type SessionView } from '@domain/session';
import { hostLoad, hostLoadEvent, sessionLoad, sessionLoadEvent } from './material/load';

/** As often as a station tells these, in milliseconds. */
const pace = { progress: 500, levels: 100, load: 1000, disk: 5000 } as const;

/**
 * Tells what a station does of recordings that run, as fast as one does: frames and sizes grow, levels and loads go up
 * and down. Answers a function that ends it.
 */
export function beginTraffic(sessions: readonly SessionView[], send: (event: StationEvent) => void): () => void {
  const running = sessions.filter(({ state }) => !hasEnded(state));
  const from = performance.now();
  const seconds = () => (performance.now() - from) / 1000;
  const grown = (view: SessionView): SessionView => {
    const { progress } = view;
    if (!progress) return view;
    const more = seconds();
    const sizeBytes = (progress.sizeBytes ?? 0) + Math.round(more * 741_300);
    return { ...view, progress: { ...progress, frame: progress.frame + Math.round(more * 30), timeSeconds: progress.timeSeconds + more, sizeBytes, fps: 29.97 + Math.sin(more) } };
  };
  const everyOne = (event: (view: SessionView, index: number) => StationEvent) => () => running.forEach((view, index) => send(event(view, index)));
  const timers = [
    setInterval(
      everyOne((view) => {
        const next = grown(view);
        return { type: 'session', view: next, event: next.progress && { type: 'progress', ...next.progress } };
      }),
      pace.progress,
    ),
    setInterval(
      everyOne(({ id }, index) => ({ type: 'levels', sessionId: id, peakDbfs: [-18 + 9 * Math.sin(5 * seconds() + index), -20 + 9 * Math.cos(4 * seconds() + index)] })),
      pace.levels,
    ),
    setInterval(() => {
      const second = Math.round(seconds());
      send(hostLoadEvent(hostLoad(second)));
      everyOne(({ id }, index) => sessionLoadEvent(id, sessionLoad(second, index)))();
    }, pace.load),
    setInterval(
      everyOne((view) => {
        const disk = { freeBytes: 412e9 - running.length * 741_300 * seconds(), floorBytes: 0.5e9 };
        return { type: 'session', view: { ...grown(view), disk }, event: { type: 'disk', ...disk } };
      }),
      pace.disk,
    ),
  ];
  return () => timers.forEach((timer) => clearInterval(timer));
}
