import { useEffect, useRef, useState } from 'react';
import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorOf, type CapstanError } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { conversionKey } from '../state/conversions';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import classes from './player.module.css';

interface PreviewOfferProps {
  readonly recording: Recording;
  readonly onMade: () => void;
}

/** Says what this window cannot play, and makes a preview of it. */
export function PreviewOffer({ recording: { id, media }, onMade }: PreviewOfferProps) {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const formats = useFormats();
  const conversion = useSelect((state) => state.conversions[conversionKey({ kind: 'playable', recordingId: id })]);
  const [error, setError] = useState<CapstanError | null>(null);
  const { makePlayable, cancelConversion, openRecording } = useCommands();
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const make = async () => {
    setError(null);
    try {
      await makePlayable(id);
      if (isShown.current) onMade();
    } catch (thrown) {
      const problem = errorOf(thrown);
      if (isShown.current && problem.kind !== 'conversion-cancelled') setError(problem);
    }
  };
  return (
    <div className={classes['offer']} data-testid="preview-offer">
      <Text size="sm">{t('player.cannot', { codec: media?.codec ?? t('player.thisFile') })}</Text>
      <Text size="xs" c="dimmed">
        {t('player.offer')}
      </Text>
      {error && <ErrorAlert error={error} onRetry={() => void make()} />}
      {conversion ? (
        <div className={classes['making']}>
          <Progress size="sm" value={(conversion.fraction ?? 1) * 100} animated={conversion.fraction === null} aria-label={t('player.making')} />
          <Text size="xs" c="dimmed" role="status">
            {t('player.making')} {conversion.fraction !== null && formats.percent(Math.floor(conversion.fraction * 100) / 100)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => void cancelConversion(id)}>
            {common('cancel')}
          </Button>
        </div>
      ) : (
        <div className={classes['choices']}>
          <Button size="sm" onClick={() => void make()} data-testid="make-preview" autoFocus>
            {t('player.make')}
          </Button>
          <Button size="sm" variant="default" onClick={() => void openRecording(id)}>
            {t('player.openElsewhere')}
          </Button>
        </div>
      )}
    </div>
  );
}
