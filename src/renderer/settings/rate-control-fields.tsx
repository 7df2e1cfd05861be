import { findEncoder, rateControlModes } from '@domain/plan/encoders';
import { withRateControl } from '@domain/plan/fit-video';
import type { RateControl, VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns } from '../ui/section';

const labels: Readonly<Record<RateControl['mode'], string>> = {
  crf: 'Constant quality (CRF)',
  cqp: 'Constant quantiser (CQP)',
  icq: 'Intelligent constant quality (ICQ)',
  qvbr: 'Quality within bit rates (QVBR)',
  cq: 'Constant quality (CQ)',
  cbr: 'Constant bit rate (CBR)',
  vbr: 'Variable bit rate (VBR)',
};
const range = { minimum: 50, maximum: 1_000_000, step: 500 };

export function RateControlFields({ video }: { readonly video: VideoEncode }) {
  const error = useSelect((state) => fieldError(state, 'video.rateControl'));
  const { edit } = useCommands();
  const { rateControl } = video;
  const terms = findEncoder(video.encoder);
  const modes = terms ? rateControlModes(terms) : [rateControl.mode];
  const scale = terms?.rateControls[rateControl.mode]?.quality ?? null;
  const change = (next: RateControl) => edit({ video: { ...video, rateControl: next } });
  return (
    <>
      <ChoiceField
        label="Rate control"
        value={rateControl.mode}
        choices={modes.map((value) => ({ value, label: labels[value] }))}
        error={error}
        onChange={(value) => {
          const mode = modes.find((candidate) => candidate === value);
          if (mode) edit({ video: withRateControl(video, mode) });
        }}
      />
      {rateControl.mode === 'crf' && (
        <NumberField
          label={`Quality (${scale?.minimum ?? 0} best, ${scale?.maximum ?? 63} smallest file)`}
          value={rateControl.quality}
          minimum={scale?.minimum ?? 0}
          maximum={scale?.maximum ?? 63}
          onChange={(quality) => quality !== null && change({ ...rateControl, quality })}
        />
      )}
      {rateControl.mode === 'cbr' && (
        <NumberField
          label="Bit rate (kbit/s)"
          value={rateControl.bitRateKbps}
          {...range}
          onChange={(bitRateKbps) => bitRateKbps !== null && change({ ...rateControl, bitRateKbps })}
        />
      )}
      {rateControl.mode === 'vbr' && (
        <Columns>
          <NumberField
            label="Average (kbit/s)"
            value={rateControl.bitRateKbps}
            {...range}
            onChange={(bitRateKbps) =>
              bitRateKbps !== null &&
              change({ ...rateControl, bitRateKbps, maxBitRateKbps: Math.max(bitRateKbps, rateControl.maxBitRateKbps) })
            }
          />
          <NumberField
            label="Maximum (kbit/s)"
            value={rateControl.maxBitRateKbps}
            {...range}
            onChange={(maxBitRateKbps) => maxBitRateKbps !== null && change({ ...rateControl, maxBitRateKbps })}
          />
        </Columns>
      )}
    </>
  );
}
