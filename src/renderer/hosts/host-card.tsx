import type { ReactNode } from 'react';
import classes from './hosts.module.css';

interface HostCardProps {
  readonly title: string;
  /** Beside the title, such as a number. */
  readonly aside?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** One matter of a host. */
export const HostCard = ({ title, aside, testId, children }: HostCardProps) => (
  <section className={classes['card']} aria-label={title} data-testid={testId}>
    <h3 className={classes['cardTitle']}>
      {title}
      {aside !== undefined && <span className={classes['aside']}>{aside}</span>}
    </h3>
    {children}
  </section>
);
