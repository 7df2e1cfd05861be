import type { Preset } from '@domain/preset';
import { trying, type CommandServices } from './asking';
import { isUnsaved } from './selectors';

interface PresetCommandServices extends CommandServices {
  readonly loadPresets: () => Promise<void>;
  /** The draft's controls were replaced: the device follows. */
  readonly onControlsReplaced: () => void;
}

export function presetCommands({ request, store, loadPresets, onControlsReplaced }: PresetCommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const choosePreset = (preset: Preset) => {
    dispatch({ type: 'preset-chosen', preset });
    onControlsReplaced();
  };
  const update = async () => {
    const { draft } = store.get();
    const preset = await tried(() => request('presets.update', { id: draft.preset.id, settings: draft.settings }));
    if (preset) dispatch({ type: 'preset-saved', preset });
    return preset !== undefined;
  };

  return {
    choosePreset,
    revert: () => choosePreset(store.get().draft.preset),
    /** Saves the draft under its preset; false where it needs a name first or failed. */
    save: async () => {
      const { draft } = store.get();
      if (draft.preset.builtIn || !isUnsaved(draft)) return false;
      return update();
    },
    saveAs: async (name: string) => {
      const { settings } = store.get().draft;
      const preset = await tried(() => request('presets.create', { name, settings }));
      if (preset) dispatch({ type: 'preset-saved', preset });
      return preset !== undefined;
    },
    rename: async (name: string) => {
      const preset = await tried(() => request('presets.rename', { id: store.get().draft.preset.id, name }));
      if (preset) dispatch({ type: 'preset-saved', preset });
      return preset !== undefined;
    },
    duplicate: async () => {
      const preset = await tried(() => request('presets.duplicate', { id: store.get().draft.preset.id }));
      if (!preset) return;
      await loadPresets();
      choosePreset(preset);
    },
    remove: async () => {
      const { preset } = store.get().draft;
      const removed = await tried(async () => {
        await request('presets.remove', { id: preset.id });
        return true;
      });
      if (removed) dispatch({ type: 'preset-removed', preset });
    },
    undoRemove: async () => {
      const preset = await tried(() => request('presets.undoRemove'));
      if (preset) dispatch({ type: 'preset-restored', preset });
    },
    importPresets: async () => {
      const presets = await tried(() => request('presets.import'));
      const first = presets?.[0];
      await loadPresets();
      if (first) choosePreset(first);
    },
    exportPresets: (ids: readonly string[]) => tried(() => request('presets.export', { ids: [...ids] })),
  };
}
