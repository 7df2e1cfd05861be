import { termsOf } from '@domain/plan/carry-over';
import { rateControlModes, type QualityScale } from '@domain/plan/encoders';
import { withRateControl } from '@domain/plan/fit-video';
import type { RateControl, VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns } from '../ui/section';

/** In plain words; the encoder's own term stands beside. */
const words: Readonly<Record<RateControl['mode'], string>> = {
  crf: 'Constant quality',
  cqp: 'Fixed quantiser',
  icq: 'Intelligent constant quality',
  qvbr: 'Quality within bit rates',
  cq: 'Constant quality',
  cbr: 'Constant bit rate',
  vbr: 'Variable bit rate',
};
const range = { minimum: 50, maximum: 1_000_000, step: 500 };

/** What the file is aimed at, by the modes that the encoder has. */
export function RateControlFields({ video }: { readonly video: VideoEncode }) {
  const error = useSelect((state) => fieldError(state, 'video.rateControl'));
  const { edit } = useCommands();
  const { rateControl } = video;
  const terms = termsOf(video.encoder);
  const modes = terms ? rateControlModes(terms) : [rateControl.mode];
  const change = (next: RateControl) => edit({ video: { ...video, rateControl: next } });
  return (
    <>
      <ChoiceField
        label="Rate control"
        value={rateControl.mode}
        choices={modes.map((value) => ({ value, label: `${words[value]} (${terms?.rateControls[value]?.term ?? value.toUpperCase()})` }))}
        error={error}
        onChange={(value) => {
          const mode = modes.find((candidate) => candidate === value);
          if (mode) edit({ video: withRateControl(video, mode) });
        }}
      />
      {'quality' in rateControl && <Quality video={video} rateControl={rateControl} onChange={change} />}
      {'maxBitRateKbps' in rateControl ? (
        <Rates rateControl={rateControl} onChange={change} />
      ) : (
        'bitRateKbps' in rateControl && (
          <NumberField label="Bit rate (kbit/s)" value={rateControl.bitRateKbps} {...range} onChange={(bitRateKbps) => bitRateKbps !== null && change({ ...rateControl, bitRateKbps })} />
        )
      )}
    </>
  );
}

interface FieldsProps<T extends RateControl> {
  readonly rateControl: T;
  readonly onChange: (next: RateControl) => void;
}
type WithQuality = Extract<RateControl, { quality: number }>;
type WithMaximum = Extract<RateControl, { mode: 'vbr' | 'qvbr' | 'cq' }>;

function Quality({ video, rateControl, onChange }: FieldsProps<WithQuality> & { readonly video: VideoEncode }) {
  const scale: Pick<QualityScale, 'minimum' | 'maximum' | 'largerIsBetter'> = termsOf(video.encoder)?.rateControls[rateControl.mode]?.quality ?? { minimum: 0, maximum: 255 };
  const [best, smallest] = scale.largerIsBetter ? [scale.maximum, scale.minimum] : [scale.minimum, scale.maximum];
  return (
    <NumberField
      label={`Quality (${best} best, ${smallest} smallest file)`}
      value={rateControl.quality}
      minimum={scale.minimum}
      maximum={scale.maximum}
      onChange={(quality) => quality !== null && onChange({ ...rateControl, quality })}
    />
  );
}

/** The highest bit rate is never below the one that is aimed at. */
function Rates({ rateControl, onChange }: FieldsProps<WithMaximum>) {
  if (rateControl.mode === 'cq') {
    return (
      <NumberField label="Maximum (kbit/s)" value={rateControl.maxBitRateKbps} {...range} placeholder="No limit" onChange={(maxBitRateKbps) => onChange({ ...rateControl, maxBitRateKbps })} />
    );
  }
  // Quality within bit rates needs room between the two.
  const room = rateControl.mode === 'qvbr' ? 1 : 0;
  const aim = (bitRateKbps: number) => onChange({ ...rateControl, bitRateKbps, maxBitRateKbps: Math.max(bitRateKbps + room, rateControl.maxBitRateKbps) });
  return (
    <Columns>
      <NumberField label="Average (kbit/s)" value={rateControl.bitRateKbps} {...range} maximum={range.maximum - room} onChange={(bitRateKbps) => bitRateKbps !== null && aim(bitRateKbps)} />
      <NumberField
        label="Maximum (kbit/s)"
        value={rateControl.maxBitRateKbps}
        {...range}
        minimum={rateControl.bitRateKbps + room}
        onChange={(maxBitRateKbps) => maxBitRateKbps !== null && onChange({ ...rateControl, maxBitRateKbps })}
      />
    </Columns>
  );
}
