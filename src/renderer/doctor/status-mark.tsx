import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FindingStatus } from '@domain/doctor/finding';
import classes from './doctor.module.css';

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, failed: IconCircleX, 'not-applicable': IconCircleMinus };

/** How a finding is: a sign of its own shape, and the word for it. */
export function StatusMark({ status }: { readonly status: FindingStatus }) {
  const { t } = useTranslation('doctor');
  const Icon = icons[status];
  return (
    <span className={classes['mark']} data-status={status}>
      <Icon size={16} aria-hidden="true" />
      {t(`status.${status}`)}
    </span>
  );
}
