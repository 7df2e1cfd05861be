import type { ReactNode } from 'react';
import { Alert, Button } from '@mantine/core';
import type { CapstanError } from '@domain/errors';
import { CopyButton } from './copy-button';
import classes from './ui.module.css';

interface ErrorAlertProps {
  readonly error: CapstanError;
  readonly onRetry?: () => void;
  readonly retryLabel?: string;
  readonly onClose?: () => void;
  readonly tone?: 'error' | 'warning';
  /** More buttons beside “Try again”. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** What happened, why, and what to do next. */
export function ErrorAlert({
  error,
  onRetry,
  retryLabel = 'Try again',
  onClose,
  tone = 'error',
  actions,
  children,
}: ErrorAlertProps) {
  return (
    <Alert
      data-testid="error-alert"
      data-kind={error.kind}
      role="alert"
      color={tone === 'error' ? 'red' : 'yellow'}
      title={error.title}
      p="sm"
      withCloseButton={onClose !== undefined}
      closeButtonLabel="Dismiss"
      {...(onClose && { onClose })}
    >
      <p className={classes['alertText']}>{error.detail}</p>
      <p className={classes['alertText']}>
        <strong>{error.nextStep}</strong>
      </p>
      {children}
      <div className={classes['alertActions']}>
        {onRetry && (
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            {retryLabel}
          </Button>
        )}
        {actions}
        <CopyButton text={`${error.title}\n${error.detail}\n${error.nextStep}`} label="Copy the error" />
      </div>
    </Alert>
  );
}
