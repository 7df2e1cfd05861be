import type { AudioInput } from '@domain/capabilities';
import type { AudioInputChoice, PresetSettings, Source } from '@domain/preset';
import { fieldError } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';

type Audio = PresetSettings['audio'];

const noInputs: readonly AudioInput[] = [];
const inputsOf = ({ capabilities }: AppState) =>
  capabilities.state === 'ready' ? capabilities.value.audioInputs : noInputs;

const ownSound: Readonly<Record<Source['type'], string>> = {
  'test-pattern': 'The test pattern’s tone',
  'capture-device': 'The camera’s own (none)',
  network: 'The stream’s own sound',
  file: 'The file’s own sound',
};

const noneFound = { value: 'none-found', label: 'None found', disabled: true };

/** Choices that are not devices; a device is chosen by its identity, which holds a colon. */
const isFixed = (value: string): value is 'none' | 'source' | 'test-tone' | 'device' =>
  ['none', 'source', 'test-tone', 'device'].includes(value);

/** Where the sound comes from, and how it is kept. */
export function AudioPanel() {
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
    label: kind === 'pulse' ? `${name} (sound server)` : name,
  }));
  return (
    <Section title="Sound" summary={summaryOf(audio, source, inputs)}>
      <ChoiceField
        label="Sound from"
        value={value}
        choices={[
          { value: 'none', label: 'None' },
          { value: 'source', label: ownSound[source.type], disabled: source.type === 'capture-device' },
          { value: 'test-tone', label: 'Test tone' },
          ...(value === 'device' ? [{ value, label: 'Choose an input…' }] : []),
          ...(unplugged && value !== 'device' ? [{ value, label: `${value} (not there)` }] : []),
          { group: 'Inputs of the host', items: devices.length > 0 ? devices : [noneFound] },
        ]}
        error={error}
        onChange={choose}
      />
      {audio.mode === 'encode' && (
        <Columns>
          <ChoiceField
            label="Sound encoder"
            value={audio.encoder}
            choices={[
              { value: 'aac', label: 'AAC' },
              { value: 'libopus', label: 'Opus' },
            ]}
            onChange={(encoder) => edit({ audio: { ...audio, encoder: encoder === 'libopus' ? 'libopus' : 'aac' } })}
          />
          <NumberField
            label="Sound (kbit/s)"
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

function summaryOf(audio: Audio, source: Source, inputs: readonly AudioInput[]): string {
  if (audio.mode === 'none') return 'None';
  const { input } = audio;
  if (input.type === 'test-tone') return 'Test tone';
  if (input.type === 'source') return ownSound[source.type];
  return inputs.find(({ identity }) => identity === input.device)?.name ?? input.device;
}
