import { SegmentedControl, Text } from '@mantine/core';
import { automaticCodec, termsOf, usualVideoFor } from '@domain/plan/carry-over';
import { encoderTable } from '@domain/plan/encoders';
import { allowedByProfile, allowedLookAhead, withLookAhead, withPixelFormat, withProfile, withTune } from '@domain/plan/fit-video';
import type { PixelFormat, Video, VideoEncode } from '@domain/preset';
import { codecNames } from '../encoders/words';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';
import { EncoderField } from './encoder-field';
import { HardwareFields } from './hardware-fields';
import { RateControlFields } from './rate-control-fields';

const pixelFormatLabels: Readonly<Record<PixelFormat, string>> = {
  yuv420p: '4:2:0, 8 bit',
  yuv422p: '4:2:2, 8 bit',
  yuv444p: '4:4:4, 8 bit',
  yuv420p10le: '4:2:0, 10 bit',
  yuv422p10le: '4:2:2, 10 bit',
  yuv444p10le: '4:4:4, 10 bit',
};

function summaryOf(video: Video): string {
  if (video.mode === 'copy') return 'Kept as it is';
  const codec = automaticCodec(video.encoder);
  if (codec !== null) return `${codecNames[codec]}, best on this host`;
  return encoderTable.find(({ encoder }) => encoder === video.encoder)?.label ?? video.encoder;
}

export function VideoPanel() {
  const { source, video } = useSelect((state) => state.draft.settings);
  const remembered = useSelect((state) => state.draft.remembered.encode);
  const modeError = useSelect((state) => fieldError(state, 'video.mode'));
  const { edit } = useCommands();
  const encode = video.mode === 'encode' ? video : (remembered ?? usualVideoFor('libx264'));
  return (
    <Section title="Video" summary={summaryOf(video)}>
      {source.type !== 'test-pattern' && (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What is done with the picture"
          data={[
            { value: 'encode', label: 'Encode' },
            { value: 'copy', label: 'Keep as it is' },
          ]}
          value={video.mode}
          onChange={(mode) => edit({ video: mode === 'encode' && encode ? encode : { mode: 'copy' } })}
        />
      )}
      {modeError !== null && (
        <Text size="xs" c="red">
          {modeError}
        </Text>
      )}
      {video.mode === 'encode' && <EncodeFields video={video} />}
    </Section>
  );
}

function EncodeFields({ video }: { readonly video: VideoEncode }) {
  const presetError = useSelect((state) => fieldError(state, 'video.encoderPreset'));
  const profileError = useSelect((state) => fieldError(state, 'video.profile'));
  const pixelFormatError = useSelect((state) => fieldError(state, 'video.pixelFormat'));
  const gopError = useSelect((state) => fieldError(state, 'video.gopFrames'));
  const bFramesError = useSelect((state) => fieldError(state, 'video.bFrames'));
  const tuneError = useSelect((state) => fieldError(state, 'video.tune'));
  const lookAheadError = useSelect((state) => fieldError(state, 'video.lookAheadFrames'));
  const { edit } = useCommands();
  const terms = termsOf(video.encoder);
  const isAutomatic = automaticCodec(video.encoder) !== null;
  const { maximumBFrames } = allowedByProfile(video);
  const change = (changed: Partial<VideoEncode>) => edit({ video: { ...video, ...changed } });
  // Names of presets, profiles and tunes belong to one encoder: the host's choice takes its usual ones.
  const own = isAutomatic ? null : terms;
  const lookAhead = allowedLookAhead(video);
  return (
    <>
      <EncoderField video={video} />
      <HardwareFields video={video} />
      <RateControlFields video={video} />
      {isAutomatic && (
        <Text size="xs" c="dimmed">
          A bit rate holds for every encoder. A quality is on the scale of the software encoder; hardware takes its own usual one.
        </Text>
      )}
      <Columns>
        {own && own.encoderPresets.length > 0 && (
          <ChoiceField label="Speed preset" value={video.encoderPreset ?? ''} choices={named(own.encoderPresets, 'Encoder’s own')} error={presetError} onChange={(value) => change({ encoderPreset: orNull(value) })} />
        )}
        {own && Object.keys(own.profiles).length > 0 && (
          <ChoiceField label="Profile" value={video.profile ?? ''} choices={named(Object.keys(own.profiles), 'Automatic')} error={profileError} onChange={(value) => edit({ video: withProfile(video, orNull(value)) })} />
        )}
        {terms && terms.pixelFormats.length > 1 && (
          <ChoiceField
            label="Pixel format"
            value={video.pixelFormat}
            choices={terms.pixelFormats.map((value) => ({ value, label: pixelFormatLabels[value] }))}
            error={pixelFormatError}
            onChange={(value) => {
              const pixelFormat = terms.pixelFormats.find((format) => format === value);
              if (pixelFormat) edit({ video: withPixelFormat(video, pixelFormat) });
            }}
          />
        )}
        {own && own.maximumBFrames > 0 && (
          <NumberField
            label="B-frames"
            value={video.bFrames}
            minimum={0}
            maximum={maximumBFrames}
            disabled={maximumBFrames === 0}
            error={bFramesError}
            onChange={(bFrames) => bFrames !== null && change({ bFrames })}
          />
        )}
        {terms?.codec !== 'mjpeg' && (
          <NumberField label="GOP size (frames)" value={video.gopFrames} minimum={1} maximum={600} error={gopError} onChange={(gopFrames) => gopFrames !== null && change({ gopFrames })} />
        )}
        {own && own.tunes.length > 0 && (
          <ChoiceField label="Tuned for" value={video.tune ?? ''} choices={named(own.tunes, 'Nothing special')} error={tuneError} onChange={(value) => edit({ video: withTune(video, orNull(value)) })} />
        )}
        {lookAhead && (
          <NumberField
            label="Look-ahead (frames)"
            value={video.lookAheadFrames}
            minimum={0}
            maximum={lookAhead.maximum}
            error={lookAheadError}
            onChange={(lookAheadFrames) => lookAheadFrames !== null && edit({ video: withLookAhead(video, lookAheadFrames) })}
          />
        )}
      </Columns>
    </>
  );
}

const orNull = (value: string): string | null => (value === '' ? null : value);
const named = (values: readonly string[], none: string) => [{ value: '', label: none }, ...values.map((value) => ({ value, label: value }))];
