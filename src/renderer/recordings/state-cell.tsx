import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { partNumber, type Recording } from '@domain/recording';
import { useAlertText } from '../live/alert-text';
import { useSelect } from '../state/store';
import { recordedOn } from '../state/parts';
import { useErrorText } from '../ui/error-text';
import { useFormats } from '../ui/format';
import { isWhole, type RecordingRow } from './rows';
import classes from './recordings.module.css';

const colors: Readonly<Record<Recording['reason'], string>> = { completed: 'teal', stopped: 'teal', failed: 'orange', lost: 'orange' };

/** How a recording ended, why, and which part of it this is; of all parts how the last one did, or that it goes on. */
export function StateCell({ row }: { readonly row: RecordingRow }) {
  const { whole, files } = row;
  const last = files.at(-1) ?? files[0];
  const { reason, error, recovered } = last;
  const goesOn = useSelect((state) => isWhole(row) && recordedOn(state, whole.id));
  const number = isWhole(row) || (whole.files.length === 1 && last.part === null) ? null : partNumber(last);
  const file = number === null ? null : (last.part?.file ?? null);
  const unclosed = files.find((recording) => recording.unclosed)?.unclosed;
  const alerts = files.flatMap((recording) => recording.alerts ?? []);
  const { t } = useTranslation('recordings');
  const errorText = useErrorText();
  const alertText = useAlertText();
  const { duration, count } = useFormats();
  const said = error && errorText(error);
  const why = [
    ...(recovered ? [t('state.recoveredHint')] : []),
    ...(said ? [`${said.title}: ${said.detail}`] : []),
    ...(unclosed ? [t('state.unclosedHint'), ...(unclosed.problem === null ? [] : [t('state.repairFailed', { reason: unclosed.problem })])] : []),
    ...(number === null ? [] : [t('state.partHint', { number })]),
    ...alerts.map((alert) => `${duration(alert.atSeconds)}: ${alertText(alert).title}. ${alert.detail}`),
  ].join('\n');
  const color = recovered ? 'blue' : colors[reason];
  if (goesOn) {
    return (
      <Badge size="sm" variant="light" color="red" classNames={{ root: classes['reason'] ?? '', label: classes['plainWord'] ?? '' }} data-testid="recording-state">
        {t('state.goesOn')}
      </Badge>
    );
  }
  return (
    <span className={classes['states']} title={why === '' ? undefined : why}>
      <Badge size="sm" variant="light" color={color} classNames={{ root: classes['reason'] ?? '', label: color === 'orange' ? (classes['plainWord'] ?? '') : '' }} data-testid="recording-state">
        {recovered ? t('state.recovered') : t(`state.${reason}`)}
      </Badge>
      {alerts.length > 0 && <span className={classes['warned']}>{t('state.warnings', { count: alerts.length, number: count(alerts.length) })}</span>}
      {unclosed && <span className={classes['dim']}>{t('state.unclosed')}</span>}
      {number !== null && <span className={classes['dim']}>{file === null ? t('state.part', { number }) : t('state.file', { number, file })}</span>}
    </span>
  );
}
