import { useTranslation } from 'react-i18next';
import { termsOf } from '@domain/plan/carry-over';
import { rateControlModes, type QualityScale } from '@domain/plan/encoders';
import { withRateControl } from '@domain/plan/fit-video';
import type { RateControl, VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns } from '../ui/section';

const range = { minimum: 50, maximum: 1_000_000, step: 500 };

/** What the file is aimed at, by the modes that the encoder has: in plain words, with the encoder's own term beside them. */
export function RateControlFields({ video }: { readonly video: VideoEncode }) {
  const { t } = useTranslation('settings');
  const error = useSelect((state) => fieldError(state, 'video.rateControl'));
  const { edit } = useCommands();
  const { rateControl } = video;
  const terms = termsOf(video.encoder);
  const modes = terms ? rateControlModes(terms) : [rateControl.mode];
  const change = (next: RateControl) => edit({ video: { ...video, rateControl: next } });
  return (
    <>
      <ChoiceField
        label={t('rateControl.label')}
        help={`${t('rateControl.help')} ${t(`rateControl.modeHelp.${rateControl.mode}`)}`}
        value={rateControl.mode}
        choices={modes.map((value) => ({ value, label: `${t(`rateControl.modes.${value}`)} (${terms?.rateControls[value]?.term ?? value.toUpperCase()})` }))}
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
          <NumberField
            label={t('rateControl.bitRate.label')}
            help={t('rateControl.bitRate.help')}
            value={rateControl.bitRateKbps}
            {...range}
            onChange={(bitRateKbps) => bitRateKbps !== null && change({ ...rateControl, bitRateKbps })}
          />
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
  const { t } = useTranslation('settings');
  const scale: Pick<QualityScale, 'minimum' | 'maximum' | 'largerIsBetter'> = termsOf(video.encoder)?.rateControls[rateControl.mode]?.quality ?? { minimum: 0, maximum: 255 };
  const [best, smallest] = scale.largerIsBetter ? [scale.maximum, scale.minimum] : [scale.minimum, scale.maximum];
  return (
    <NumberField
      label={t('rateControl.quality.label', { best, smallest })}
      help={t('rateControl.quality.help')}
      value={rateControl.quality}
      minimum={scale.minimum}
      maximum={scale.maximum}
      onChange={(quality) => quality !== null && onChange({ ...rateControl, quality })}
    />
  );
}

/** The highest bit rate is never below the one that is aimed at. */
function Rates({ rateControl, onChange }: FieldsProps<WithMaximum>) {
  const { t } = useTranslation('settings');
  if (rateControl.mode === 'cq') {
    return (
      <NumberField
        label={t('rateControl.maximum.label')}
        help={t('rateControl.maximum.help')}
        value={rateControl.maxBitRateKbps}
        {...range}
        placeholder={t('rateControl.maximum.none')}
        onChange={(maxBitRateKbps) => onChange({ ...rateControl, maxBitRateKbps })}
      />
    );
  }
  // Quality within bit rates needs room between the two.
  const room = rateControl.mode === 'qvbr' ? 1 : 0;
  const aim = (bitRateKbps: number) => onChange({ ...rateControl, bitRateKbps, maxBitRateKbps: Math.max(bitRateKbps + room, rateControl.maxBitRateKbps) });
  return (
    <Columns>
      <NumberField
        label={t('rateControl.average.label')}
        help={t('rateControl.average.help')}
        value={rateControl.bitRateKbps}
        {...range}
        maximum={range.maximum - room}
        onChange={(bitRateKbps) => bitRateKbps !== null && aim(bitRateKbps)}
      />
      <NumberField
        label={t('rateControl.maximum.label')}
        help={t('rateControl.maximum.help')}
        value={rateControl.maxBitRateKbps}
        {...range}
        minimum={rateControl.bitRateKbps + room}
        onChange={(maxBitRateKbps) => maxBitRateKbps !== null && onChange({ ...rateControl, maxBitRateKbps })}
      />
    </Columns>
  );
}
