import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '@domain/errors';
import type { HostLoad, SessionLoad } from '@domain/load';
import { hasEnded, type SessionView } from '@domain/session';
import { Deferred } from '../station/deferred';
import type { Station } from '../station/types';
import { loadReasons, loadText, type LoadOfSession } from './load-text';
import { answering, stationChoice, tellNotices, withStation, type Shell, type StationFlags } from './shell';

export interface LoadOptions extends StationFlags {
  readonly wholeGpu?: boolean;
  readonly seconds?: string;
  readonly json?: boolean;
}

/** Shows the load of a host and of this owner's sessions on it until its time is over or somebody ends it. */
export function load(shell: Shell, options: LoadOptions): Promise<number> {
  return answering(shell, options.json === true, async () => {
    const milliseconds = durationOf(options.seconds);
    await withStation(shell, stationChoice(options), async (station) => {
      const { host, notices } = await station.status();
      tellNotices(shell, notices);
      await station.sessions.adopt();
      const report = new LoadReport(shell, station, { host, json: options.json === true });
      const interrupted = new Deferred<void>();
      shell.onInterrupt(() => interrupted.resolve());
      const ended = Promise.race([interrupted.promise, shell.crashed]);
      await Promise.race([station.watchLoad({ wholeGpu: options.wholeGpu === true }), ended]);
      await (milliseconds === null ? ended : within(ended, milliseconds));
      report.close();
      await station.watchLoad(null);
    });
  });
}

async function within(ended: Promise<void>, milliseconds: number): Promise<void> {
  const timer = new AbortController();
  const over = delay(milliseconds, undefined, { signal: timer.signal });
  try {
    await Promise.race([ended, over]);
  } finally {
    timer.abort();
  }
}

function durationOf(seconds: string | undefined): number | null {
  if (seconds === undefined) return null;
  const value = /^\d{1,6}(\.\d{1,3})?$/.test(seconds) ? Number(seconds) : Number.NaN;
  if (!(value >= 0.1)) throw failure('preset-invalid', `--seconds: ${JSON.stringify(seconds)} is no time from 0.1 to 999999 seconds.`, { field: 'seconds' });
  return value * 1000;
}

/** A session's load that is older is not told as that of now. */
const freshMilliseconds = 5000;

class LoadReport {
  readonly close: () => void;
  private readonly sessions = new Map<string, { readonly load: SessionLoad; readonly at: number }>();
  private readonly told = new Set<string>();
  private lines: string[] = [];

  constructor(
    private readonly shell: Shell,
    private readonly station: Station,
    private readonly options: { readonly host: { readonly id: string; readonly name: string }; readonly json: boolean },
  ) {
    const stop = station.onEvent((event) => {
      if (event.type === 'session-load') this.sessions.set(event.sessionId, { load: event.load, at: performance.now() });
      if (event.type === 'load' && event.hostId === options.host.id) this.sample(event.load);
      if (event.type === 'notice') shell.out.note(`Note: ${event.message}`);
    });
    this.close = () => {
      stop();
      // What was drawn last stays to be read.
      shell.out.block([]);
      if (shell.out.isLive && this.lines.length > 0) shell.out.print(this.lines.join('\n'));
    };
  }

  private sample(host: HostLoad): void {
    const { out } = this.shell;
    const sessions = this.running();
    if (this.options.json) {
      const { id, name } = this.options.host;
      out.line({ type: 'load', host: { id, name }, load: host, sessions: sessions.map(({ view, load: own }) => ({ id: view.id, presetName: view.presetName, load: own })) });
      return;
    }
    for (const reason of loadReasons(host, sessions)) {
      if (this.told.has(reason)) continue;
      this.told.add(reason);
      out.note(reason);
    }
    this.lines = loadText(this.options.host.name, host, sessions);
    if (out.isLive) out.block(this.lines);
    else out.print(`${this.lines.join('\n')}\n`);
  }

  private running(): LoadOfSession[] {
    const now = performance.now();
    const isHere = (view: SessionView): boolean => view.host.id === this.options.host.id && !hasEnded(view.state);
    return this.station.sessions
      .list()
      .filter(isHere)
      .map((view) => {
        const heard = this.sessions.get(view.id);
        return { view, load: heard && now - heard.at <= freshMilliseconds ? heard.load : null };
      });
  }
}
