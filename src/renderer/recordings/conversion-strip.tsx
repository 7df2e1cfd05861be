import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { conversionKey, type Conversion } from '../state/conversions';
import { useCommands, useSelect } from '../state/store';
import { fileName, useFormats } from '../ui/format';
import classes from './recordings.module.css';

/** What is being made of recordings, each with its progress and a way to call it off. */
export function ConversionStrip() {
  const conversions = useSelect((state) => state.conversions);
  const shown = Object.values(conversions).filter(({ kind }) => kind !== 'playable');
  if (shown.length === 0) return null;
  return (
    <div className={classes['conversions']}>
      {shown.map((conversion) => (
        <ConversionLine key={conversionKey(conversion)} conversion={conversion} />
      ))}
    </div>
  );
}

function ConversionLine({ conversion: { kind, recordingId, fraction } }: { readonly conversion: Conversion }) {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const formats = useFormats();
  const { cancelConversion } = useCommands();
  const name = useSelect(({ recordings }) => {
    const found = recordings.state === 'ready' ? recordings.value.find(({ id }) => id === recordingId) : undefined;
    return found ? fileName(found.path) : recordingId;
  });
  const words = t(`conversion.${kind === 'playable' ? 'remux' : kind}`, { name });
  return (
    <div className={classes['conversion']} role="status" data-testid="conversion" data-kind={kind}>
      <Text size="sm" truncate>
        {words}
        {fraction !== null && ` ${formats.percent(Math.floor(fraction * 100) / 100)}`}
      </Text>
      <Progress size="sm" value={(fraction ?? 1) * 100} animated={fraction === null} aria-label={words} />
      <Button size="compact-xs" variant="default" onClick={() => void cancelConversion(recordingId)}>
        {common('cancel')}
      </Button>
    </div>
  );
}
