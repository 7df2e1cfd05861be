import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CapstanError } from '@domain/errors';
import { useCommands } from '../state/store';

interface ExamineButtonProps {
  readonly hostId: string;
  readonly size?: 'compact-xs' | 'xs';
  /** What went wrong there: for what no host is to blame for, there is no button. */
  readonly error?: CapstanError;
}

const blameless: ReadonlySet<CapstanError['kind']> = new Set(['preset-invalid', 'preset-unknown-version', 'start-cancelled', 'image-cancelled', 'probe-cancelled']);

/** Leads to the doctor, who looks for the cause. */
export function ExamineButton({ hostId, size = 'compact-xs', error }: ExamineButtonProps) {
  const { t } = useTranslation('doctor');
  const { showExamination } = useCommands();
  if (error && blameless.has(error.kind)) return null;
  return (
    <Button size={size} variant="default" data-testid="examine-host" onClick={() => showExamination(hostId)}>
      {t('examineHost')}
    </Button>
  );
}
