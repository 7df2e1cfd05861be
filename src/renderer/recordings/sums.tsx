import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../ui/format';

export interface Sum {
  readonly count: number;
  readonly durationSeconds: number;
  readonly sizeBytes: number;
}

export const sumOf = (rows: readonly { readonly durationSeconds: number | null; readonly sizeBytes: number }[]): Sum => ({
  count: rows.length,
  durationSeconds: rows.reduce((sum, row) => sum + (row.durationSeconds ?? 0), 0),
  sizeBytes: rows.reduce((sum, row) => sum + row.sizeBytes, 0),
});

/** Number, length and size of what is chosen, or else of all that is shown. */
export function Sums({ chosen, shown }: { readonly chosen: Sum; readonly shown: Sum }) {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  const isChosen = chosen.count > 0;
  const { count, durationSeconds, sizeBytes } = isChosen ? chosen : shown;
  return (
    <Text size="xs" c="dimmed" truncate role="status" data-testid="recordings-sums">
      {[t(isChosen ? 'sum.chosen' : 'sum.shown', { count, number: formats.count(count) }), formats.duration(durationSeconds), formats.bytes(sizeBytes)].join(' · ')}
    </Text>
  );
}
