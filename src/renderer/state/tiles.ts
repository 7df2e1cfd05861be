import { sourceLabel, type SessionView } from '@domain/session';
import { chosenHostId } from './hosts';
import { focusedSession, isOpen, isRunning, isSourceChosen, recordingOfSource, recordingSessions, sessionById } from './selectors';
import type { AppState } from './state';

/** A place for a picture on the stage: that of the source, or of the recording with this id. */
export type TileId = string;
export const sourceTile: TileId = 'source';

/** The tile that bar and figures speak of. An ended recording has no picture: that of the source is there. */
export function tileInView(state: AppState): TileId {
  const focused = focusedSession(state);
  return focused && isOpen(focused) ? focused.id : sourceTile;
}

/** Every picture that there is, the source first; a source that is recorded has that of its recording alone. */
export function tileIds(state: AppState): TileId[] {
  const open = recordingSessions(state).filter(isOpen).map(({ id }) => id);
  const { source, preview } = state.draft.settings;
  const hasOwn = isSourceChosen(source) && preview.mode !== 'off' && recordingOfSource(state) === null;
  return hasOwn || open.length === 0 ? [sourceTile, ...open] : open;
}

export const isGrid = (state: AppState): boolean => state.layout === 'grid' && tileIds(state).length > 1;

export const visibleTiles = (state: AppState): TileId[] => (isGrid(state) ? tileIds(state) : [tileInView(state)]);

/** Where the watched source is seen: a paused recording shows what its source gives now. */
function watchedTile(state: AppState): TileId {
  const recording = isGrid(state) ? recordingOfSource(state) : focusedSession(state);
  return recording?.isPaused === true && isOpen(recording) ? recording.id : sourceTile;
}

/** The session whose pictures belong there; null while there is none. */
export function pictureOf(state: AppState, tile: TileId): string | null {
  const session = tile === sourceTile ? null : sessionById(state, tile);
  if (session && isRunning(session)) return session.id;
  return tile === watchedTile(state) && state.watch.state === 'live' ? state.watch.id : null;
}

/** The session whose picture is in view. */
export const pictureSessionId = (state: AppState): string | null => pictureOf(state, tileInView(state));

/** The recording in view, else the session whose picture is; null where nothing runs. */
export function sessionInView(state: AppState): SessionView | null {
  const id = pictureSessionId(state);
  return focusedSession(state) ?? (id === null ? null : sessionById(state, id));
}

/** What is seen there: the same camera keeps its last picture in view while it is started anew, another does not. */
export function subjectOf(state: AppState, tile: TileId): string {
  const session: SessionView | null = tile === sourceTile ? null : sessionById(state, tile);
  const { source } = session?.settings ?? state.draft.settings;
  return JSON.stringify([session?.host.id ?? chosenHostId(state), source.type, sourceLabel({ source })]);
}

/** The sessions whose pictures are shown now; none on other pages. */
export const shownPictures = (state: AppState): string[] =>
  state.page === 'capture' ? visibleTiles(state).flatMap((tile) => pictureOf(state, tile) ?? []) : [];

/** The tile that an arrow key goes to, in rows of `columns`; the same one at an edge. */
export function neighbour(tiles: readonly TileId[], from: TileId, key: string, columns: number): TileId {
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -tiles.length, End: tiles.length };
  const at = Math.max(0, tiles.indexOf(from));
  const to = at + (steps[key] ?? 0);
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  if (isVertical && (to < 0 || to >= tiles.length)) return from;
  return tiles[Math.min(tiles.length - 1, Math.max(0, to))] ?? from;
}

/** Columns and rows of a stage that is wider than high; a higher one turns them. */
export function gridOf(count: number): { readonly columns: number; readonly rows: number } {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) };
}
