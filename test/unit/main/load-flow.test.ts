import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadFlow } from '../../../src/main/load-flow';

function setUp() {
  const watched: string[] = [];
  const flow = new LoadFlow({
    watch: async (wish) => void watched.push(wish ? (wish.wholeGpu ? 'whole' : 'on') : 'off'),
    onFailure: (thrown) => watched.push(String(thrown)),
  });
  return { flow, watched };
}

it('stops while the window is hidden, and goes on as it was', async () => {
  const { flow, watched } = setUp();
  await flow.set({ hostId: 'h-studio', wholeGpu: true });
  flow.setVisible(false);
  flow.setVisible(false);
  flow.setVisible(true);
  expect(watched).toEqual(['whole', 'off', 'whole']);
});

it('keeps a wish of a hidden window for later, and forgets one that is over', async () => {
  const { flow, watched } = setUp();
  flow.setVisible(false);
  await flow.set({ hostId: 'h-studio', wholeGpu: false });
  expect(watched).toEqual([]);
  flow.setVisible(true);
  await flow.set(null);
  flow.setVisible(false);
  flow.setVisible(true);
  expect(watched).toEqual(['on', 'off']);
});

describe('a window that is back before the network', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  async function setUpAway(failures: number) {
    const asked: string[] = [];
    const failed: unknown[] = [];
    let left = 0;
    const watch = async (wish: { readonly wholeGpu: boolean } | null) => {
      asked.push(wish ? 'on' : 'off');
      if (wish && left > 0) {
        left -= 1;
        throw new Error('away');
      }
    };
    const flow = new LoadFlow({ watch, onFailure: (thrown) => failed.push(thrown) });
    await flow.set({ hostId: 'h-studio', wholeGpu: false });
    flow.setVisible(false);
    left = failures;
    asked.length = 0;
    flow.setVisible(true);
    await vi.advanceTimersByTimeAsync(0);
    return { flow, asked, failed };
  }

  it('asks again after growing pauses until the samples come, and tells of it once', async () => {
    const { asked, failed } = await setUpAway(3);
    await vi.advanceTimersByTimeAsync(999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toEqual(['on', 'on', 'on', 'on']);
    expect(failed).toHaveLength(1);
  });

  it('asks no more once it is hidden again, or the load is not wanted any more', async () => {
    const hidden = await setUpAway(9);
    hidden.flow.setVisible(false);
    const over = await setUpAway(9);
    await over.flow.set(null);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([hidden.asked, over.asked]).toEqual([['on', 'off'], ['on', 'off']]);
  });
});
