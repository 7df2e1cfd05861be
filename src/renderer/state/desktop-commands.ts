import type { Retention } from '@domain/retention';
import type { RequestInput } from '@domain/contract';
import { errorOf } from '@domain/errors';
import { trying, type CommandServices } from './asking';

/** What belongs to the program itself: preferences, versions, reports, and files that the desktop opened with it. */
export function desktopCommands({ request, store, loadPresets }: CommandServices & { readonly loadPresets: () => Promise<void> }) {
  const { dispatch } = store;
  const tried = trying(store);
  return {
    loadPreferences: async () => {
      const preferences = await tried(() => request('preferences.get'));
      if (preferences) dispatch({ type: 'preferences', preferences });
    },
    setPreferences: async (change: RequestInput<'preferences.set'>) => {
      const preferences = await tried(() => request('preferences.set', change));
      if (preferences) dispatch({ type: 'preferences', preferences });
    },
    setRetention: async (retention: Retention) => {
      const status = await tried(() => request('settings.setRetention', retention));
      if (status) store.dispatch({ type: 'status', status: { state: 'ready', value: status } });
    },
    setNameTemplate: async (template: string) => {
      const status = await tried(() => request('settings.setNameTemplate', { template }));
      if (status) dispatch({ type: 'status', status: { state: 'ready', value: status } });
    },
    about: () => tried(() => request('app.about')),
    createReport: () => tried(() => request('report.create')),
    saveReport: () => tried(() => request('report.save')),
    /** The next preset file that waits for an answer; what cannot be read is said and left out. */
    nextOpenedPresets: async () => {
      for (;;) {
        try {
          return await request('openedPresets.next');
        } catch (thrown) {
          const error = errorOf(thrown);
          dispatch({ type: 'failed', error });
          if (error.kind !== 'preset-invalid' && error.kind !== 'preset-unknown-version') return null;
        }
      }
    },
    /** How many presets were added. */
    answerOpenedPresets: async (path: string, isWanted: boolean) => {
      const added = await tried(() => request('openedPresets.answer', { path, isWanted }));
      if (added && added.length > 0) await loadPresets();
      return added?.length ?? 0;
    },
  };
}
