import type { ReactNode } from 'react';
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CapstanError } from '@domain/errors';
import { CommandLines } from './command-lines';
import { commandsIn } from './commands-in';
import { CopyButton } from './copy-button';
import { useErrorText } from './error-text';
import classes from './ui.module.css';

interface ErrorAlertProps {
  readonly error: CapstanError;
  readonly onRetry?: () => void;
  readonly retryLabel?: string;
  readonly onClose?: () => void;
  readonly tone?: 'error' | 'warning';
  /** Puts what is known here, such as the name of a host, into the next step. */
  readonly fill?: (nextStep: string) => string;
  /** More buttons beside “Try again”. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** What happened, why, and what to do next. */
export function ErrorAlert({
  error,
  onRetry,
  retryLabel,
  onClose,
  tone = 'error',
  fill = (nextStep) => nextStep,
  actions,
  children,
}: ErrorAlertProps) {
  const { t } = useTranslation();
  const { title, detail, nextStep: usualStep } = useErrorText()(error);
  const nextStep = fill(usualStep);
  return (
    <Alert
      data-testid="error-alert"
      data-kind={error.kind}
      role="alert"
      color={tone === 'error' ? 'red' : 'yellow'}
      title={title}
      p="sm"
      withCloseButton={onClose !== undefined}
      closeButtonLabel={t('dismiss')}
      {...(onClose && { onClose })}
    >
      <p className={classes['alertText']}>{detail}</p>
      <p className={classes['alertText']}>
        <strong>{nextStep}</strong>
      </p>
      <CommandLines commands={commandsIn(nextStep)} />
      {children}
      <div className={classes['alertActions']}>
        {onRetry && (
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            {retryLabel ?? t('tryAgain')}
          </Button>
        )}
        {actions}
        <CopyButton text={`${title}\n${detail}\n${nextStep}`} label={t('copyError')} />
      </div>
    </Alert>
  );
}
