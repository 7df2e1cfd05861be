import { useTranslation } from 'react-i18next';
import { automaticCodec, termsOf } from '@domain/plan/carry-over';
import { allowedByProfile, allowedLookAhead, withLookAhead, withPixelFormat, withProfile, withTune } from '@domain/plan/fit-video';
import type { VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns } from '../ui/section';

interface FieldsProps {
  readonly video: VideoEncode;
}

/** Names of presets, profiles and tunes belong to one encoder: the host's choice takes its usual ones. */
const ownTerms = ({ encoder }: VideoEncode) => (automaticCodec(encoder) === null ? termsOf(encoder) : undefined);

/** From thorough to fast. */
export function SpeedField({ video }: FieldsProps) {
  const { t } = useTranslation('settings');
  const error = useSelect((state) => fieldError(state, 'video.encoderPreset'));
  const { edit } = useCommands();
  const presets = ownTerms(video)?.encoderPresets ?? [];
  if (presets.length === 0) return null;
  return (
    <ChoiceField
      label={t('video.speed.label')}
      help={t('video.speed.help')}
      value={video.encoderPreset ?? ''}
      choices={named(presets, t('video.speed.none'))}
      error={error}
      onChange={(value) => edit({ video: { ...video, encoderPreset: orNull(value) } })}
    />
  );
}

/** What the stream is made of: profile, pixels and the order of its frames. */
export function StreamFields({ video }: FieldsProps) {
  const { t } = useTranslation('settings');
  const profileError = useSelect((state) => fieldError(state, 'video.profile'));
  const pixelFormatError = useSelect((state) => fieldError(state, 'video.pixelFormat'));
  const gopError = useSelect((state) => fieldError(state, 'video.gopFrames'));
  const bFramesError = useSelect((state) => fieldError(state, 'video.bFrames'));
  const tuneError = useSelect((state) => fieldError(state, 'video.tune'));
  const lookAheadError = useSelect((state) => fieldError(state, 'video.lookAheadFrames'));
  const { edit } = useCommands();
  const terms = termsOf(video.encoder);
  const own = ownTerms(video);
  const { maximumBFrames } = allowedByProfile(video);
  const lookAhead = allowedLookAhead(video);
  const change = (changed: Partial<VideoEncode>) => edit({ video: { ...video, ...changed } });
  return (
    <Columns>
      {own && Object.keys(own.profiles).length > 0 && (
        <ChoiceField
          label={t('video.profile.label')}
          help={t('video.profile.help')}
          value={video.profile ?? ''}
          choices={named(Object.keys(own.profiles), t('video.profile.none'))}
          error={profileError}
          onChange={(value) => edit({ video: withProfile(video, orNull(value)) })}
        />
      )}
      {terms && terms.pixelFormats.length > 1 && (
        <ChoiceField
          label={t('video.pixelFormat.label')}
          help={t('video.pixelFormat.help')}
          value={video.pixelFormat}
          choices={terms.pixelFormats.map((value) => ({ value, label: t(`video.pixelFormat.${value}`) }))}
          error={pixelFormatError}
          onChange={(value) => {
            const pixelFormat = terms.pixelFormats.find((format) => format === value);
            if (pixelFormat) edit({ video: withPixelFormat(video, pixelFormat) });
          }}
        />
      )}
      {terms?.codec !== 'mjpeg' && (
        <NumberField
          label={t('video.gop.label')}
          help={t('video.gop.help')}
          value={video.gopFrames}
          minimum={1}
          maximum={600}
          error={gopError}
          onChange={(gopFrames) => gopFrames !== null && change({ gopFrames })}
        />
      )}
      {own && own.maximumBFrames > 0 && (
        <NumberField
          label={t('video.bFrames.label')}
          help={t('video.bFrames.help')}
          value={video.bFrames}
          minimum={0}
          maximum={maximumBFrames}
          disabled={maximumBFrames === 0}
          error={bFramesError}
          onChange={(bFrames) => bFrames !== null && change({ bFrames })}
        />
      )}
      {own && own.tunes.length > 0 && (
        <ChoiceField
          label={t('video.tune.label')}
          help={t('video.tune.help')}
          value={video.tune ?? ''}
          choices={named(own.tunes, t('video.tune.none'))}
          error={tuneError}
          onChange={(value) => edit({ video: withTune(video, orNull(value)) })}
        />
      )}
      {lookAhead && (
        <NumberField
          label={t('video.lookAhead.label')}
          help={t('video.lookAhead.help')}
          value={video.lookAheadFrames}
          minimum={0}
          maximum={lookAhead.maximum}
          error={lookAheadError}
          onChange={(lookAheadFrames) => lookAheadFrames !== null && edit({ video: withLookAhead(video, lookAheadFrames) })}
        />
      )}
    </Columns>
  );
}

const orNull = (value: string): string | null => (value === '' ? null : value);
const named = (values: readonly string[], none: string) => [{ value: '', label: none }, ...values.map((value) => ({ value, label: value }))];
