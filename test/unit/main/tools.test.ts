import type { BenchmarkOptions } from '@domain/benchmark/report';
import { usualBenchmarkWish } from '@domain/benchmark/wish';
import type { StationEvent } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import { describe, expect, it, vi } from 'vitest';
import { Tools } from '../../../src/main/tools';
import type { ExamineOptions, Station } from '../../../src/station/types';
import { report } from '../domain/benchmark/reports';
import { attic, here } from '../renderer/fixtures';

type Run = BenchmarkOptions & ExamineOptions;

/** A station whose work goes on until it is called off, or let go. */
function setUp() {
  const runs: { options: Run; letGo: (value: unknown) => void }[] = [];
  const events: StationEvent[] = [];
  const work = vi.fn(
    (options: Run) =>
      new Promise<never>((resolve, reject) => {
        runs.push({ options, letGo: resolve as (value: unknown) => void });
        options.signal?.addEventListener('abort', () => reject(failure('connection-lost', 'a step that was ended')));
      }),
  );
  const station = {
    hosts: { chosen: async () => here, list: async () => [here, attic] },
    doctor: { examine: work },
    benchmarks: { run: work, list: () => [report()], get: () => report() },
  } as unknown as Station;
  const dialogs = { chooseMediaFile: vi.fn(async (): Promise<string | null> => '/films/a walk.mkv'), saveBenchmark: vi.fn(async () => '/tmp/it.md') };
  const tools = new Tools({ ready: async () => station, dialogs, emit: (event) => events.push(event) });
  const begun = (count: number) => vi.waitFor(() => expect(runs).toHaveLength(count));
  return { tools, handlers: tools.handlers(), runs, events, dialogs, begun };
}
const kindOf = (asked: Promise<unknown>) => asked.then(() => 'answered', (thrown: unknown) => errorOf(thrown).kind);

describe('examining hosts', () => {
  it('of one host is done once, however many ask, and told as events of that host', async () => {
    const { handlers, runs, events, begun } = setUp();
    const asked = [handlers['doctor.run']({ hostId: null, tryEncoders: false }), handlers['doctor.run']({ hostId: here.id, tryEncoders: true })];
    await begun(1);
    runs[0]?.options.onProgress?.({ done: 1, total: 2, doing: 'Disk', finding: null });
    runs[0]?.letGo([]);
    expect(await Promise.all(asked)).toEqual([[], []]);
    expect(events).toEqual([{ type: 'doctor', hostId: here.id, done: 1, total: 2, doing: 'Disk', finding: null }]);
    void handlers['doctor.run']({ hostId: here.id, tryEncoders: false }).catch(() => {});
    await begun(2);
  });

  it('is called off on one host and goes on on the other, and says that it was called off', async () => {
    const { handlers, runs, begun } = setUp();
    const [one, other] = [here.id, attic.id].map((hostId) => kindOf(Promise.resolve(handlers['doctor.run']({ hostId, tryEncoders: false }))));
    await begun(2);
    await handlers['doctor.cancel']({ hostId: here.id });
    expect(await one).toBe('doctor-cancelled');
    runs.find(({ options }) => options.host?.id === attic.id)?.letGo([]);
    expect(await other).toBe('answered');
  });

  it('knows the hosts of the list alone', async () => {
    const { handlers, runs } = setUp();
    for (const hostId of ['ssh://elsewhere', 'studio']) expect(await kindOf(Promise.resolve(handlers['doctor.run']({ hostId, tryEncoders: false })))).toBe('host-unknown');
    expect(runs).toEqual([]);
  });
});

describe('measuring hosts', () => {
  const ask = { hostId: null, wish: usualBenchmarkWish };

  it('is refused while the host is being measured, and may begin afterwards', async () => {
    const { handlers, runs, begun } = setUp();
    const first = handlers['benchmark.run'](ask);
    await begun(1);
    expect(await kindOf(Promise.resolve(handlers['benchmark.run'](ask)))).toBe('benchmark-busy');
    runs[0]?.letGo(report());
    expect(await first).toEqual(report());
    void Promise.resolve(handlers['benchmark.run'](ask)).catch(() => {});
    await begun(2);
  });

  it('ends with the page, and that is waited for', async () => {
    const { tools, handlers, begun } = setUp();
    const asked = [kindOf(Promise.resolve(handlers['benchmark.run'](ask))), kindOf(Promise.resolve(handlers['doctor.run']({ hostId: attic.id, tryEncoders: false })))];
    await begun(2);
    await tools.endAll();
    expect(await Promise.all(asked)).toEqual(['benchmark-cancelled', 'doctor-cancelled']);
  });

  it('takes the file that was chosen last in the dialog, and none before', async () => {
    const { handlers, runs, dialogs, begun } = setUp();
    const ofFile = { hostId: null, wish: { ...usualBenchmarkWish, source: { kind: 'file' as const } } };
    expect(await kindOf(Promise.resolve(handlers['benchmark.run'](ofFile)))).toBe('preset-invalid');
    expect(await handlers['benchmark.chooseFile'](undefined)).toBe('a walk.mkv');
    dialogs.chooseMediaFile.mockResolvedValueOnce(null);
    expect(await handlers['benchmark.chooseFile'](undefined)).toBeNull();
    void Promise.resolve(handlers['benchmark.run'](ofFile)).catch(() => {});
    await begun(1);
    expect(runs[0]?.options.source).toEqual({ kind: 'file', path: '/films/a walk.mkv' });
  });

  it('saves a report as it is kept, or as text', async () => {
    const { handlers, dialogs } = setUp();
    const { id } = report();
    await handlers['benchmark.save']({ id, format: 'json' });
    await handlers['benchmark.save']({ id, format: 'markdown' });
    const [json, markdown] = dialogs.saveBenchmark.mock.calls as unknown as [string, string, string][];
    expect(JSON.parse(json?.[2] ?? '')).toEqual(report());
    expect(markdown?.[2]).toBe(await handlers['benchmark.markdown']({ id }));
  });
});
