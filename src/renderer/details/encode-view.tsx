import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EncodeSummary, PlanFallback } from '@domain/encode-summary';
import classes from './details.module.css';

/** What encodes, where, and how the pictures get there. */
export function EncodeLine({ encode: { encoder, gpu, path } }: { readonly encode: EncodeSummary }) {
  const { t } = useTranslation('details');
  const where = encoder === 'copy' ? t('encode.kept') : t('encode.on', { encoder, where: gpu?.name ?? t('encode.cpu') });
  return (
    <Text size="sm" className={classes['encode'] ?? ''} data-testid="encode-line" data-encoder={encoder} data-path={path.name}>
      <strong>{where}</strong> {path.summary} {path.copies > 0 && t('encode.copies', { count: path.copies })}
    </Text>
  );
}

/** What was wanted and is not done, and why: it stays as long as it is so. */
export function FallbackNotice({ fallback: { wanted, chosen, reason } }: { readonly fallback: PlanFallback }) {
  const { t } = useTranslation('details');
  return (
    <Alert color="yellow" p="xs" role="status" data-testid="fallback-notice" className={classes['fallback'] ?? ''}>
      <Text size="xs">
        <strong>{t('encode.instead', { chosen, wanted })}</strong> {reason}
      </Text>
    </Alert>
  );
}

/** Warnings beside the fallback, which has a notice of its own. */
export const otherWarnings = (warnings: readonly string[], fallback: PlanFallback | null | undefined): string[] =>
  warnings.filter((warning) => !fallback || !warning.includes(fallback.reason));
