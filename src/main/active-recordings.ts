import { activityOf, type Activity } from '@domain/activity';
import type { SessionView } from '@domain/session';

/** A recording that runs, or that goes on later: paused, or waiting for its camera. */
export interface ActiveRecording {
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly state: Activity;
}

/** Oldest first. */
export function activeRecordings(views: readonly SessionView[]): ActiveRecording[] {
  return views.flatMap((view) => {
    const state = activityOf(view);
    return view.purpose === 'record' && state !== null ? [{ id: view.id, name: view.presetName, startedAt: view.startedAt, state }] : [];
  });
}

/** Those that write a file at this moment. */
export const isWriting = ({ state }: ActiveRecording): boolean => state !== 'paused' && state !== 'waiting';

/** Tells of changes of what runs, and not of each figure of it. */
export class RecordingsWatch {
  private known: readonly ActiveRecording[] = [];

  constructor(
    private readonly views: () => readonly SessionView[],
    private readonly onChange: (now: readonly ActiveRecording[]) => void,
  ) {}

  get now(): readonly ActiveRecording[] {
    return this.known;
  }

  /** To be called whenever anything of a session changed. */
  look(): void {
    const now = activeRecordings(this.views());
    if (JSON.stringify(now) === JSON.stringify(this.known)) return;
    this.known = now;
    this.onChange(now);
  }
}
