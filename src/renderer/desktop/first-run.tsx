import { useState } from 'react';
import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { builtInPresets } from '@domain/built-in-presets';
import type { AppState } from '../state/state';
import { recordingSessions } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import classes from './first-run.module.css';

const dismissedKey = 'capstan.welcome-dismissed';

/** Nothing was recorded and no preset was made: how to begin. Lies on the stage, and goes away for good with the first choice. */
export default function FirstRun() {
  const { t } = useTranslation('desktop');
  const isNew = useSelect(isFirstRun);
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(dismissedKey) !== null);
  const firstDevice = useSelect(firstUsableDevice);
  const { edit, record, choosePreset } = useCommands();
  const dispatch = useDispatch();
  if (!isNew || isDismissed) return null;
  const dismiss = () => {
    localStorage.setItem(dismissedKey, '1');
    setDismissed(true);
  };
  const recordTestPattern = async () => {
    const [testPattern] = builtInPresets;
    if (testPattern) await choosePreset(testPattern);
    await record();
  };
  const useCamera = () => {
    dismiss();
    edit({ source: { type: 'capture-device', device: firstDevice ?? '', inputFormat: null, frameSize: null, frameRate: null, controls: {} } });
  };
  const useOtherMachine = () => {
    dismiss();
    dispatch({ type: 'host-shown', shown: { shows: 'new' } });
  };
  return (
    <section className={classes['welcome']} aria-label={t('firstRun.title')} data-testid="first-run">
      <CloseButton className={classes['close'] ?? ''} aria-label={t('firstRun.dismiss')} onClick={dismiss} />
      <h2>{t('firstRun.title')}</h2>
      <p>{t('firstRun.what')}</p>
      <div className={classes['ways']}>
        <Button onClick={() => void recordTestPattern()} data-testid="first-run-test-pattern">
          {t('firstRun.testPattern')}
        </Button>
        <Button variant="default" onClick={useCamera} data-testid="first-run-camera">
          {t('firstRun.camera')}
        </Button>
        <Button variant="default" onClick={useOtherMachine} data-testid="first-run-host">
          {t('firstRun.otherMachine')}
        </Button>
      </div>
    </section>
  );
}

function isFirstRun(state: AppState): boolean {
  const { status, recordings, presets, launch } = state;
  const isReady = status.state === 'ready' && recordings.state === 'ready' && recordings.value.length === 0;
  return isReady && launch.state === 'idle' && presets.every(({ builtIn }) => builtIn) && recordingSessions(state).length === 0;
}

const firstUsableDevice = ({ capabilities }: AppState): string | undefined =>
  capabilities.state === 'ready' ? capabilities.value.captureDevices.find(({ unusable }) => unusable === null)?.identity : undefined;
