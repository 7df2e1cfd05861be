import { errorOf } from '@domain/errors';
import { remote, trying, type CommandServices } from './asking';

/** Finished recordings: those of this computer, and those that lie on the chosen host. */
export function recordingCommands({ request, store, now }: CommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const loadRecordings = async () =>
    dispatch({ type: 'recordings', recordings: await remote(request('recordings.list')) });

  let asked = 0;
  const loadHostRecordings = async () => {
    const { connection, hostRecordings } = store.get();
    const number = (asked += 1);
    if (hostRecordings?.state !== 'ready') dispatch({ type: 'host-recordings', recordings: { state: 'loading' } });
    const recordings = await remote(request('hostRecordings.list'));
    if (store.get().connection === connection && number === asked) dispatch({ type: 'host-recordings', recordings });
  };
  /** True where it was done. */
  const done = async (action: () => Promise<unknown>) =>
    (await tried(async () => {
      await action();
      return true;
    })) ?? false;

  return {
    loadRecordings,
    loadHostRecordings,
    openRecording: (id: string) => tried(() => request('recordings.open', { id })),
    revealRecording: (id: string) => tried(() => request('recordings.reveal', { id })),
    renameRecording: async (id: string, name: string) => {
      const isDone = await done(() => request('recordings.rename', { id, name }));
      if (isDone) await loadRecordings();
      return isDone;
    },
    /** The batch by which `undoRemoval` can put them back for a while; undefined where they stay on the list. */
    removeRecordings: async (ids: readonly string[]) => {
      const removed = await tried(() => request('recordings.remove', { ids: [...ids] }));
      if (removed) await loadRecordings();
      return removed?.batch;
    },
    /** How many were put back: none where it was too late; undefined where that failed. */
    undoRemoval: async (from: 'here' | 'host', batch: number) => {
      const back = await tried<readonly unknown[]>(() => request(from === 'here' ? 'recordings.undoRemove' : 'hostRecordings.undoRemove', { batch }));
      if (back) await (from === 'here' ? loadRecordings() : loadHostRecordings());
      return back?.length;
    },
    holdRemovals: (on: boolean) => tried(() => request('removals.hold', { on })),
    /** Marks recordings to keep, or takes the mark away. */
    keepRecordings: async (ids: readonly string[], on: boolean) => {
      if (await done(() => request('recordings.keep', { ids: [...ids], on }))) await loadRecordings();
    },
    /** An MP4 of a recording, one file of its parts, or its own file with an index; undefined where that failed or was called off. */
    convertRecording: async (kind: 'remux' | 'join' | 'repair', id: string) => {
      try {
        const made = await request(`recordings.${kind}`, { id });
        await loadRecordings();
        return made;
      } catch (thrown) {
        const error = errorOf(thrown);
        if (error.kind !== 'conversion-cancelled') dispatch({ type: 'failed', error });
        return undefined;
      }
    },
    cancelConversion: (id: string) => tried(() => request('recordings.cancelConversion', { id })),
    /** Throws what went wrong. */
    makePlayable: (id: string) => request('recordings.makePlayable', { id }),

    fetchHostRecording: async (fileName: string) => {
      const begun = { type: 'fetch', sessionId: null, fileName, bytes: 0, totalBytes: 0 } as const;
      dispatch({ type: 'station-event', event: begun, atMs: now() });
      try {
        await request('hostRecordings.fetch', { fileName });
        dispatch({ type: 'transfer-ended', fileName, error: null });
        await Promise.all([loadRecordings(), loadHostRecordings()]);
      } catch (thrown) {
        const error = errorOf(thrown);
        dispatch({ type: 'transfer-ended', fileName, error: error.kind === 'transfer-cancelled' ? null : error });
      }
    },
    cancelFetch: (fileName: string) => tried(() => request('hostRecordings.cancelFetch', { fileName })),
    dismissTransfer: (fileName: string) => dispatch({ type: 'transfer-ended', fileName, error: null }),
    renameHostRecording: async (fileName: string, name: string) => {
      const isDone = await done(() => request('hostRecordings.rename', { fileName, name }));
      if (isDone) await loadHostRecordings();
      return isDone;
    },
    removeHostRecordings: async (fileNames: readonly string[]) => {
      const removed = await tried(() => request('hostRecordings.remove', { fileNames: [...fileNames] }));
      if (removed) await loadHostRecordings();
      return removed?.batch;
    },
  };
}
