import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Alert } from '@domain/watchdog/alert';
import { useAlertText } from '../live/alert-text';
import { useFormats } from '../ui/format';
import classes from './details.module.css';

/** What the watchdogs saw in this recording, with what has passed. */
export function AlertList({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation('alerts');
  const { duration } = useFormats();
  const textOf = useAlertText();
  return (
    <ul className={classes['alerts']} aria-label={t('label')} data-testid="alert-list" tabIndex={0}>
      {alerts.map((alert) => {
        const { title, detail, nextStep } = textOf(alert);
        const { kind, atSeconds, times, isOver } = alert;
        return (
          <Text key={kind} component="li" size="xs">
            <strong>{title}.</strong> {detail} {isOver ? t('passed') : nextStep} {t('at', { time: duration(atSeconds) })}
            {times > 1 && `, ${t('times', { count: times })}`}
          </Text>
        );
      })}
    </ul>
  );
}
