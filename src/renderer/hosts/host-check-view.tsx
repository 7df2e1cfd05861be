import { Loader, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Host } from '@domain/host';
import type { HostCheckState } from '../state/hosts';
import { ErrorAlert } from '../ui/error-alert';
import { shownSteps, type ShownStep } from './check-steps';
import { forHost } from './for-host';
import { HostKey } from './host-key';
import { nameOfHost } from './host-words';
import classes from './hosts.module.css';

interface HostCheckViewProps {
  readonly host: Host;
  readonly check: HostCheckState;
}

/** A check, step by step: what passed, what failed and why, and what to do next. */
export function HostCheckView({ host, check }: HostCheckViewProps) {
  const { t } = useTranslation('hosts');
  if (check.state === 'failed') return <ErrorAlert error={check.error} />;
  const steps = shownSteps(host, check);
  const offered = check.state === 'done' ? check.check.offeredKey : null;
  return (
    <div data-testid="host-check" data-state={check.state === 'done' ? (check.check.passed ? 'passed' : 'failed') : 'running'}>
      {check.state === 'done' && check.check.passed && (
        <Text size="sm" fw={600} mb={10} role="status" className={classes['passed'] ?? ''}>
          {t('check.passed', { name: nameOfHost(host, t) })}
        </Text>
      )}
      <ol className={classes['steps']} aria-live="polite">
        {steps.map((step) => (
          <Step key={step.name} host={host} step={step} isKeyOffered={offered !== null} />
        ))}
      </ol>
      {offered && <HostKey hostId={host.id} offered={offered} />}
    </div>
  );
}

function StepIcon({ state }: Pick<ShownStep, 'state'>) {
  const { t } = useTranslation('hosts');
  const shared = { size: 18, role: 'img', 'aria-label': t(`check.state.${state}`) } as const;
  if (state === 'running') return <Loader size={16} role="img" aria-label={shared['aria-label']} />;
  if (state === 'passed') return <IconCircleCheck {...shared} color="var(--capstan-ok)" />;
  return state === 'failed' ? <IconCircleX {...shared} color="var(--capstan-bad)" /> : <IconCircleDashed {...shared} color="var(--mantine-color-dimmed)" />;
}

interface StepProps {
  readonly host: Host;
  readonly step: ShownStep;
  readonly isKeyOffered: boolean;
}

function Step({ host, step, isKeyOffered }: StepProps) {
  const { t } = useTranslation('hosts');
  return (
    <li data-testid="host-check-step" data-step={step.name} data-state={step.state}>
      <StepIcon state={step.state} />
      <div className={classes['stepText']}>
        <Text size="sm" {...(step.state === 'waiting' && { c: 'dimmed' })}>
          {t(`check.step.${step.name}`)}
        </Text>
        {step.state === 'passed' && (
          <Text size="xs" c="dimmed" className={classes['detail'] ?? ''}>
            {step.detail}
          </Text>
        )}
        {step.error && !isKeyOffered && <ErrorAlert error={step.error} fill={(nextStep) => forHost(nextStep, host)} />}
      </div>
    </li>
  );
}
