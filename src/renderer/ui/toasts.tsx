import { useEffect, useState } from 'react';
import { Button, Notification } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDispatch, useSelect } from '../state/store';
import type { Toast } from '../state/toasts';
import classes from './ui.module.css';

const usualSeconds = 8;

/** Short words on what was done, above everything else. Dispatch `toast` to show one. */
export function Toasts() {
  const { t } = useTranslation();
  const toasts = useSelect((state) => state.toasts);
  return (
    <div className={classes['toasts']} role="region" aria-label={t('toasts')} aria-live="polite" data-testid="toasts">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastView({ toast }: { readonly toast: Toast }) {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  const [isHeld, setIsHeld] = useState(false);
  const { onHold } = toast;
  // What goes away while it is pointed at is told nothing more by the mouse: its hold ends with it.
  useEffect(() => {
    if (!isHeld) return undefined;
    onHold?.(true);
    return () => onHold?.(false);
  }, [isHeld, onHold]);
  const close = () => dispatch({ type: 'toast-dismissed', id: toast.id });
  const { durationSeconds = usualSeconds, actions = [] } = toast;
  useEffect(() => {
    if (isHeld || durationSeconds === null) return undefined;
    const timer = setTimeout(() => dispatch({ type: 'toast-dismissed', id: toast.id }), durationSeconds * 1000);
    return () => clearTimeout(timer);
  }, [isHeld, durationSeconds, dispatch, toast]);
  return (
    <Notification
      role="status"
      withBorder
      data-testid="toast"
      closeButtonProps={{ 'aria-label': t('dismiss') }}
      onClose={close}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <div className={classes['toast']}>
        <span className={classes['toastText']}>{toast.text}</span>
        {toast.showsTimeLeft === true && durationSeconds !== null && <TimeLeft key={String(isHeld)} seconds={durationSeconds} isHeld={isHeld} />}
        {actions.map(({ label, run }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            onClick={() => {
              close();
              run();
            }}
          >
            {label}
          </Button>
        ))}
      </div>
    </Notification>
  );
}

/** Whole seconds that are left; they stand still while the toast is held. */
function TimeLeft({ seconds, isHeld }: { readonly seconds: number; readonly isHeld: boolean }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [isHeld]);
  return (
    <span className={classes['timeLeft']} aria-hidden>
      {t('secondsLeft', { seconds: left })}
    </span>
  );
}
