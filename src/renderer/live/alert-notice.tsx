import { Alert as Notice, Text } from '@mantine/core';
import type { Alert } from '@domain/watchdog/alert';
import { useAlertText } from './alert-text';

/** What a watchdog sees now, and what helps. */
export function AlertNotice({ alert }: { readonly alert: Alert }) {
  const { title, detail, nextStep } = useAlertText()(alert);
  return (
    <Notice color="yellow" p="xs" role="status" data-testid="alert-notice" data-kind={alert.kind}>
      <Text size="xs">
        <strong>{title}.</strong> {detail} {nextStep}
      </Text>
    </Notice>
  );
}
