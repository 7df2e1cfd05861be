import { SegmentedControl, Text } from '@mantine/core';
import { applyOverrides } from '@domain/overrides';
import { defaultVideoFor, encoderTable, findEncoder } from '@domain/plan/encoders';
import { allowedByProfile, withPixelFormat, withProfile } from '@domain/plan/fit-video';
import type { PixelFormat, Video, VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';
import { RateControlFields } from './rate-control-fields';

const pixelFormatLabels: Readonly<Record<PixelFormat, string>> = {
  yuv420p: '4:2:0, 8 bit',
  yuv422p: '4:2:2, 8 bit',
  yuv444p: '4:4:4, 8 bit',
  yuv420p10le: '4:2:0, 10 bit',
  yuv422p10le: '4:2:2, 10 bit',
  yuv444p10le: '4:4:4, 10 bit',
};

const summaryOf = (video: Video) =>
  video.mode === 'copy' ? 'Kept as it is' : (findEncoder(video.encoder)?.label ?? video.encoder);

export function VideoPanel() {
  const { source, video } = useSelect((state) => state.draft.settings);
  const remembered = useSelect((state) => state.draft.remembered.encode);
  const modeError = useSelect((state) => fieldError(state, 'video.mode'));
  const { edit } = useCommands();
  const encode = video.mode === 'encode' ? video : (remembered ?? defaultVideoFor('libx264'));
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
  const settings = useSelect((state) => state.draft.settings);
  const offered = useSelect((state) =>
    state.capabilities.state === 'ready' ? state.capabilities.value.ffmpeg.encoders : null,
  );
  const encoderError = useSelect((state) => fieldError(state, 'video.encoder'));
  const presetError = useSelect((state) => fieldError(state, 'video.encoderPreset'));
  const profileError = useSelect((state) => fieldError(state, 'video.profile'));
  const pixelFormatError = useSelect((state) => fieldError(state, 'video.pixelFormat'));
  const gopError = useSelect((state) => fieldError(state, 'video.gopFrames'));
  const bFramesError = useSelect((state) => fieldError(state, 'video.bFrames'));
  const { edit } = useCommands();
  const dispatch = useDispatch();
  const terms = findEncoder(video.encoder);
  const { maximumBFrames } = allowedByProfile(video);

  const chooseEncoder = (encoder: string) => {
    const changed = applyOverrides(settings, { encoder });
    if (changed.ok) edit({ video: changed.value.video });
    else dispatch({ type: 'failed', error: changed.error });
  };
  const encoders = encoderTable.map(({ encoder, label }) => {
    const isMissing = offered !== null && !offered.includes(encoder);
    return { value: encoder, label: isMissing ? `${label} – not on this host` : label, disabled: isMissing };
  });
  return (
    <>
      <ChoiceField
        label="Encoder"
        value={video.encoder}
        choices={encoders}
        error={encoderError}
        onChange={chooseEncoder}
      />
      <RateControlFields video={video} />
      {terms && (
        <Columns>
          <ChoiceField
            label="Speed preset"
            value={video.encoderPreset ?? ''}
            choices={[
              { value: '', label: 'Encoder’s own' },
              ...terms.encoderPresets.map((value) => ({ value, label: value })),
            ]}
            error={presetError}
            onChange={(value) => edit({ video: { ...video, encoderPreset: value === '' ? null : value } })}
          />
          <ChoiceField
            label="Profile"
            value={video.profile ?? ''}
            choices={[
              { value: '', label: 'Automatic' },
              ...Object.keys(terms.profiles).map((value) => ({ value, label: value })),
            ]}
            disabled={Object.keys(terms.profiles).length === 0}
            error={profileError}
            onChange={(value) => edit({ video: withProfile(video, value === '' ? null : value) })}
          />
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
          <NumberField
            label="B-frames"
            value={video.bFrames}
            minimum={0}
            maximum={maximumBFrames}
            disabled={maximumBFrames === 0}
            error={bFramesError}
            onChange={(bFrames) => bFrames !== null && edit({ video: { ...video, bFrames } })}
          />
        </Columns>
      )}
      <NumberField
        label="GOP size (frames)"
        value={video.gopFrames}
        minimum={1}
        maximum={600}
        error={gopError}
        onChange={(gopFrames) => gopFrames !== null && edit({ video: { ...video, gopFrames } })}
      />
    </>
  );
}
