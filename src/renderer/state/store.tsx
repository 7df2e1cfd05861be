import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Commands } from './commands';
import { reduce, type Action } from './reducer';
import { initialState, type AppState } from './state';

/** The window's whole state. It changes by `dispatch` alone. */
export interface Store {
  get(): AppState;
  dispatch(action: Action): void;
  subscribe(listener: () => void): () => void;
}

export function createStore(start: AppState = initialState): Store {
  let state = start;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

interface AppContextValue {
  readonly store: Store;
  readonly commands: Commands;
}

export const AppContext = createContext<AppContextValue | null>(null);

function useApp(): AppContextValue {
  const app = useContext(AppContext);
  if (!app) throw new Error('AppContext is missing above this component.');
  return app;
}

/** One part of the state. `select` must answer the same object while that part is the same. */
export function useSelect<T>(select: (state: AppState) => T): T {
  const { store } = useApp();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

export const useDispatch = (): Store['dispatch'] => useApp().store.dispatch;
export const useCommands = (): Commands => useApp().commands;
