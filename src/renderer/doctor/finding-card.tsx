import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Finding } from '@domain/doctor/finding';
import type { Host } from '@domain/host';
import { CommandLines } from '../ui/command-lines';
import { helpFor } from './findings';
import { StatusMark } from './status-mark';
import classes from './doctor.module.css';

interface FindingProps {
  readonly finding: Finding;
  readonly host: Pick<Host, 'address'>;
}

/** Something that is wrong: what shows it, why it is so, and what helps. */
export function FindingCard({ finding, host }: FindingProps) {
  const { id, title, status, evidence, reason } = finding;
  const { remedy, commands } = helpFor(finding, host);
  return (
    <article className={classes['finding']} data-testid="finding" data-id={id} data-status={status} aria-label={title}>
      <div className={classes['findingHead']}>
        <StatusMark status={status} />
        <h4 className={classes['findingTitle']}>{title}</h4>
      </div>
      <Text size="sm" className={classes['words'] ?? ''}>
        {reason}
      </Text>
      <Evidence text={evidence} />
      {remedy !== '' && (
        <Text size="sm" fw={600} className={classes['words'] ?? ''}>
          {remedy}
        </Text>
      )}
      <CommandLines commands={commands} />
    </article>
  );
}

/** One that needs nothing. */
export function FindingLine({ finding: { id, title, status, evidence, reason } }: Pick<FindingProps, 'finding'>) {
  return (
    <li className={classes['line']} data-testid="finding" data-id={id} data-status={status}>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      <Text size="xs" c="dimmed" className={classes['words'] ?? ''}>
        {reason}
      </Text>
      <Evidence text={evidence} />
    </li>
  );
}

/** As the tool, file or daemon has it. */
function Evidence({ text }: { readonly text: string }) {
  const { t } = useTranslation('doctor');
  if (text === '') return null;
  return (
    <pre className={classes['evidence']} aria-label={t('evidence')}>
      {text}
    </pre>
  );
}
