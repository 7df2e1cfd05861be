/** What is chosen in a table, by the keys of its rows. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** The row that keys act on; null before one was chosen. */
  readonly active: string | null;
  /** Where a range begins. */
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { keys: new Set(), active: null, anchor: null };

export type Picking = 'only' | 'toggle' | 'range';

/** @param order keys of the rows as they are shown */
export function picked(selection: Selection, order: readonly string[], key: string, how: Picking): Selection {
  switch (how) {
    case 'only':
      return { keys: new Set([key]), active: key, anchor: key };
    case 'toggle': {
      const keys = new Set(selection.keys);
      if (!keys.delete(key)) keys.add(key);
      return { keys, active: key, anchor: key };
    }
    case 'range': {
      const anchor = selection.anchor ?? key;
      const [from, to] = [order.indexOf(anchor), order.indexOf(key)];
      return { keys: new Set(order.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1)), active: key, anchor };
    }
  }
}

/** The arrows: `by` rows on, as far as there are any. */
export function moved(selection: Selection, order: readonly string[], by: number, isExtended: boolean): Selection {
  const at = selection.active === null ? -1 : order.indexOf(selection.active);
  const next = at < 0 ? (by < 0 ? order.length - 1 : 0) : Math.max(0, Math.min(order.length - 1, at + by));
  const key = order[next];
  return key === undefined ? selection : picked(selection, order, key, isExtended ? 'range' : 'only');
}

export const allOf = (selection: Selection, order: readonly string[]): Selection => ({ ...selection, keys: new Set(order) });

/** Rows that are not shown any more are not chosen either. The same object where nothing changes. */
export function keptIn(selection: Selection, order: readonly string[]): Selection {
  const shown = new Set(order);
  const keys = [...selection.keys].filter((key) => shown.has(key));
  const kept = (key: string | null) => (key !== null && shown.has(key) ? key : null);
  const [active, anchor] = [kept(selection.active), kept(selection.anchor)];
  if (keys.length === selection.keys.size && active === selection.active && anchor === selection.anchor) return selection;
  return { keys: new Set(keys), active, anchor };
}
