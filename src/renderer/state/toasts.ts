/** A short word on something that was done, and what may still be done about it; in the reader's language. */
export interface Toast {
  /** One of the same id takes the place of the one before. */
  readonly id: string;
  readonly text: string;
  readonly actions?: readonly ToastButton[];
  /** How long it stays, in seconds, unless it is pointed at or has the focus; null: until it is dismissed. Default 8. */
  readonly durationSeconds?: number | null;
  /** The time that is left is shown, for what can be undone until then. */
  readonly showsTimeLeft?: boolean;
  /** Told when its time begins to stand still, and when it begins anew. */
  readonly onHold?: (isHeld: boolean) => void;
}

export interface ToastButton {
  readonly label: string;
  /** The toast goes away with it. */
  readonly run: () => void;
}

export type ToastAction =
  | { readonly type: 'toast'; readonly toast: Toast }
  | { readonly type: 'toast-dismissed'; readonly id: string };

/** More than these would hide what they lie on. */
const maximumToasts = 4;

export function reduceToasts(toasts: readonly Toast[], action: ToastAction): readonly Toast[] {
  if (action.type === 'toast-dismissed') return toasts.filter(({ id }) => id !== action.id);
  const next = [...toasts.filter(({ id }) => id !== action.toast.id), action.toast];
  const given = next.length > maximumToasts ? givesWay(next.slice(0, -1)) : undefined;
  return next.filter((toast) => toast !== given);
}

/** The oldest without anything to do, else the oldest that goes away by itself; what has to be dismissed stays. */
function givesWay(toasts: readonly Toast[]): Toast | undefined {
  const passing = toasts.filter(({ durationSeconds }) => durationSeconds !== null);
  return passing.find(({ actions = [] }) => actions.length === 0) ?? passing[0];
}
