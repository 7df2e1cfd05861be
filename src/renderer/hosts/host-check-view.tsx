import { Loader, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { Host } from '@domain/host';
import type { HostCheckState } from '../state/hosts';
import { ErrorAlert } from '../ui/error-alert';
import { shownSteps, type ShownStep } from './check-steps';
import { HostKey } from './host-key';
import classes from './hosts.module.css';

interface HostCheckViewProps {
  readonly host: Host;
  readonly check: HostCheckState;
}

/** A check, step by step: what passed, what failed and why, and what to do next. */
export function HostCheckView({ host, check }: HostCheckViewProps) {
  if (check.state === 'failed') return <ErrorAlert error={check.error} />;
  const steps = shownSteps(host, check);
  const offered = check.state === 'done' ? check.check.offeredKey : null;
  return (
    <div data-testid="host-check" data-state={check.state === 'done' ? (check.check.passed ? 'passed' : 'failed') : 'running'}>
      {check.state === 'done' && check.check.passed && (
        <Text size="sm" c="teal" fw={600} mb={10} role="status">
          Everything is in place: {host.name} can record.
        </Text>
      )}
      <ol className={classes['steps']} aria-live="polite">
        {steps.map((step) => (
          <Step key={step.name} step={step} isKeyOffered={offered !== null} />
        ))}
      </ol>
      {offered && <HostKey hostId={host.id} offered={offered} />}
    </div>
  );
}

const icons = {
  passed: <IconCircleCheck size={18} color="var(--mantine-color-teal-6)" role="img" aria-label="Passed" />,
  failed: <IconCircleX size={18} color="var(--mantine-color-red-6)" role="img" aria-label="Failed" />,
  running: <Loader size={16} aria-label="Under way" />,
  waiting: <IconCircleDashed size={18} color="var(--mantine-color-dimmed)" role="img" aria-label="Not looked at" />,
};

function Step({ step, isKeyOffered }: { readonly step: ShownStep; readonly isKeyOffered: boolean }) {
  return (
    <li data-testid="host-check-step" data-step={step.name} data-state={step.state}>
      {icons[step.state]}
      <div className={classes['stepText']}>
        <Text size="sm" {...(step.state === 'waiting' && { c: 'dimmed' })}>
          {step.label}
        </Text>
        {step.state === 'passed' && (
          <Text size="xs" c="dimmed" className={classes['detail'] ?? ''}>
            {step.detail}
          </Text>
        )}
        {step.error && !isKeyOffered && <ErrorAlert error={step.error} />}
      </div>
    </li>
  );
}
