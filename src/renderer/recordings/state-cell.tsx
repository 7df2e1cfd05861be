import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import { useErrorText } from '../ui/error-text';
import classes from './recordings.module.css';

const colors: Readonly<Record<Recording['reason'], string>> = { completed: 'teal', stopped: 'teal', failed: 'orange', lost: 'orange' };

/** How a recording ended, why, and what it is a part of. */
export function StateCell({ recording: { reason, error, recovered, part } }: { readonly recording: Recording }) {
  const { t } = useTranslation('recordings');
  const errorText = useErrorText();
  const said = error && errorText(error);
  const why = [
    ...(recovered ? [t('state.recoveredHint')] : []),
    ...(said ? [`${said.title}: ${said.detail}`] : []),
    ...(part ? [t('state.partHint', { number: part.number })] : []),
  ].join('\n');
  return (
    <span className={classes['states']} title={why === '' ? undefined : why}>
      <Badge size="sm" variant="light" color={recovered ? 'blue' : colors[reason]} className={classes['reason'] ?? ''} data-testid="recording-state">
        {recovered ? t('state.recovered') : t(`state.${reason}`)}
      </Badge>
      {part && <span className={classes['dim']}>{t('state.part', { number: part.number })}</span>}
    </span>
  );
}
