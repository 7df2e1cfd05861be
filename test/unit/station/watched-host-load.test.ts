import { describe, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import type { HostLoad } from '@domain/load';
import type { Engine } from '../../../src/station/engine';
import { WatchedHostLoad } from '../../../src/station/load/watched-host-load';

function setUp() {
  const seen: string[] = [];
  const flowing = new Map<string, (load: HostLoad) => void>();
  const engineOn = (id: string) =>
    ({
      status: { host: { id, name: id } },
      watchLoad: async ({ wholeGpu }: { readonly wholeGpu: boolean }, listener: (load: HostLoad) => void) => {
        seen.push(`${id} begins${wholeGpu ? ' whole' : ''}`);
        flowing.set(id, listener);
        return () => void seen.push(`${id} ends`);
      },
    }) as unknown as Engine;
  const engines: Record<string, Engine> = { desk: engineOn('desk'), studio: engineOn('studio') };
  const told: string[] = [];
  const load = new WatchedHostLoad({
    engineOf: async (hostId = 'desk') => {
      const engine = engines[hostId];
      if (engine) return engine;
      throw failure('host-unknown', 'It is not connected.');
    },
    onLoad: (hostId) => told.push(hostId),
  });
  return { load, seen, told, flowing, openAnew: (id: string) => (engines[id] = engineOn(id)) };
}

describe('WatchedHostLoad', () => {
  it('watches one host at a time, and tells whose load it is', async () => {
    const { load, seen, told, flowing } = setUp();
    await load.watch({ wholeGpu: false });
    await load.watch({ hostId: 'studio', wholeGpu: false });
    flowing.get('studio')?.({} as HostLoad);
    await load.watch(null);
    expect(seen).toEqual(['desk begins', 'studio begins', 'desk ends', 'studio ends']);
    expect(told).toEqual(['studio']);
  });

  it('goes on with the same, and begins again for other counters or an engine that was opened anew', async () => {
    const { load, seen, openAnew } = setUp();
    await load.watch({ hostId: 'desk', wholeGpu: false });
    await load.watch({ hostId: 'desk', wholeGpu: false });
    await load.watch({ hostId: 'desk', wholeGpu: true });
    openAnew('desk');
    await load.watch({ hostId: 'desk', wholeGpu: true });
    await load.close();
    expect(seen).toEqual(['desk begins', 'desk begins whole', 'desk ends', 'desk begins whole', 'desk ends', 'desk ends']);
  });

  it('watches none where the wanted one is refused', async () => {
    const { load, seen } = setUp();
    await load.watch({ hostId: 'desk', wholeGpu: false });
    await expect(load.watch({ hostId: 'attic', wholeGpu: false })).rejects.toMatchObject({ error: { kind: 'host-unknown' } });
    expect(seen).toEqual(['desk begins', 'desk ends']);
  });

  it('skips what is over before its turn came', async () => {
    const { load, seen } = setUp();
    await Promise.all([load.watch({ hostId: 'desk', wholeGpu: false }), load.watch({ hostId: 'studio', wholeGpu: false }), load.watch(null)]);
    expect(seen).toEqual([]);
  });
});
