import { useTranslation } from 'react-i18next';
import type { Alert } from '@domain/watchdog/alert';
import type en from '@locales/en';

type AlertName = keyof (typeof en)['alerts']['kinds'];

/** What a watchdog told, in the window's language; figures and reasons stay as they are. */
export function useAlertText(): (alert: Alert) => Pick<Alert, 'title' | 'detail' | 'nextStep'> {
  const { t, i18n } = useTranslation('alerts');
  return ({ kind, cause, title, detail, nextStep }) => {
    const name = `${kind}-${cause}` as AlertName;
    if (!i18n.exists(`kinds.${name}`, { ns: 'alerts' })) return { title, detail, nextStep };
    return { title: t(`kinds.${name}.title`), detail, nextStep: t(`kinds.${name}.nextStep`) };
  };
}

/** What is wrong now, the newest first. */
export const openAlerts = (alerts: readonly Alert[] | undefined): Alert[] => (alerts ?? []).filter(({ isOver }) => !isOver).toReversed();
