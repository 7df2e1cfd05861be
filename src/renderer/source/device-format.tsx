import type { CaptureDevice } from '@domain/capabilities';
import type { Source } from '@domain/preset';
import { formatFrameRate, framesPerSecond, type FrameRate } from '@domain/units';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { Columns } from '../ui/section';
import { RateField, SizeField } from '../ui/size-and-rate';
import { sizeProblem } from './device-choices';

interface DeviceFormatProps {
  readonly source: Extract<Source, { type: 'capture-device' }>;
  readonly device: CaptureDevice;
}

/** Input format, size and rate, as far as the device offers them. */
export function DeviceFormat({ source, device }: DeviceFormatProps) {
  const { edit } = useCommands();
  const formatError = useSelect((state) => fieldError(state, 'source.inputFormat'));
  const sizeError = useSelect((state) => fieldError(state, 'source.frameSize'));
  const rateError = useSelect((state) => fieldError(state, 'source.frameRate'));
  const formats = device.formats.filter(({ fourcc }) => source.inputFormat === null || fourcc === source.inputFormat);
  const sizes = formats.flatMap(({ frameSizes }) => frameSizes);
  const ranges = formats.flatMap(({ frameSizeRanges }) => frameSizeRanges);
  const { frameSize } = source;
  const ofSize = sizes.filter(({ width, height }) => width === frameSize?.width && height === frameSize.height);
  // A size between the listed ones has the rates of its format.
  const matching = ofSize.length > 0 ? ofSize : sizes;
  const rateRanges = matching.flatMap(({ frameRateRange }) => (frameRateRange ? [frameRateRange] : []));
  const rateProblem = (rate: FrameRate) =>
    rateRanges.some(
      ({ minimum, maximum }) =>
        framesPerSecond(rate) >= framesPerSecond(minimum) && framesPerSecond(rate) <= framesPerSecond(maximum),
    )
      ? null
      : `The device offers ${rateRanges.map(({ minimum, maximum }) => `${formatFrameRate(minimum)} to ${formatFrameRate(maximum)}`).join(', or ')}`;
  return (
    <>
      <ChoiceField
        label="Input format"
        value={source.inputFormat ?? ''}
        choices={[
          { value: '', label: 'Driver’s choice' },
          ...device.formats.map(({ fourcc, description }) => ({ value: fourcc, label: `${fourcc} – ${description}` })),
        ]}
        error={formatError}
        onChange={(fourcc) =>
          edit({ source: { ...source, inputFormat: fourcc === '' ? null : fourcc, frameSize: null, frameRate: null } })
        }
      />
      <Columns>
        <SizeField
          value={frameSize}
          none="Driver’s choice"
          sizes={sizes}
          {...(ranges.length > 0 ? { check: (size) => sizeProblem(size, ranges) } : { isClosed: true })}
          error={sizeError}
          onChange={(size) => edit({ source: { ...source, frameSize: size, frameRate: null } })}
        />
        <RateField
          value={source.frameRate}
          none="Driver’s choice"
          rates={matching.flatMap(({ frameRates }) => frameRates)}
          {...(rateRanges.length > 0 ? { check: rateProblem } : { isClosed: true })}
          error={rateError}
          onChange={(frameRate) => edit({ source: { ...source, frameRate } })}
        />
      </Columns>
    </>
  );
}
