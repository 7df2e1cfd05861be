import type { ReactNode } from 'react';
import { Menu } from '@mantine/core';
import type { Point } from './recording-table';
import classes from './recordings.module.css';

interface ContextMenuProps {
  /** Where it opens; null while it is closed. */
  readonly at: Point | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A menu where the pointer, or the button of a row, is. */
export function ContextMenu({ at, onClose, children }: ContextMenuProps) {
  return (
    <Menu opened={at !== null} onChange={(isOpen) => !isOpen && onClose()} position="bottom-start" transitionProps={{ duration: 0 }} returnFocus trapFocus>
      <Menu.Target>
        <span aria-hidden="true" className={classes['menuPoint']} style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
