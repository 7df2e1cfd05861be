import { Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CaptureDevice } from '@domain/capabilities';
import type { Source } from '@domain/preset';
import { formatFrameRate, framesPerSecond, type FrameRate } from '@domain/units';
import { fieldError } from '../state/selectors';
import { useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { Columns } from '../ui/section';
import { RateField, SizeField } from '../ui/size-and-rate';
import { eitherOf, sizeProblem } from './device-choices';
import { ratesAt, sizesIn, type DeviceMode, type Moved } from './device-modes';

interface DeviceFormatProps {
  readonly source: Extract<Source, { type: 'capture-device' }>;
  readonly device: CaptureDevice;
  /** What of the last choice did not exist. */
  readonly moved: readonly Moved[];
  readonly onChange: (mode: DeviceMode) => void;
}

/** Input format, size and rate, as far as the device offers them together. */
export function DeviceFormat({ source, device, moved, onChange }: DeviceFormatProps) {
  const { t } = useTranslation('source');
  const formatError = useSelect((state) => fieldError(state, 'source.inputFormat'));
  const sizeError = useSelect((state) => fieldError(state, 'source.frameSize'));
  const rateError = useSelect((state) => fieldError(state, 'source.frameRate'));
  const { inputFormat, frameSize, frameRate } = source;
  const mode: DeviceMode = { inputFormat, frameSize, frameRate };
  const sizes = sizesIn(device, inputFormat);
  const rates = ratesAt(device, inputFormat, frameSize);
  const driver = t('format.driver');
  const rateProblem = (rate: FrameRate) =>
    rates.ranges.some(({ minimum, maximum }) => framesPerSecond(rate) >= framesPerSecond(minimum) && framesPerSecond(rate) <= framesPerSecond(maximum))
      ? null
      : t('offers', { list: eitherOf(rates.ranges.map(({ minimum, maximum }) => t('from', { from: formatFrameRate(minimum), to: formatFrameRate(maximum) })), t) });
  return (
    <>
      <ChoiceField
        label={t('format.label')}
        help={t('format.help')}
        value={inputFormat ?? ''}
        choices={[
          { value: '', label: driver },
          ...device.formats.map(({ fourcc, description }) => ({ value: fourcc, label: `${fourcc} – ${description}` })),
        ]}
        error={formatError}
        onChange={(fourcc) => onChange({ ...mode, inputFormat: fourcc === '' ? null : fourcc })}
      />
      <Columns>
        <SizeField
          value={frameSize}
          none={driver}
          help={t('size.help')}
          sizes={sizes.listed}
          {...(sizes.ranges.length > 0 ? { check: (size) => sizeProblem(size, sizes.ranges, t) } : { isClosed: true })}
          error={sizeError}
          onChange={(size) => onChange({ ...mode, frameSize: size })}
        />
        <RateField
          value={frameRate}
          none={driver}
          help={t('rate.help')}
          rates={rates.listed}
          {...(rates.ranges.length > 0 ? { check: rateProblem } : { isClosed: true })}
          error={rateError}
          onChange={(rate) => onChange({ ...mode, frameRate: rate })}
        />
      </Columns>
      <div role="status" data-testid="mode-moved">
        {moved.map((one) => (
          <Text key={one.what} size="xs" c="dimmed">
            {movedText(one, t)}
          </Text>
        ))}
      </div>
    </>
  );
}

function movedText({ what, wanted, taken, format }: Moved, t: TFunction<'source'>): string {
  const shown = { wanted: wanted.replace('x', ' × '), taken: taken?.replace('x', ' × ') ?? '' };
  if (what === 'format') return t('moved.format', { wanted });
  if (what === 'rate') return t('moved.rate', { wanted, taken });
  return format === null ? t('moved.sizeHere', shown) : t('moved.size', { ...shown, format });
}
