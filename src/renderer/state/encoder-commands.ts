import { errorOf } from '@domain/errors';
import { trying, type CommandServices } from './asking';
import { chosenHostId } from './hosts';

interface EncoderCommandServices extends CommandServices {
  /** What works decides what the plan chooses. */
  readonly loadPlan: () => Promise<void>;
  readonly loadCapabilities: () => Promise<void>;
}

/** Trying what the chosen host can encode with. */
export function encoderCommands({ request, store, loadPlan, loadCapabilities }: EncoderCommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  return {
    /** Tries every encoder; where some were tried before, all are tried anew. */
    tryEncoders: async () => {
      const { connection, capabilities, trial } = store.get();
      const hostId = chosenHostId(store.get());
      if (hostId === null || trial.state === 'running') return;
      dispatch({ type: 'trial-begun', hostId });
      const refresh = capabilities.state === 'ready' && capabilities.value.encoders !== null;
      try {
        const value = await request('encoders.probe', { refresh });
        if (store.get().connection !== connection) return;
        dispatch({ type: 'capabilities', capabilities: { state: 'ready', value } });
        dispatch({ type: 'trial-ended', hostId, error: null });
      } catch (thrown) {
        if (store.get().connection !== connection) return;
        dispatch({ type: 'trial-ended', hostId, error: errorOf(thrown) });
        // What was tried until then is remembered.
        await loadCapabilities();
      }
      await loadPlan();
    },
    cancelTrial: async () => {
      dispatch({ type: 'trial-cancelling' });
      await tried(() => request('encoders.cancelProbe'));
    },
  };
}
