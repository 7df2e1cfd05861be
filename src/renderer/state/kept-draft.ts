import { z } from 'zod';
import { presetSchema, presetSettingsSchema, upgraded } from '@domain/preset';
import type { AppState, Draft } from './state';
import type { Store } from './store';

const key = 'draft';
const keptSchema = z.object({ preset: z.preprocess(upgraded, presetSchema), settings: presetSettingsSchema, isFolded: z.boolean() });

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** The state to begin with: the preset that was worked with last, with its unsaved edits. What cannot be read is begun anew. */
export function withKeptDraft(state: AppState, storage: Kept): AppState {
  const kept = keptSchema.safeParse(parsed(storage.getItem(key))).data;
  if (!kept) return state;
  const { preset, settings, isFolded } = kept;
  const draft: Draft = { preset, settings, remembered: { sources: {}, encode: null } };
  const isListed = state.presets.some(({ id }) => id === preset.id);
  return { ...state, draft, presets: isListed ? state.presets : [...state.presets, preset], side: { ...state.side, isFolded } };
}

/** Keeps the draft for the next start, whenever edits have come to rest. */
export function keepDraft(store: Store, storage: Kept, settle: (action: () => void) => () => void): void {
  let { draft, side } = store.get();
  let unsettle = () => {};
  store.subscribe(() => {
    const now = store.get();
    if (now.draft === draft && now.side.isFolded === side.isFolded) return;
    ({ draft, side } = now);
    unsettle();
    unsettle = settle(() => storage.setItem(key, JSON.stringify({ preset: draft.preset, settings: draft.settings, isFolded: side.isFolded })));
  });
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}
