import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, FindingStatus } from '@domain/doctor/finding';
import type { Host } from '@domain/host';
import { FindingCard, FindingLine } from './finding-card';
import { findingGroups } from './findings';
import { StatusMark } from './status-mark';
import classes from './doctor.module.css';

interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly host: Pick<Host, 'address'>;
  readonly showsNotApplicable: boolean;
}

/** Findings by group: what is wrong in full, what is fine folded to a line. */
export function FindingList({ findings, host, showsNotApplicable }: FindingListProps) {
  const { t } = useTranslation('doctor');
  const groups = useMemo(() => findingGroups(findings), [findings]);
  const shown = groups.filter(({ troubles, fine }) => showsNotApplicable || troubles.length + fine.length > 0);
  return shown.map(({ group, troubles, fine, notApplicable }) => (
    <section key={group} className={classes['group']} aria-label={t(`group.${group}`)} data-testid="finding-group" data-group={group}>
      <h3 className={classes['groupTitle']}>{t(`group.${group}`)}</h3>
      {troubles.map((finding) => (
        <FindingCard key={finding.id} finding={finding} host={host} />
      ))}
      <Folded status="ok" findings={fine} />
      {showsNotApplicable && <Folded status="not-applicable" findings={notApplicable} />}
    </section>
  ));
}

function Folded({ status, findings }: { readonly status: FindingStatus; readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <details className={classes['folded']}>
      <summary className={classes['summary']}>
        <StatusMark status={status} />
        <span className={classes['titles']}>{findings.map(({ title }) => title).join(' · ')}</span>
      </summary>
      <ul className={classes['lines']}>
        {findings.map((finding) => (
          <FindingLine key={finding.id} finding={finding} />
        ))}
      </ul>
    </details>
  );
}
