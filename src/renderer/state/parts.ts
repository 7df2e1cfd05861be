import type { Gap } from '@domain/gap';
import { inPartOrder, partNumber } from '@domain/recording';
import { gapsOf, wholeId } from '@domain/recording-parts';
import { hasEnded, type SessionView } from '@domain/session';
import type { AppState } from './state';

type Sessions = Pick<AppState, 'sessions'>;

/** What recorded before this part; empty for a recording that never had to go on. */
const earlierParts = ({ sessions }: Sessions, { part }: SessionView): readonly SessionView[] =>
  sessions.filter(({ id, part: other }) => part && (id === part.firstSessionId || (other?.firstSessionId === part.firstSessionId && other.number < part.number)));

/** Whether the recording that began with this session goes on, or waits to. */
export const recordedOn = ({ sessions }: Sessions, id: string): boolean =>
  sessions.some((session) => session.purpose === 'record' && wholeId({ id: session.id, part: session.part ?? null }) === id && (!hasEnded(session.state) || session.waitingFor !== undefined));

/** What was not recorded before this part, as far as the parts before it are known. */
export function gapsBefore(state: Pick<AppState, 'sessions' | 'recordings'>, session: SessionView): readonly Gap[] {
  const { part } = session;
  if (!part) return [];
  const listed = state.recordings.state === 'ready' ? state.recordings.value : [];
  const known = [...listed, ...earlierParts(state, session).flatMap(({ recording }) => recording ?? [])];
  const before = new Map(known.filter((file) => wholeId(file) === part.firstSessionId && partNumber(file) < part.number).map((file) => [file.id, file]));
  const now = { part, startedAt: session.startedAt, durationSeconds: 0, reason: 'stopped', error: null } as const;
  return gapsOf([...[...before.values()].toSorted(inPartOrder), now]);
}

/** Recorded before this part, in seconds. */
export const earlierSeconds = (state: Sessions, session: SessionView): number =>
  earlierParts(state, session).reduce((sum, { recording }) => sum + (recording?.durationSeconds ?? 0), 0);

/** Recorded so far over all parts, in seconds: of the file where it is known, else since the start; null where nothing is known. */
export function elapsedSeconds(state: Sessions, session: SessionView, nowMs: number): number | null {
  const { recording, progress, startedAt } = session;
  const own = hasEnded(session.state) ? (recording?.durationSeconds ?? progress?.timeSeconds ?? null) : Math.max(0, (nowMs - Date.parse(startedAt)) / 1000);
  const earlier = earlierSeconds(state, session);
  return own === null && earlier === 0 ? null : earlier + (own ?? 0);
}

/** The same recording with the frames, losses and bytes of all parts so far, as its time is told. */
export function overAllParts(state: Sessions, session: SessionView): SessionView {
  const earlier = earlierParts(state, session).flatMap(({ recording }) => recording ?? []);
  if (earlier.length === 0) return session;
  const sum = (count: (recording: (typeof earlier)[number]) => number) => earlier.reduce((total, recording) => total + count(recording), 0);
  const sizeBytes = sum((recording) => recording.sizeBytes);
  const { progress, recording } = session;
  return {
    ...session,
    progress: progress && {
      ...progress,
      frame: progress.frame + sum(({ frames }) => frames ?? 0),
      droppedFrames: progress.droppedFrames + sum(({ droppedFrames }) => droppedFrames),
      sizeBytes: progress.sizeBytes === null ? null : progress.sizeBytes + sizeBytes,
    },
    recording: recording && { ...recording, sizeBytes: recording.sizeBytes + sizeBytes },
  };
}
