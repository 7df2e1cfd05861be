import type { ReactNode } from 'react';
import classes from './ui.module.css';
import { useKept } from './use-kept';

interface SectionProps {
  /** Under which it is remembered whether it is open. */
  readonly name: string;
  readonly title: string;
  /** Says what is inside while it is closed. */
  readonly summary?: string;
  readonly isOpenAtFirst?: boolean;
  /** Something inside is wrong: it is open while that is so. */
  readonly hasError?: boolean;
  readonly children: ReactNode;
}

/** A part of the settings that folds away, and stays so at the next start. */
export function Section({ name, title, summary, isOpenAtFirst = true, hasError = false, children }: SectionProps) {
  const [isOpen, setOpen] = useKept(`section-${name}`, isOpenAtFirst);
  const isShown = isOpen || hasError;
  return (
    <details
      className={classes['section']}
      open={isShown}
      data-testid={`section-${name}`}
      onToggle={({ currentTarget }) => currentTarget.open !== isShown && setOpen(currentTarget.open)}
    >
      <summary>
        <h2 className={classes['heading']}>{title}</h2>
        {summary !== undefined && (
          <span className={classes['summary']} title={summary}>
            {summary}
          </span>
        )}
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
