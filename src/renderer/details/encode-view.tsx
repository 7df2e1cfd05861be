import { Alert, Text } from '@mantine/core';
import type { EncodeSummary, PlanFallback } from '@domain/encode-summary';
import classes from './details.module.css';

/** What encodes, where, and how the pictures get there. */
export function EncodeLine({ encode: { encoder, gpu, path } }: { readonly encode: EncodeSummary }) {
  const where = encoder === 'copy' ? 'Kept as it is' : `${encoder} on ${gpu?.name ?? 'the CPU'}`;
  const copies = path.copies === 0 ? '' : ` Each picture crosses between CPU and GPU ${path.copies === 1 ? 'once' : `${path.copies} times`}.`;
  return (
    <Text size="sm" className={classes['encode'] ?? ''} data-testid="encode-line" data-encoder={encoder} data-path={path.name}>
      <strong>{where}.</strong> {path.summary}
      {copies}
    </Text>
  );
}

/** What was wanted and is not done, and why: it stays as long as it is so. */
export function FallbackNotice({ fallback: { wanted, chosen, reason } }: { readonly fallback: PlanFallback }) {
  return (
    <Alert color="yellow" p="xs" role="status" data-testid="fallback-notice" className={classes['fallback'] ?? ''}>
      <Text size="xs">
        <strong>
          {chosen} instead of {wanted}.
        </strong>{' '}
        {reason}
      </Text>
    </Alert>
  );
}

/** Warnings beside the fallback, which has a notice of its own. */
export const otherWarnings = (warnings: readonly string[], fallback: PlanFallback | null | undefined): string[] =>
  warnings.filter((warning) => !fallback || !warning.includes(fallback.reason));
