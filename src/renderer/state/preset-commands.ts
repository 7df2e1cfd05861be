import type { ImportedFile } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import { maximumPresetFileBytes, settingsOf, type Preset } from '@domain/preset';
import { trying, type CommandServices } from './asking';
import { isBoundToDevice, isUnsaved, settingsBefore, settingsToSave, settingsWithDevice } from './draft';
import { chosenHostId } from './hosts';
import { chosenHostReference } from './preset-binding';
import type { Draft } from './state';

interface PresetCommandServices extends CommandServices {
  readonly loadPresets: () => Promise<void>;
  readonly chooseHost: (id: string) => Promise<void>;
  /** The draft's controls were replaced: the device follows. */
  readonly onControlsReplaced: () => void;
}

/** What a preset goes with: the chosen host, and the chosen camera. */
export interface Binding {
  readonly host: boolean;
  readonly device: boolean;
}

export function presetCommands({ request, store, loadPresets, chooseHost, onControlsReplaced }: PresetCommandServices) {
  const { dispatch } = store;
  const tried = trying(store);

  /** Chooses the preset's host too; false where that host is not there: the preset is chosen on the present one then. */
  const choosePreset = async (preset: Preset): Promise<boolean> => {
    const { hosts } = store.get();
    const { host } = preset;
    const isElsewhere = host !== null && host.id !== chosenHostId(store.get());
    const isThere = hosts.state === 'ready' && hosts.value.hosts.some(({ id }) => id === host?.id);
    // The host first, so that nothing of the preset is shown from the one before.
    const connected = isElsewhere && isThere ? chooseHost(host.id) : undefined;
    dispatch({ type: 'preset-chosen', preset });
    onControlsReplaced();
    await connected;
    return !isElsewhere || isThere;
  };
  const saved = (preset: Preset | undefined): boolean => {
    if (preset) dispatch({ type: 'preset-saved', preset });
    return preset !== undefined;
  };
  const save = async () => {
    const { draft } = store.get();
    if (draft.preset.builtIn || !isUnsaved(draft)) return false;
    const isBound = draft.preset.source.type !== 'capture-device' || isBoundToDevice(draft.preset);
    const settings = settingsToSave(draft.settings, isBound);
    return saved(await tried(() => request('presets.update', { id: draft.preset.id, settings })));
  };
  /** Draft of the preset that was removed last, with its edits. */
  let removed: Draft | null = null;

  return {
    choosePreset,
    revert: () => {
      const { draft } = store.get();
      dispatch({ type: 'settings-edited', settings: settingsBefore(draft) });
      onControlsReplaced();
    },
    /** Saves the draft under its preset; false where it needs a name first or failed. */
    save,
    saveAs: async (name: string, binding: Binding) => {
      const state = store.get();
      const settings = settingsToSave(state.draft.settings, binding.device);
      const host = binding.host ? chosenHostReference(state) : null;
      return saved(await tried(() => request('presets.create', { name, settings, host })));
    },
    /** Binds the saved preset to the chosen host and camera, or to none; unsaved edits stay unsaved. */
    bindPreset: async (binding: Binding) => {
      const state = store.get();
      const { preset, settings: draft } = state.draft;
      const kept = settingsOf(preset);
      const chosen = draft.source.type === 'capture-device' ? draft.source.device : '';
      const settings = settingsWithDevice(settingsToSave(kept, false), binding.device ? chosen : '');
      const host = binding.host ? chosenHostReference(state) : null;
      return saved(await tried(() => request('presets.update', { id: preset.id, settings, host })));
    },
    rename: async (name: string) => saved(await tried(() => request('presets.rename', { id: store.get().draft.preset.id, name }))),
    /** The copy holds what is on screen, edits too; the original stays as it is saved. */
    duplicate: async () => {
      const { id } = store.get().draft.preset;
      const copy = await tried(() => request('presets.duplicate', { id }));
      if (!copy) return;
      if (store.get().draft.preset.id !== id) return loadPresets();
      saved(copy);
      await save();
    },
    /** The preset that was removed; undefined where that failed. */
    remove: async (): Promise<Preset | undefined> => {
      const { preset } = store.get().draft;
      const isDone = await tried(async () => {
        await request('presets.remove', { id: preset.id });
        return true;
      });
      if (!isDone) return undefined;
      const { draft } = store.get();
      removed = draft.preset.id === preset.id ? draft : null;
      dispatch({ type: 'preset-removed', preset });
      if (removed) onControlsReplaced();
      return preset;
    },
    /** Puts it back, and chooses it with the edits that it had, unless there are others now. */
    undoRemove: async () => {
      const preset = await tried(() => request('presets.undoRemove'));
      if (!preset) return;
      dispatch({ type: 'preset-restored', preset, draft: removed?.preset.id === preset.id ? removed : null });
      if (store.get().draft.preset.id === preset.id) onControlsReplaced();
    },
    /** Files of a dialog, with what came of each; undefined where the user cancelled. */
    importPresets: async (): Promise<readonly ImportedFile[] | undefined> => {
      const files = await tried(() => request('presets.import'));
      if (files) await loadPresets();
      return files ?? undefined;
    },
    /** Files that were dropped on the window. `tooLarge`: why one is refused unread. */
    importFiles: async (dropped: readonly File[], tooLarge: string): Promise<readonly ImportedFile[]> => {
      const files: ImportedFile[] = [];
      for (const file of dropped) {
        try {
          if (file.size > maximumPresetFileBytes) throw failure('preset-invalid', tooLarge);
          files.push({ fileName: file.name, presets: await request('presets.importText', { text: await file.text() }), error: null });
        } catch (thrown) {
          files.push({ fileName: file.name, presets: [], error: errorOf(thrown) });
        }
      }
      await loadPresets();
      return files;
    },
    /** Path that was written; undefined where the user cancelled or it failed. */
    exportPresets: async (ids: readonly string[]) => (await tried(() => request('presets.export', { ids: [...ids] }))) ?? undefined,
  };
}
