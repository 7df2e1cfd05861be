import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { termsOf } from '@domain/plan/carry-over';
import { isNamed } from '@domain/plan/gpus';
import type { VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { Columns } from '../ui/section';
import { hardwareChoices } from './hardware-choices';

const decodings = ['auto', 'hardware', 'cpu'] as const;
const fallbacks = ['none', 'path', 'software'] as const;
const lowPowers = ['auto', 'off', 'on'] as const;

/** Where it decodes and encodes, and what is done where the best way does not work; for software encoders the decoding alone. */
export function HardwareFields({ video }: { readonly video: VideoEncode }) {
  const { t } = useTranslation('settings');
  const capabilities = useSelect((state) => (state.capabilities.state === 'ready' ? state.capabilities.value : null));
  const gpuError = useSelect((state) => fieldError(state, 'video.gpu'));
  const decodingError = useSelect((state) => fieldError(state, 'video.decoding'));
  const fallbackError = useSelect((state) => fieldError(state, 'video.fallback'));
  const lowPowerError = useSelect((state) => fieldError(state, 'video.lowPower'));
  const { edit } = useCommands();
  const { of, gpus } = useMemo(() => hardwareChoices(video, capabilities), [video, capabilities]);
  if (of === null) return null;
  const reference = video.gpu;
  const chosen = reference === null ? undefined : gpus.find((gpu) => isNamed(gpu, reference));
  const change = (changed: Partial<VideoEncode>) => edit({ video: { ...video, ...changed } });
  return (
    <>
      <ChoiceField
        label={t('video.gpu.label')}
        help={t('video.gpu.help')}
        value={chosen?.id ?? reference ?? ''}
        choices={[{ value: '', label: t('video.gpu.auto') }, ...gpus.map(({ id, name }) => ({ value: id, label: name }))]}
        error={gpuError}
        onChange={(value) => change({ gpu: value === '' ? null : value })}
      />
      <Columns>
        <ChoiceField
          label={t('video.decoding.label')}
          help={t('video.decoding.help')}
          value={video.decoding}
          choices={decodings.map((value) => ({ value, label: t(`video.decoding.${value}`) }))}
          error={decodingError}
          onChange={(value) => {
            const decoding = decodings.find((one) => one === value);
            if (decoding) change({ decoding });
          }}
        />
        {termsOf(video.encoder)?.lowPower && (
          <ChoiceField
            label={t('video.lowPower.label')}
            help={t('video.lowPower.help')}
            value={video.lowPower === null ? 'auto' : video.lowPower ? 'on' : 'off'}
            choices={lowPowers.map((value) => ({ value, label: t(`video.lowPower.${value}`) }))}
            error={lowPowerError}
            onChange={(value) => change({ lowPower: value === 'auto' ? null : value === 'on' })}
          />
        )}
      </Columns>
      {of === 'encode' && (
        <ChoiceField
          label={t('video.fallback.label')}
          help={t('video.fallback.help')}
          value={video.fallback}
          choices={fallbacks.map((value) => ({ value, label: t(`video.fallback.${value}`) }))}
          error={fallbackError}
          onChange={(value) => {
            const fallback = fallbacks.find((one) => one === value);
            if (fallback) change({ fallback });
          }}
        />
      )}
    </>
  );
}
