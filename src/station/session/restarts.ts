import { setTimeout as delay } from 'node:timers/promises';
import type { SessionDraft } from '@domain/contract';
import { capstanError, CapstanFailure, errorOf, type CapstanError } from '@domain/errors';
import { isAway, mayPass, mayPassAfterPlugging } from '@domain/session-end';
import { hasEnded, type SessionRecord, type SessionView } from '@domain/session';
import type { Engine } from '../engine';
import { deviceBack } from './device-back';
import type { Session } from './session';

/** A part that is not shown before it records: an attempt that reaches nothing leaves no trace. */
export interface Attempt {
  readonly session: Session;
  show(): void;
  forget(): void;
  /** After its end: the attempt with what the settings allow instead of an encoder that could not be opened; null where there is none. */
  instead(): Promise<Attempt | null>;
}

export interface RestartsOptions {
  readonly attempt: (draft: SessionDraft, part: NonNullable<SessionRecord['part']>, engine: Engine, destination: string, signal: AbortSignal) => Promise<Attempt>;
  readonly notice: (message: string) => void;
}

/** A recording that may have to go on. */
export interface Followed {
  readonly session: Session;
  readonly engine: Engine;
  readonly destination: string;
  /** Identity of its capture device, whatever the preset calls it; null for other sources. */
  readonly device: string | null;
  /** How often it may go on by itself after other failures than a device that went away. */
  readonly restarts: number;
  /** How long its device is waited for; 0: not at all, null: until it is stopped. */
  readonly awaitDeviceSeconds: number | null;
}

/** A part that is to begin. */
interface NextPart {
  readonly draft: SessionDraft;
  readonly part: NonNullable<SessionRecord['part']>;
}

/** How many further parts there may be, and how long to wait before the next attempt. */
interface Budget {
  left: number;
  pauseSeconds: number;
}

const longestPauseSeconds = 30;
/** A part that recorded this long makes the next pause a short one again. */
const steadySeconds = 60;

/**
 * Lets a recording go on in a new part, a new session with a new file: by itself where it failed (decision 0018), when
 * it is resumed where it was paused (decision 0029), and when its capture device is back (decision 0036). Only while
 * this process runs: what a crash of the app leaves is a recorder that runs, or a recording that has ended.
 */
export class Restarts {
  private readonly closed = new AbortController();

  constructor(private readonly options: RestartsOptions) {}

  close(): void {
    this.closed.abort();
  }

  /** Follows a recording through all its parts. */
  async follow(followed: Followed): Promise<void> {
    const { durationSeconds } = followed.session.view.settings;
    const budget: Budget = { left: followed.restarts, pauseSeconds: 1 };
    let recordedSeconds = 0;
    for (let session = followed.session; ; ) {
      // What is left of a set time is known only when the file was looked at.
      await (durationSeconds === null ? session.over : session.ended);
      const { recording, progress } = session.view;
      const partSeconds = recording?.durationSeconds ?? progress?.timeSeconds ?? 0;
      recordedSeconds += partSeconds;
      if (partSeconds >= steadySeconds) budget.pauseSeconds = 1;
      const leftSeconds = durationSeconds === null ? null : Math.round((durationSeconds - recordedSeconds) * 1000) / 1000;
      const isDone = (leftSeconds !== null && leftSeconds < 1) || this.closed.signal.aborted;
      const next = isDone ? null : await this.next({ ...followed, session }, leftSeconds, budget);
      session.leadTo(next);
      if (next === null) return;
      session = next;
    }
  }

  private async next(followed: Followed, durationSeconds: number | null, budget: Budget): Promise<Session | null> {
    const { session, device } = followed;
    const { view } = session;
    const draft = { presetName: view.presetName, settings: { ...view.settings, durationSeconds, source: withDevice(view.settings.source, device) } };
    const part = { number: (view.part?.number ?? 1) + 1, firstSessionId: view.part?.firstSessionId ?? session.id };
    if (session.paused) return this.resumed(followed, { draft, part }, session.paused);
    const isWorthIt = isDeviceAway(followed) ? followed.awaitDeviceSeconds !== 0 : budget.left > 0;
    return session.mayGoOn && isWorthIt ? this.restarted(followed, { draft, part }, budget) : null;
  }

  /** Waits to be resumed. An attempt that fails is told to who asked, and it stays paused; null when it, or the part that starts, is stopped. */
  private async resumed({ engine, destination }: Followed, { draft, part }: NextPart, { pause, stopped }: NonNullable<Session['paused']>): Promise<Session | null> {
    const signal = AbortSignal.any([stopped, this.closed.signal]);
    while (await pause.isResumed(signal)) {
      try {
        const found = await this.attempted(await this.options.attempt(draft, part, engine, destination, signal), stopped);
        // A part that ended without an error was stopped, by whichever process: so is the recording.
        if (found === null) return null;
        if ('session' in found) return found.session;
        pause.refuse(new CapstanFailure(found));
      } catch (thrown) {
        if (!signal.aborted) pause.refuse(thrown);
      }
    }
    return null;
  }

  private async restarted(followed: Followed, { draft, part }: NextPart, budget: Budget): Promise<Session | null> {
    const { session, engine, destination, device, awaitDeviceSeconds } = followed;
    const { view } = session;
    const isAwaited = isDeviceAway(followed);
    const message = waitingText(view, part.number, isAwaited ? awaitDeviceSeconds : null);
    const stopped = session.waitFor(message);
    this.options.notice(`${view.error?.title ?? 'The recording ended'}. ${message}`);
    const signal = AbortSignal.any([stopped, this.closed.signal]);
    const done = new AbortController();
    // Proved while nothing can be recorded, it costs the recording no time. What is wrong with it is told by the start.
    const prepare = () => void engine.prepareOutput(destination).catch(() => undefined);
    if (isAwaited) prepare();
    const overdue = afterSeconds(device === null ? null : awaitDeviceSeconds, AbortSignal.any([signal, done.signal]));
    try {
      while (!signal.aborted) {
        let wasAway = false;
        let error: CapstanError | null;
        try {
          await delay(budget.pauseSeconds * 1000, undefined, { signal });
          if (device !== null) wasAway = await deviceBack(engine, device, { signal, overdue, onChange: prepare });
          // A device may be there and give nothing.
          const givenUp = isAwaited ? AbortSignal.any([stopped, overdue]) : stopped;
          const found = await this.attempted(await this.options.attempt(draft, part, engine, destination, signal), givenUp);
          if (found !== null && 'session' in found) {
            if (!isAwaited) budget.left -= 1;
            budget.pauseSeconds = isAwaited ? 1 : longer(budget.pauseSeconds);
            return found.session;
          }
          error = found ?? (givenUp.aborted && !stopped.aborted ? capstanError('device-missing', `${device} gave no frame.`) : null);
        } catch (thrown) {
          if (signal.aborted) return null;
          error = errorOf(thrown);
        }
        if (!this.worthAnother(error, budget, { isAwaited, isOverdue: overdue.aborted })) return null;
        // What was just plugged in may need a moment.
        budget.pauseSeconds = wasAway ? 1 : longer(budget.pauseSeconds);
      }
      return null;
    } finally {
      done.abort();
    }
  }

  /** The part once it records; why there is none where it ended before. */
  private async attempted({ session, show, forget, instead }: Attempt, stopped: AbortSignal): Promise<{ readonly session: Session } | CapstanError | null> {
    const stop = () => void session.stop();
    stopped.addEventListener('abort', stop, { once: true });
    if (stopped.aborted) stop();
    try {
      const recorded = new Promise<void>((resolve) => {
        session.onEvent(({ type }) => {
          if (type === 'recording') resolve();
        });
        if (session.view.state === 'recording') resolve();
      });
      await Promise.race([recorded, session.ended]);
      if (!hasEnded(session.view.state) || session.view.recording !== null) {
        show();
        return { session };
      }
      forget();
      const other = await instead();
      return other === null ? session.view.error : await this.attempted(other, stopped);
    } finally {
      stopped.removeEventListener('abort', stop);
    }
  }

  /** What is away is waited for; other failures are counted, and some end it. */
  private worthAnother(error: CapstanError | null, budget: Budget, { isAwaited, isOverdue }: { readonly isAwaited: boolean; readonly isOverdue: boolean }): boolean {
    if (error === null) return false;
    const isAwayNow = isAway(error) || (isAwaited && mayPassAfterPlugging(error));
    const isWaitedFor = isAwayNow || error.kind === 'daemon-unreachable' || error.kind === 'connection-lost';
    if (isWaitedFor && !(isOverdue && (isAwayNow || isAwaited))) return true;
    if (!isWaitedFor) budget.left -= 1;
    if (!isWaitedFor && mayPass(error) && budget.left > 0) return true;
    this.options.notice(`The recording does not go on. ${error.title}: ${error.detail}`);
    return false;
  }
}

const longer = (pauseSeconds: number): number => Math.min(longestPauseSeconds, pauseSeconds * 2);

/** Whether it ended because its capture device is not there, or not free, any more. */
const isDeviceAway = ({ session: { view }, device }: Followed): boolean => device !== null && view.error !== null && isAway(view.error);

const withDevice = (source: SessionDraft['settings']['source'], device: string | null) =>
  device === null || source.type !== 'capture-device' ? source : { ...source, device };

function waitingText({ error, source }: SessionView, number: number, withinSeconds: number | null): string {
  const awaited = error !== null && isAway(error) ? ` when ${source} is back` : '';
  const within = withinSeconds === null ? '' : `, within ${roundTime(withinSeconds)}`;
  return `The recording goes on as part ${number}${awaited}${within}; a stop ends the waiting.`;
}

/** `1 h`, `90 min` or `45 s`: the largest unit that it is a whole number of. */
function roundTime(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Aborts after a time, unless the signal came before; never where there is no time. */
function afterSeconds(seconds: number | null, signal: AbortSignal): AbortSignal {
  if (seconds === 0) return AbortSignal.abort();
  const over = new AbortController();
  if (seconds !== null) delay(seconds * 1000, undefined, { signal }).then(() => over.abort(), () => undefined);
  return over.signal;
}
