import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unknown, useFormats } from '../ui/format';
import type { Sum } from './sum-of';

/** Number, length and size of what is chosen, or else of all that is shown. */
export function Sums({ chosen, shown }: { readonly chosen: Sum; readonly shown: Sum }) {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  const isChosen = chosen.count > 0;
  const { count, durationSeconds, isLonger, sizeBytes } = isChosen ? chosen : shown;
  const known = durationSeconds === null ? unknown : formats.duration(durationSeconds);
  const length = isLonger && durationSeconds !== null ? t('sum.atLeast', { length: known }) : known;
  return (
    <Text size="xs" c="dimmed" truncate role="status" data-testid="recordings-sums">
      {[t(isChosen ? 'sum.chosen' : 'sum.shown', { count, number: formats.count(count) }), length, formats.bytes(sizeBytes)].join(' · ')}
    </Text>
  );
}
