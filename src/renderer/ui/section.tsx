import type { ReactNode } from 'react';
import classes from './ui.module.css';

interface SectionProps {
  readonly title: string;
  /** Shown beside the title; says what is inside while it is closed. */
  readonly summary?: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of the settings that folds away. */
export function Section({ title, summary, isOpen = true, children }: SectionProps) {
  return (
    <details className={classes['section']} open={isOpen}>
      <summary>
        <h2 className={classes['heading']}>{title}</h2>
        {summary !== undefined && <span className={classes['summary']}>{summary}</span>}
      </summary>
      <div className={classes['stack']}>{children}</div>
    </details>
  );
}

export const Columns = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes['columns']}>{children}</div>
);
export const Empty = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes['empty']}>{children}</div>
);
