import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import { fileName } from '../ui/format';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));

/** Asks before recordings go that are marked to keep; others go at once. The dialog is to be shown. */
export function useKeptQuestion(): { readonly askBefore: (chosen: readonly Recording[], remove: () => void) => void; readonly dialog: ReactNode } {
  const { t } = useTranslation('recordings');
  const [asked, setAsked] = useState<{ readonly kept: readonly Recording[]; readonly remove: () => void } | null>(null);
  const askBefore = (chosen: readonly Recording[], remove: () => void) => {
    const kept = chosen.filter((recording) => recording.kept);
    if (kept.length === 0) remove();
    else setAsked({ kept, remove });
  };
  const dialog = asked && (
    <Suspense>
      <ConfirmDialog title={t('kept.title')} action={t('action.remove')} onConfirm={asked.remove} onClose={() => setAsked(null)}>
        {t(asked.kept.length === 1 ? 'kept.one' : 'kept.more', { count: asked.kept.length, name: fileName(asked.kept[0]?.path ?? '') })}
      </ConfirmDialog>
    </Suspense>
  );
  return { askBefore, dialog };
}
