import { useMemo } from 'react';
import { termsOf } from '@domain/plan/carry-over';
import { isNamed } from '@domain/plan/gpus';
import type { VideoEncode } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { Columns } from '../ui/section';
import { hardwareChoices } from './hardware-choices';

const decodings = { auto: 'Where it encodes', hardware: 'On a GPU', cpu: 'On the CPU' } as const;
const fallbacks = { none: 'Refuse to record', path: 'Let the CPU decode or convert', software: 'That, or else encode in software' } as const;
const lowPowers = { auto: 'What works', off: 'Off', on: 'On' } as const;

const choicesOf = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const isKey = <T extends object>(words: T, value: string): value is keyof T & string => Object.hasOwn(words, value);

/** Where it decodes and encodes, and what is done where the best way does not work; for software encoders the decoding alone. */
export function HardwareFields({ video }: { readonly video: VideoEncode }) {
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
        label="GPU"
        value={chosen?.id ?? reference ?? ''}
        choices={[{ value: '', label: 'Automatic (least load)' }, ...gpus.map(({ id, name }) => ({ value: id, label: name }))]}
        error={gpuError}
        onChange={(value) => change({ gpu: value === '' ? null : value })}
      />
      <Columns>
        <ChoiceField
          label="Decoding"
          value={video.decoding}
          choices={choicesOf(decodings)}
          error={decodingError}
          onChange={(value) => isKey(decodings, value) && change({ decoding: value })}
        />
        {termsOf(video.encoder)?.lowPower && (
          <ChoiceField
            label="Low power"
            value={video.lowPower === null ? 'auto' : video.lowPower ? 'on' : 'off'}
            choices={choicesOf(lowPowers)}
            error={lowPowerError}
            onChange={(value) => change({ lowPower: value === 'auto' ? null : value === 'on' })}
          />
        )}
      </Columns>
      {of === 'encode' && (
        <ChoiceField
          label="Where the best way fails"
          value={video.fallback}
          choices={choicesOf(fallbacks)}
          error={fallbackError}
          onChange={(value) => isKey(fallbacks, value) && change({ fallback: value })}
        />
      )}
    </>
  );
}
