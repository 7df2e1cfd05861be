import { Text } from '@mantine/core';
import { isSourceChosen } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { CopyButton } from '../ui/copy-button';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { EncodeLine, FallbackNotice, otherWarnings } from './encode-view';
import classes from './details.module.css';

/** What Record will run, exactly, or why it would be refused. */
export function CommandView() {
  const plan = useSelect((state) => state.plan);
  const isChosen = useSelect((state) => isSourceChosen(state.draft.settings.source));
  const isAway = useSelect((state) => state.status.state === 'failed');
  const { retryPlan } = useCommands();
  if (!isChosen) return <Empty>Choose a source to see the command that Record will run.</Empty>;
  if (isAway) return <Empty>The command is known once the host can be reached.</Empty>;
  switch (plan.state) {
    case 'loading':
      return <Empty>Planning…</Empty>;
    case 'failed':
      return <ErrorAlert error={plan.error} tone="warning" onRetry={retryPlan} retryLabel="Plan again" />;
    case 'ready':
      return (
        <>
          <EncodeLine encode={plan.value.encode} />
          {plan.value.encode.fallback && <FallbackNotice fallback={plan.value.encode.fallback} />}
          {otherWarnings(plan.value.warnings, plan.value.encode.fallback).map((warning) => (
            <Text key={warning} size="xs" className={classes['warning'] ?? ''}>
              {warning}
            </Text>
          ))}
          <div className={classes['command']}>
            <pre
              data-testid="command-text"
              className={classes['text']}
              tabIndex={0}
              aria-label="Command that Record runs"
            >
              {plan.value.command}
            </pre>
            <CopyButton text={plan.value.command} label="Copy the command" />
          </div>
        </>
      );
  }
}
