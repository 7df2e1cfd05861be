import { memo, type MouseEvent, type ReactNode } from 'react';
import { IconChevronDown, IconChevronRight, IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Picking } from './selection';
import type { Column, Point } from './recording-table';
import classes from './table.module.css';

interface TableRowProps<T> {
  readonly id: string;
  readonly row: T;
  readonly rowKey: string;
  readonly index: number;
  readonly name: string;
  readonly data: (row: T) => Readonly<Record<`data-${string}`, string | boolean>>;
  readonly columns: readonly Column<T, string>[];
  /** In a table whose rows unfold. */
  readonly level: number | undefined;
  /** Null where there is nothing to unfold. */
  readonly isOpen: boolean | null;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly events: {
    readonly pick: (key: string, how: Picking) => void;
    readonly open: (key: string) => void;
    readonly fold: (key: string, isOpen: boolean) => void;
    readonly menu: (key: string, at: Point) => void;
  };
}

// Hundreds of these come and go while a long table is scrolled: plain elements, drawn anew only when they change.
function Row<T>({ id, row, rowKey, index, name, data, columns, level, isOpen, isSelected, isActive, events }: TableRowProps<T>) {
  const { t } = useTranslation('recordings');
  const click = ({ shiftKey, ctrlKey }: MouseEvent) => events.pick(rowKey, shiftKey ? 'range' : ctrlKey ? 'toggle' : 'only');
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    events.menu(rowKey, { x: event.clientX, y: event.clientY });
  };
  return (
    <tr
      id={id}
      role="row"
      className={classes['row']}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-level={level}
      aria-expanded={isOpen ?? undefined}
      data-active={isActive}
      {...data(row)}
      onClick={click}
      onDoubleClick={() => events.open(rowKey)}
      onContextMenu={openMenu}
    >
      <td className={classes['choose']} role="gridcell">
        <input
          type="checkbox"
          className={classes['check']}
          tabIndex={-1}
          aria-label={t('table.choose', { name })}
          checked={isSelected}
          onClick={(event) => event.stopPropagation()}
          onDoubleClick={(event) => event.stopPropagation()}
          onChange={() => events.pick(rowKey, 'toggle')}
        />
        {isOpen !== null && (
          <button
            type="button"
            className={classes['fold']}
            tabIndex={-1}
            aria-label={t(isOpen ? 'table.fold' : 'table.unfold', { name })}
            data-testid="fold-button"
            onDoubleClick={(event) => event.stopPropagation()}
            onClick={(event) => {
              event.stopPropagation();
              events.fold(rowKey, !isOpen);
            }}
          >
            {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          </button>
        )}
      </td>
      {columns.map((column) => (
        <td key={column.id} role="gridcell" data-extra={column.isExtra === true} data-number={column.isNumber === true}>
          {column.cell(row)}
        </td>
      ))}
      <td className={classes['more']} role="gridcell">
        <button
          type="button"
          className={classes['moreButton']}
          tabIndex={-1}
          aria-label={t('table.more', { name })}
          aria-haspopup="menu"
          onDoubleClick={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation();
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            events.menu(rowKey, { x: left, y: bottom });
          }}
        >
          <IconDots size={16} aria-hidden />
        </button>
      </td>
    </tr>
  );
}

export const TableRow = memo(Row) as <T>(props: TableRowProps<T>) => ReactNode;
