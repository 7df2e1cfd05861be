import { errorOf } from '@domain/errors';
import { thisComputer } from '@domain/host';
import type { RequestName, RequestOutput } from '@domain/contract';
import { remote, trying, type CommandServices } from './asking';
import { chosenHostId } from './hosts';

interface HostCommandServices extends CommandServices {
  /** Loads what belongs to the host that is connected to now. */
  readonly loadHost: () => Promise<void>;
  /** Resolves when nothing is being watched any more. */
  readonly unwatched: () => Promise<void>;
}

type StatusRequest = Extract<RequestName, 'hosts.choose' | 'station.reconnect'>;

/** The machines to record on: which is chosen, and what can be said of each. */
export function hostCommands({ request, store, loadHost, unwatched }: HostCommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const loadHosts = async () => dispatch({ type: 'hosts', hosts: await remote(request('hosts.list')) });

  /** Answers of an earlier attempt are dropped: the user may choose again at any time. */
  const connect = async (id: string | null, ask: () => Promise<RequestOutput<StatusRequest>>) => {
    dispatch({ type: 'host-connecting', id });
    const { connection } = store.get();
    const status = await remote(ask());
    if (store.get().connection !== connection) return;
    dispatch({ type: 'status', status });
    // Everything else of a host that is away would only fail in its turn.
    await Promise.all([loadHosts(), status.state === 'ready' && loadHost()]);
  };
  const reconnect = () =>
    connect(null, async () => {
      await unwatched();
      return request('station.reconnect');
    });
  const choose = async (id: string) => {
    const { status } = store.get();
    if (id !== chosenHostId(store.get())) await connect(id, () => request('hosts.choose', { id }));
    else if (status.state === 'failed') await reconnect();
  };
  const checked = async (id: string, ask: () => Promise<RequestOutput<'hosts.check'>>) => {
    dispatch({ type: 'host-check-begun', id });
    try {
      dispatch({ type: 'host-checked', id, result: { state: 'done', check: await ask() } });
    } catch (thrown) {
      dispatch({ type: 'host-checked', id, result: { state: 'failed', error: errorOf(thrown) } });
    }
  };
  const checkHost = (id: string) => checked(id, () => request('hosts.check', { id }));

  return {
    loadHosts,
    reconnect,
    chooseHost: choose,
    checkHost,
    /** Accepts the key that a host offers, and checks on. */
    trustHostKey: (id: string, fingerprint: string) => checked(id, () => request('hosts.trustKey', { id, fingerprint })),
    /** Adds a host and shows it, with a check under way. Throws what is wrong with it; false where the user cancelled. */
    addHost: async (host: { readonly name: string; readonly address: string; readonly tls: boolean }) => {
      const added = await request('hosts.add', host);
      if (!added) return false;
      await loadHosts();
      dispatch({ type: 'host-shown', shown: { shows: 'host', id: added.id } });
      void checkHost(added.id);
      return true;
    },
    /** Throws what is wrong with the name. */
    renameHost: async (id: string, name: string) => {
      const renamed = await request('hosts.rename', { id, name });
      await loadHosts();
      const { status } = store.get();
      if (status.state === 'ready' && status.value.host.id === id)
        dispatch({ type: 'status', status: { state: 'ready', value: { ...status.value, host: renamed } } });
    },
    /** Another host takes its place where it is the chosen one. */
    removeHost: async (id: string) => {
      const wasChosen = chosenHostId(store.get()) === id;
      const removed = await tried(async () => {
        await request('hosts.remove', { id });
        return true;
      });
      if (!removed) return;
      dispatch({ type: 'host-shown', shown: { shows: 'host', id: thisComputer } });
      if (wasChosen) await connect(thisComputer, () => request('hosts.choose', { id: thisComputer }));
      else await loadHosts();
    },
  };
}
