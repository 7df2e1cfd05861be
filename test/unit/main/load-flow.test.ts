import { expect, it } from 'vitest';
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
  await flow.set({ wholeGpu: true });
  flow.setVisible(false);
  flow.setVisible(false);
  flow.setVisible(true);
  expect(watched).toEqual(['whole', 'off', 'whole']);
});

it('keeps a wish of a hidden window for later, and forgets one that is over', async () => {
  const { flow, watched } = setUp();
  flow.setVisible(false);
  await flow.set({ wholeGpu: false });
  expect(watched).toEqual([]);
  flow.setVisible(true);
  await flow.set(null);
  flow.setVisible(false);
  flow.setVisible(true);
  expect(watched).toEqual(['on', 'off']);
});
