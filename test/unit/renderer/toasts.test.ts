import { describe, expect, test } from 'vitest';
import { createStore } from '../../../src/renderer/state/store';

const texts = (store: ReturnType<typeof createStore>) => store.get().toasts.map(({ text }) => text);

describe('toasts', () => {
  test('one of the same id takes the place of the one before, as the newest', () => {
    const store = createStore();
    store.dispatch({ type: 'toast', toast: { id: 'removed', text: '1 recording' } });
    store.dispatch({ type: 'toast', toast: { id: 'still', text: 'Saved' } });
    store.dispatch({ type: 'toast', toast: { id: 'removed', text: '2 recordings' } });
    expect(texts(store)).toEqual(['Saved', '2 recordings']);
    store.dispatch({ type: 'toast-dismissed', id: 'still' });
    expect(texts(store)).toEqual(['2 recordings']);
  });

  test('what has to be dismissed stays, and what can be undone stays longest', () => {
    const store = createStore();
    const undo = { label: 'Undo', run: () => {} };
    store.dispatch({ type: 'toast', toast: { id: 'refused', text: 'refused', durationSeconds: null } });
    store.dispatch({ type: 'toast', toast: { id: 'removed', text: 'removed', actions: [undo] } });
    for (const id of ['a', 'b', 'c']) store.dispatch({ type: 'toast', toast: { id, text: id } });
    expect(texts(store)).toEqual(['refused', 'removed', 'b', 'c']);
    for (const id of ['x', 'y', 'z']) store.dispatch({ type: 'toast', toast: { id, text: id, durationSeconds: null } });
    expect(texts(store)).toEqual(['refused', 'x', 'y', 'z']);
    store.dispatch({ type: 'toast', toast: { id: 'news', text: 'news' } });
    expect(texts(store)).toEqual(['refused', 'x', 'y', 'z', 'news']);
  });

  test('never more than four: the oldest goes', () => {
    const store = createStore();
    for (const id of ['a', 'b', 'c', 'd', 'e']) store.dispatch({ type: 'toast', toast: { id, text: id } });
    expect(texts(store)).toEqual(['b', 'c', 'd', 'e']);
  });
});
