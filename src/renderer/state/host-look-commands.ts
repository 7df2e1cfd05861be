import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { StoredImage } from '@domain/images';
import { remote, trying, type CommandServices } from './asking';
import { chosenHostId } from './hosts';
import type { AppState } from './state';

/** How many images were made there; what changes it changes their list. */
const imagesIn = (capabilities: AppState['capabilities']): number =>
  capabilities.state === 'ready' && capabilities.value.engine.kind === 'docker' ? capabilities.value.engine.images.length : -1;

/** Looking at hosts for their page: one look at each at a time, and one more where something changed meanwhile. */
export function hostLookCommands({ request, store }: CommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const looks = new Map<string, Promise<void>>();
  /** Those to look at once more, and whether anew. */
  const again = new Map<string, boolean>();

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
      again.set(id, refresh || again.get(id) === true);
      return known;
    }
    const looking = look(id, refresh).finally(() => {
      looks.delete(id);
      const isAnew = again.get(id);
      if (again.delete(id)) void lookAtHost(id, isAnew);
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

  let followed = '';
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
    /** The host on the page is looked at once it is shown, and when it is connected to anew. */
    followPage: () => {
      const id = shown();
      const { status, capabilities, connection } = store.get();
      const isChosen = id === chosenHostId(store.get());
      // A chosen host that is away, or not known yet, says so by itself.
      if (isChosen && (status.state !== 'ready' || capabilities.state === 'loading')) return;
      const wanted = id === null ? '' : JSON.stringify([id, isChosen, isChosen && connection, isChosen && imagesIn(capabilities)]);
      if (wanted === followed) return;
      followed = wanted;
      if (id !== null) void lookAtHost(id);
      if (isChosen) void loadImages();
    },
    /** It is looked at again where its devices, or the list, have changed. */
    followHosts: (event: StationEvent) => {
      const id = shown();
      if (id === null) return;
      if ((event.type === 'devices' && event.hostId === id) || event.type === 'hosts') void lookAtHost(id);
    },
  };
}
