import type { BenchmarkFormat } from '@domain/benchmark/wish';
import { errorOf, failure } from '@domain/errors';
import { remote, trying, type CommandServices } from './asking';

interface BenchmarkCommandServices extends CommandServices {
  /** Resolves when nothing is being watched any more. */
  readonly unwatched: () => Promise<void>;
}

/** Measuring how fast a host encodes. */
export function benchmarkCommands({ request, store, unwatched }: BenchmarkCommandServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const loadBenchmarks = async () => dispatch({ type: 'benchmark-reports', reports: await remote(request('benchmark.list')) });
  return {
    loadBenchmarks,
    /** What the host can be measured with; what is known stays in view meanwhile. */
    loadBenchmarkOffer: async (hostId: string) => {
      if (store.get().benchmark.offers[hostId]?.state !== 'ready') dispatch({ type: 'benchmark-offer', hostId, offer: { state: 'loading' } });
      dispatch({ type: 'benchmark-offer', hostId, offer: await remote(request('benchmark.offer', { hostId })) });
    },
    /** Goes to the page of the benchmark, with this host. */
    showBenchmark: (hostId: string) => {
      dispatch({ type: 'benchmark-host', hostId });
      dispatch({ type: 'page', page: 'benchmark' });
    },
    runBenchmark: async (hostId: string) => {
      const { runs, wish } = store.get().benchmark;
      if (runs[hostId]) return;
      dispatch({ type: 'benchmark-begun', hostId });
      try {
        await unwatched();
        if (store.get().benchmark.runs[hostId]?.isCancelling === true) throw failure('benchmark-cancelled', 'It was cancelled before it began.');
        // Clips that were chosen before are not those of a file or a camera.
        const asked = wish.source === null ? wish : { ...wish, clips: null };
        dispatch({ type: 'benchmark-through', hostId, report: await request('benchmark.run', { hostId, wish: asked }) });
      } catch (thrown) {
        dispatch({ type: 'benchmark-refused', hostId, error: errorOf(thrown) });
      }
    },
    cancelBenchmark: async (hostId: string) => {
      dispatch({ type: 'benchmark-cancelling', hostId });
      await tried(() => request('benchmark.cancel', { hostId }));
    },
    chooseBenchmarkFile: async () => {
      const fileName = await tried(() => request('benchmark.chooseFile'));
      if (fileName) dispatch({ type: 'benchmark-file', fileName });
    },
    removeBenchmark: async (id: string) => {
      const removed = await tried(async () => {
        await request('benchmark.remove', { id });
        return true;
      });
      if (!removed) return;
      if (store.get().benchmark.shownId === id) dispatch({ type: 'benchmark-shown', id: null });
      await loadBenchmarks();
    },
    benchmarkMarkdown: (id: string) => tried(() => request('benchmark.markdown', { id })),
    /** Path of what was written; null where the user cancelled. */
    saveBenchmark: (id: string, format: BenchmarkFormat) => tried(() => request('benchmark.save', { id, format })),
  };
}
