import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { Table, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { allOf, moved, picked, type Picking, type Selection } from './selection';
import type { Sort } from './sorting';
import { TableRow } from './table-row';
import classes from './table.module.css';

export interface Column<T, K extends string> {
  readonly id: K;
  readonly title: string;
  /** In pixels; null takes what is left. */
  readonly width: number | null;
  /** Left out in a narrow window. */
  readonly isExtra?: boolean;
  readonly isNumber?: boolean;
  readonly cell: (row: T) => ReactNode;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a row stands in a table whose rows unfold. */
export interface Fold {
  readonly level: number;
  /** Null where there is nothing to unfold. */
  readonly isOpen: boolean | null;
}

interface RecordingTableProps<T, K extends string> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Data attributes of a row, for those who look for one. */
  readonly dataOf: (row: T) => Readonly<Record<`data-${string}`, string | boolean>>;
  readonly nameOf: (row: T) => string;
  /** Must be the same object while nothing about it changes: rows are drawn anew with it. */
  readonly columns: readonly Column<T, K>[];
  readonly sort: Sort<K>;
  readonly onSort: (sort: Sort<K>) => void;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  /** Enter, or a double click. */
  readonly onOpen: (key: string) => void;
  readonly onRemove: () => void;
  readonly onRename: () => void;
  /** Marks what is chosen to keep, or takes the mark away; absent where there is no such mark. */
  readonly onKeep?: () => void;
  /** Where rows unfold: the arrows to the right and left, and a button, do that. */
  readonly folding?: { readonly of: (row: T) => Fold; readonly onFold: (key: string, isOpen: boolean) => void };
  readonly onMenu: (at: Point) => void;
}

const rowHeight = 52;
const rowsOfPage = 8;

/** A long table: only the rows in view are there. Arrows move, unfold and fold, Shift extends, Ctrl A takes all, Enter opens, F2 renames, Delete removes. */
export function RecordingTable<T, K extends string>(props: RecordingTableProps<T, K>) {
  const { label, rows, keyOf, dataOf, nameOf, columns, sort, onSort, selection, onSelection, onMenu, folding } = props;
  const { t } = useTranslation('recordings');
  const scroll = useRef<HTMLDivElement>(null);
  const order = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes this component
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 6, scrollPaddingStart: 34 });
  const items = virtual.getVirtualItems();
  const activeAt = selection.active === null ? -1 : order.indexOf(selection.active);
  useEffect(() => {
    if (activeAt >= 0) virtual.scrollToIndex(activeAt, { align: 'auto' });
  }, [activeAt, virtual]);

  // Rows are remembered: what they call is always the newest.
  const newest = useRef({ props, order });
  useEffect(() => {
    newest.current = { props, order };
  });
  const events = useMemo(() => {
    const pick = (key: string, how: Picking) => {
      const { props: now, order: shown } = newest.current;
      now.onSelection(picked(now.selection, shown, key, how));
    };
    return {
      pick,
      open: (key: string) => newest.current.props.onOpen(key),
      fold: (key: string, isOpen: boolean) => newest.current.props.folding?.onFold(key, isOpen),
      menu: (key: string, at: Point) => {
        if (!newest.current.props.selection.keys.has(key)) pick(key, 'only');
        newest.current.props.onMenu(at);
      },
    };
  }, []);

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const action = keyAction(event, props, order);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const chosen = selection.keys.size;
  const openMenuByKey = (event: MouseEvent) => {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    onMenu({ x: event.clientX, y: event.clientY });
  };
  return (
    <div
      ref={scroll}
      className={classes['scroll']}
      role={folding ? 'treegrid' : 'grid'}
      tabIndex={0}
      aria-label={label}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={activeAt >= 0 ? rowId(selection.active ?? '') : undefined}
      data-testid="recordings-grid"
      onKeyDown={press}
      onContextMenu={openMenuByKey}
    >
      <Table layout="fixed" fz="sm" className={classes['table'] ?? ''} role="presentation" data-folding={folding !== undefined && rows.some((row) => folding.of(row).isOpen !== null)}>
        <thead className={classes['head']} role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            <th className={classes['choose']} role="columnheader">
              <input
                type="checkbox"
                className={classes['check']}
                aria-label={t('table.chooseAll')}
                checked={rows.length > 0 && chosen === rows.length}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < rows.length;
                }}
                onChange={() => onSelection(chosen === rows.length ? { ...selection, keys: new Set() } : allOf(selection, order))}
              />
            </th>
            {columns.map((column) => (
              <th
                key={column.id}
                role="columnheader"
                style={column.width === null ? {} : { width: column.width }}
                data-extra={column.isExtra === true}
                data-number={column.isNumber === true}
                aria-sort={sort.by === column.id ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
              >
                <UnstyledButton
                  className={classes['sort'] ?? ''}
                  onClick={() => onSort({ by: column.id, isDescending: sort.by === column.id ? !sort.isDescending : false })}
                >
                  <span className={classes['clip']}>{column.title}</span>
                  {sort.by === column.id && (sort.isDescending ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />)}
                </UnstyledButton>
              </th>
            ))}
            <th className={classes['more']} role="columnheader" aria-label={t('table.actions')} />
          </tr>
        </thead>
        <tbody role="rowgroup">
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index];
            const key = order[index];
            if (row === undefined || key === undefined) return null;
            return (
              <TableRow
                key={key}
                id={rowId(key)}
                row={row}
                rowKey={key}
                index={index}
                name={nameOf(row)}
                data={dataOf}
                columns={columns}
                level={folding?.of(row).level}
                isOpen={folding?.of(row).isOpen ?? null}
                isSelected={selection.keys.has(key)}
                isActive={selection.active === key}
                events={events}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </Table>
    </div>
  );
}

const rowId = (key: string) => `recording-${key}`;

/** To the right it unfolds, then goes to the first row below; to the left it folds, or goes to the row that it belongs to. */
function foldAction<T, K extends string>(
  key: 'ArrowRight' | 'ArrowLeft',
  { rows, selection, onSelection, folding }: RecordingTableProps<T, K>,
  order: readonly string[],
): (() => void) | null {
  const { active } = selection;
  const at = active === null ? -1 : order.indexOf(active);
  const row = rows[at];
  if (!folding || active === null || row === undefined) return null;
  const { level, isOpen } = folding.of(row);
  const go = (index: number) => () => onSelection(picked(selection, order, order[index] ?? active, 'only'));
  if (key === 'ArrowRight') return isOpen === null ? null : isOpen ? go(at + 1) : () => folding.onFold(active, true);
  if (isOpen === true) return () => folding.onFold(active, false);
  return level === 1 ? null : go(rows.findLastIndex((other, index) => index < at && folding.of(other).level < level));
}

/** What a key does; null where it is not the table's. */
function keyAction<T, K extends string>(
  event: KeyboardEvent,
  props: RecordingTableProps<T, K>,
  order: readonly string[],
): (() => void) | null {
  const { selection, onSelection, onOpen, onRemove, onRename, onKeep } = props;
  const { key, ctrlKey, shiftKey, altKey } = event;
  if (altKey) return null;
  const move = (by: number) => () => onSelection(moved(selection, order, by, shiftKey));
  if (ctrlKey) return key === 'a' ? () => onSelection(allOf(selection, order)) : null;
  const { active } = selection;
  switch (key) {
    case 'ArrowDown':
      return move(1);
    case 'ArrowUp':
      return move(-1);
    case 'ArrowRight':
    case 'ArrowLeft':
      return foldAction(key, props, order);
    case 'PageDown':
      return move(rowsOfPage);
    case 'PageUp':
      return move(-rowsOfPage);
    case 'Home':
      return move(-order.length);
    case 'End':
      return move(order.length);
    case ' ':
      return active === null ? null : () => onSelection(picked(selection, order, active, 'toggle'));
    case 'Enter':
      return active === null ? null : () => onOpen(active);
    case 'Delete':
      return selection.keys.size === 0 ? null : onRemove;
    case 'k':
    case 'K':
      return selection.keys.size === 0 ? null : (onKeep ?? null);
    case 'F2':
      return selection.keys.size === 1 ? onRename : null;
    case 'Escape':
      return selection.keys.size === 0 ? null : () => onSelection({ ...selection, keys: new Set() });
    default:
      return null;
  }
}
