import { useTranslation } from 'react-i18next';
import type { ImportedFile } from '@domain/contract';
import { maximumPresetFileBytes, type Preset } from '@domain/preset';
import { isUnsaved } from '../state/draft';
import { importLines } from './preset-words';
import { useCommands, useDispatch, useSelect } from '../state/store';

/** Each import has its own word: what an earlier one refused stays to be read. */
let imports = 0;

/** Everything that is done with presets, with a word on what came of it. */
export function usePresets() {
  const { t } = useTranslation('presets');
  const commands = useCommands();
  const dispatch = useDispatch();
  const draft = useSelect((state) => state.draft);
  const presets = useSelect((state) => state.presets);
  const { preset } = draft;
  const isKnown = presets.some(({ id }) => id === preset.id);
  const tell = (id: string, text: string, run?: { readonly label: string; readonly run: () => void }, durationSeconds?: null) =>
    dispatch({ type: 'toast', toast: { id, text, ...(run && { actions: [run] }), ...(durationSeconds === null && { durationSeconds }) } });
  const ask = (shows: 'save-as' | 'rename' | 'bind' | 'export') => dispatch({ type: 'side-panel', side: { presetDialog: { shows } } });

  const choose = async (next: Preset) => {
    dispatch({ type: 'side-panel', side: { presetDialog: null } });
    const isThere = await commands.choosePreset(next);
    if (!isThere) tell('preset-host', t('told.hostMissing', { host: next.host?.name ?? '', name: next.name }), undefined, null);
  };
  const save = async () => {
    const isSaved = await commands.save();
    if (isSaved) tell('preset-saved', t('told.saved', { name: preset.name }));
    return isSaved;
  };
  const chooseOrAsk = (next: Preset) => {
    if (next.id === preset.id) return;
    if (isUnsaved(draft)) dispatch({ type: 'side-panel', side: { presetDialog: { shows: 'leave', next } } });
    else void choose(next);
  };
  const tellImported = (files: readonly ImportedFile[]) => {
    const made = files.flatMap((file) => file.presets);
    const [first] = made;
    const lines = importLines(files, t);
    if (lines.length === 0) return;
    const choosing = first && { label: made.length === 1 ? t('told.choose') : t('told.chooseFirst', { name: first.name }), run: () => chooseOrAsk(first) };
    imports += 1;
    tell(`presets-imported-${imports}`, lines.join('\n'), choosing, files.some(({ error }) => error !== null) ? null : undefined);
  };

  return {
    preset,
    isKnown,
    /** Chooses another preset, unless edits would be lost: then it is asked first. */
    chooseOrAsk,
    choose,
    save,
    /** Saves the draft, or asks for a name where its preset cannot hold it. */
    saveOrAsk: () => {
      if (preset.builtIn || !isKnown) ask('save-as');
      else void save();
    },
    ask,
    remove: async () => {
      const removed = await commands.remove();
      if (removed) tell('preset-removed', t('told.removed', { name: removed.name }), { label: t('undo', { ns: 'common' }), run: () => void commands.undoRemove() });
    },
    importFromDialog: async () => tellImported((await commands.importPresets()) ?? []),
    importFiles: async (files: readonly File[]) => tellImported(await commands.importFiles(files, t('told.tooLarge', { mebibytes: maximumPresetFileBytes / 2 ** 20 }))),
    exportPresets: async (ids: readonly string[]) => {
      const path = await commands.exportPresets(ids);
      if (path !== undefined) tell('preset-exported', t('told.exported', { count: ids.length, path }));
      return path !== undefined;
    },
  };
}
