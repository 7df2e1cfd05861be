import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { allGpus } from '@domain/plan/gpus';
import type { AppState } from '../state/state';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import type { EncodersT } from './words';
import classes from './encoders.module.css';

/** How the trial of the encoders stands, and the button for it. */
export function TrialBar() {
  const { t } = useTranslation('encoders');
  const { t: common } = useTranslation();
  const trial = useSelect((state) => state.trial);
  const sentence = useSelect((state) => trialSentence(state, t));
  const canTry = useSelect((state) => state.capabilities.state === 'ready' && allGpus(state.capabilities.value).length > 0);
  const wasTried = useSelect((state) => state.capabilities.state === 'ready' && state.capabilities.value.encoders !== null);
  const { tryEncoders, cancelTrial, lookForDevices } = useCommands();
  if (trial.state === 'running') {
    const { done, total, trying, isCancelling } = trial;
    return (
      <div className={classes['trial']} data-testid="encoder-trial" data-state="running">
        <div className={classes['trialText']}>
          <Text size="sm" role="status">
            {isCancelling ? t('trial.ending') : total === 0 ? t('trial.preparing') : t('trial.progress', { done, total })}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {trying ?? t('trial.each')}
          </Text>
          <Progress size="sm" value={total === 0 ? 100 : (100 * done) / total} animated={total === 0} aria-label={t('trial.label')} />
        </div>
        <Button size="xs" variant="default" disabled={isCancelling} onClick={() => void cancelTrial()}>
          {common('cancel')}
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
            {wasTried ? t('trial.again') : t('trial.start')}
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => void lookForDevices()}>
            {t('trial.look')}
          </Button>
        )}
      </div>
      {trial.state === 'failed' && <ErrorAlert error={trial.error} onRetry={() => void tryEncoders()} />}
    </>
  );
}

function trialSentence({ capabilities, trial }: AppState, t: EncodersT): string {
  if (trial.state === 'cancelled') return t('trial.cancelled');
  if (capabilities.state !== 'ready') return t('trial.unknown');
  const gpus = allGpus(capabilities.value);
  if (gpus.length === 0) return t('trial.noGpu');
  const { encoders } = capabilities.value;
  const names = gpus.map(({ name }) => name).join(', ');
  if (encoders === null) return t('trial.untried', { names });
  const working = encoders.filter(({ usable }) => usable).length;
  return working === 0 ? t('trial.none', { names }) : t('trial.working', { working, total: encoders.length, names });
}
