import { SegmentedControl, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { automaticCodec } from '@domain/plan/carry-over';
import { codecNames, encoderTable } from '@domain/plan/encoders';
import type { Video, VideoEncode } from '@domain/preset';
import { encodeOf } from '../state/draft';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { Section } from '../ui/section';
import { EncoderField } from './encoder-field';
import { HardwareFields } from './hardware-fields';
import { MoreFields } from './more-fields';
import { SpeedField, StreamFields } from './stream-fields';
import { RateControlFields } from './rate-control-fields';

function summaryOf(video: Video, t: TFunction<'settings'>): string {
  if (video.mode === 'copy') return t('video.summary.copy');
  const codec = automaticCodec(video.encoder);
  if (codec !== null) return t('video.summary.best', { codec: codecNames[codec] });
  return encoderTable.find(({ encoder }) => encoder === video.encoder)?.label ?? video.encoder;
}

/** How the picture is compressed, or that it is kept. */
export function VideoPanel() {
  const { t } = useTranslation('settings');
  const draft = useSelect((state) => state.draft);
  const { source, video } = draft.settings;
  const modeError = useSelect((state) => fieldError(state, 'video.mode'));
  const hasError = useSelect((state) => fieldError(state, 'video') !== null);
  const { edit } = useCommands();
  const encode = encodeOf(draft);
  return (
    <Section name="video" title={t('video.title')} summary={summaryOf(video, t)} hasError={hasError}>
      {source.type !== 'test-pattern' && (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('video.what')}
          data={[
            { value: 'encode', label: t('video.encode') },
            { value: 'copy', label: t('video.copy') },
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
      {video.mode === 'copy' ? (
        <Text size="xs" c="dimmed">
          {t('video.copyHelp')}
        </Text>
      ) : (
        <EncodeFields video={video} />
      )}
    </Section>
  );
}

/** What most need first; the rest is folded away. */
function EncodeFields({ video }: { readonly video: VideoEncode }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <EncoderField video={video} />
      <RateControlFields video={video} />
      {automaticCodec(video.encoder) !== null && (
        <Text size="xs" c="dimmed">
          {t('video.automatic')}
        </Text>
      )}
      <SpeedField video={video} />
      <MoreFields>
        <StreamFields video={video} />
        <HardwareFields video={video} />
      </MoreFields>
    </>
  );
}
