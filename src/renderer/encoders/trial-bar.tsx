import { Button, Progress, Text } from '@mantine/core';
import { allGpus } from '@domain/plan/gpus';
import type { AppState } from '../state/state';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import classes from './encoders.module.css';

/** How the trial of the encoders stands, and the button for it. */
export function TrialBar() {
  const trial = useSelect((state) => state.trial);
  const sentence = useSelect(trialSentence);
  const canTry = useSelect((state) => state.capabilities.state === 'ready' && allGpus(state.capabilities.value).length > 0);
  const wasTried = useSelect((state) => state.capabilities.state === 'ready' && state.capabilities.value.encoders !== null);
  const { tryEncoders, cancelTrial, lookForDevices } = useCommands();
  if (trial.state === 'running') {
    const { done, total, trying, isCancelling } = trial;
    return (
      <div className={classes['trial']} data-testid="encoder-trial" data-state="running">
        <div className={classes['trialText']}>
          <Text size="sm" role="status">
            {isCancelling ? 'Ending the trial…' : total === 0 ? 'Preparing the trial…' : `${done} of ${total} tried`}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {trying ?? 'Each encodes half a second of real pictures.'}
          </Text>
          <Progress size="sm" value={total === 0 ? 100 : (100 * done) / total} animated={total === 0} aria-label="Progress of the trial" />
        </div>
        <Button size="xs" variant="default" disabled={isCancelling} onClick={() => void cancelTrial()}>
          Cancel
        </Button>
      </div>
    );
  }
  return (
    <>
      <div className={classes['trial']} data-testid="encoder-trial" data-state={trial.state}>
        <Text size="sm" className={classes['trialText'] ?? ''}>
          {sentence}
        </Text>
        {canTry ? (
          <Button size="xs" variant={wasTried ? 'default' : 'filled'} onClick={() => void tryEncoders()}>
            {wasTried ? 'Try them again' : 'Try the encoders'}
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => void lookForDevices()}>
            Look again
          </Button>
        )}
      </div>
      {trial.state === 'failed' && <ErrorAlert error={trial.error} onRetry={() => void tryEncoders()} />}
    </>
  );
}

function trialSentence({ capabilities, trial }: AppState): string {
  if (trial.state === 'cancelled') return 'The trial was cancelled. What was tried is remembered.';
  if (capabilities.state !== 'ready') return 'What works is known once the host answers.';
  const gpus = allGpus(capabilities.value);
  if (gpus.length === 0) return 'This host shows no GPU. Software encoders work on every machine.';
  const { encoders } = capabilities.value;
  const names = gpus.map(({ name }) => name).join(', ');
  if (encoders === null) return `Nothing was tried on ${names} yet. A trial takes some seconds and shows what really works.`;
  const working = encoders.filter(({ usable }) => usable).length;
  return working === 0 ? `No encoder of ${names} works here. Choose one to see why.` : `${working} of ${encoders.length} encoders of ${names} work.`;
}
