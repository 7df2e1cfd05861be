import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AudioInput } from '@domain/capabilities';
import type { AudioInputChoice, PresetSettings } from '@domain/preset';
import { fieldError } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';

type Audio = PresetSettings['audio'];

const noInputs: readonly AudioInput[] = [];
const inputsOf = ({ capabilities }: AppState) =>
  capabilities.state === 'ready' ? capabilities.value.audioInputs : noInputs;

/** Choices that are not devices; a device is chosen by its identity, which holds a colon. */
const isFixed = (value: string): value is 'none' | 'source' | 'test-tone' | 'device' =>
  ['none', 'source', 'test-tone', 'device'].includes(value);

/** Where the sound comes from, and how it is kept. */
export function AudioPanel() {
  const { t } = useTranslation('settings');
  const { audio, source } = useSelect((state) => state.draft.settings);
  const inputs = useSelect(inputsOf);
  const error = useSelect((state) => fieldError(state, 'audio'));
  const { edit } = useCommands();
  const value = choiceOf(audio);
  const unplugged = audio.mode === 'encode' && audio.input.type === 'device' && !inputs.some(({ identity }) => identity === value);
  const choose = (chosen: string) => {
    if (chosen === 'none') return edit({ audio: { mode: 'none' } });
    const input: AudioInputChoice = !isFixed(chosen)
      ? { type: 'device', device: chosen }
      : chosen === 'test-tone'
        ? { type: 'test-tone' }
        : { type: 'source' };
    const kept = audio.mode === 'encode' ? audio : ({ mode: 'encode', encoder: 'aac', bitRateKbps: 128 } as const);
    return edit({ audio: { ...kept, input } });
  };
  const devices = inputs.map(({ identity, name, kind }) => ({
    value: identity,
    label: kind === 'pulse' ? t('sound.server', { name }) : name,
  }));
  return (
    <Section name="sound" title={t('sound.title')} summary={summaryOf({ audio, source }, inputs, t)} hasError={error !== null}>
      <ChoiceField
        label={t('sound.from')}
        help={t('sound.fromHelp')}
        value={value}
        choices={[
          { value: 'none', label: t('sound.none') },
          { value: 'source', label: t(`sound.own.${source.type}`), disabled: source.type === 'capture-device' },
          { value: 'test-tone', label: t('sound.tone') },
          ...(value === 'device' ? [{ value, label: t('sound.choose') }] : []),
          ...(unplugged && value !== 'device' ? [{ value, label: t('sound.notThere', { name: value }) }] : []),
          { group: t('sound.inputs'), items: devices.length > 0 ? devices : [{ value: 'none-found', label: t('sound.noneFound'), disabled: true }] },
        ]}
        error={error}
        onChange={choose}
      />
      {audio.mode === 'encode' && (
        <Columns>
          <ChoiceField
            label={t('sound.encoder.label')}
            help={t('sound.encoder.help')}
            value={audio.encoder}
            choices={[
              { value: 'aac', label: 'AAC' },
              { value: 'libopus', label: 'Opus' },
            ]}
            onChange={(encoder) => edit({ audio: { ...audio, encoder: encoder === 'libopus' ? 'libopus' : 'aac' } })}
          />
          <NumberField
            label={t('sound.bitRate.label')}
            help={t('sound.bitRate.help')}
            value={audio.bitRateKbps}
            minimum={16}
            maximum={512}
            step={16}
            onChange={(bitRateKbps) => bitRateKbps !== null && edit({ audio: { ...audio, bitRateKbps } })}
          />
        </Columns>
      )}
    </Section>
  );
}

function choiceOf(audio: Audio): string {
  if (audio.mode === 'none') return 'none';
  if (audio.input.type !== 'device') return audio.input.type;
  return audio.input.device === '' ? 'device' : audio.input.device;
}

function summaryOf({ audio, source }: Pick<PresetSettings, 'audio' | 'source'>, inputs: readonly AudioInput[], t: TFunction<'settings'>): string {
  if (audio.mode === 'none') return t('sound.none');
  const { input } = audio;
  if (input.type === 'test-tone') return t('sound.tone');
  if (input.type === 'source') return t(`sound.own.${source.type}`);
  return inputs.find(({ identity }) => identity === input.device)?.name ?? input.device;
}
