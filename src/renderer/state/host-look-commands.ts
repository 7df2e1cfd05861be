import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { StoredImage } from '@domain/images';
import { remote, trying, type CommandServices } from './asking';
import { chosenHostId } from './hosts';

/** Looking at hosts for their page: one look at each at a time, and one more where something changed meanwhile. */
export function hostLookCommands({ request, store }: CommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const looks = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const look = async (id: string, refresh: boolean) => {
    dispatch({ type: 'host-look-begun', id });
    try {
      const overview = await request('hosts.overview', { id, refresh });
      dispatch({ type: 'host-looked-at', id, overview, at: new Date().toISOString() });
    } catch (thrown) {
      dispatch({ type: 'host-look-failed', id, error: errorOf(thrown) });
    }
  };
  const lookAtHost = async (id: string, refresh = false): Promise<void> => {
    const known = looks.get(id);
    if (known) {
      again.add(id);
      return known;
    }
    const looking = look(id, refresh).finally(() => {
      looks.delete(id);
      if (again.delete(id)) void lookAtHost(id);
    });
    looks.set(id, looking);
    return looking;
  };
  const lookAtHosts = async () => {
    const { hosts } = store.get();
    if (hosts.state === 'ready') await Promise.all(hosts.value.hosts.map(({ id }) => lookAtHost(id)));
  };

  /** Images of the chosen host; none where this computer's own ffmpeg runs. */
  const loadImages = async () => {
    const { status, connection } = store.get();
    if (status.state !== 'ready' || status.value.engine.kind !== 'docker') return dispatch({ type: 'images', images: null });
    if (store.get().images === null) dispatch({ type: 'images', images: { state: 'loading' } });
    const images = await remote(request('images.list'));
    if (store.get().connection === connection) dispatch({ type: 'images', images });
  };

  const shown = (): string | null => {
    const state = store.get();
    if (state.page !== 'hosts' || state.shownHost?.shows === 'new') return null;
    return state.shownHost?.id ?? chosenHostId(state);
  };
  return {
    lookAtHost,
    lookAtHosts,
    loadImages,
    /** Answers what was removed; undefined where that failed. */
    pruneImages: async (): Promise<readonly StoredImage[] | undefined> => {
      const removed = await tried(() => request('images.prune'));
      await loadImages();
      return removed;
    },
    /** The host on the page is looked at anew where its devices, or the list, have changed. */
    followHosts: (event: StationEvent) => {
      const id = shown();
      if (id === null) return;
      if ((event.type === 'devices' && event.hostId === id) || event.type === 'hosts') void lookAtHost(id);
    },
  };
}
