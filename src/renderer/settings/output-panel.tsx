import { Button, Switch, Text } from '@mantine/core';
import { formatFrameSize, parseFrameSize } from '@domain/units';
import type { PresetSettings } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';
import classes from './settings.module.css';

const usualPreview: PresetSettings['preview'] = {
  mode: 'jpeg',
  frameSize: { width: 640, height: 360 },
  framesPerSecond: 15,
};
const previewSizes = ['320x180', '480x270', '640x360', '960x540', '1280x720'];
const summaryOf = ({ muxer, durationSeconds }: PresetSettings) =>
  `${muxer === 'matroska' ? 'Matroska' : 'MP4'}${durationSeconds === null ? '' : `, ${durationSeconds} s`}`;

export function OutputPanel() {
  const settings = useSelect((state) => state.draft.settings);
  const directory = useSelect((state) =>
    state.status.state === 'ready' ? state.status.value.recordingsDirectory : null,
  );
  const durationError = useSelect((state) => fieldError(state, 'durationSeconds'));
  const muxerError = useSelect((state) => fieldError(state, 'muxer'));
  const { edit, chooseRecordingsDirectory } = useCommands();
  const { muxer, durationSeconds } = settings;
  return (
    <Section title="Recording" summary={summaryOf(settings)}>
      <Columns>
        <ChoiceField
          label="File format"
          value={muxer}
          choices={[
            { value: 'matroska', label: 'Matroska (.mkv)' },
            { value: 'mp4', label: 'MP4 (fragmented)' },
          ]}
          error={muxerError}
          onChange={(value) => edit({ muxer: value === 'mp4' ? 'mp4' : 'matroska' })}
        />
        <NumberField
          label="Length (seconds)"
          value={durationSeconds}
          minimum={0.1}
          maximum={31_536_000}
          allowDecimal
          placeholder="Until stopped"
          error={durationError}
          onChange={(seconds) => edit({ durationSeconds: seconds })}
        />
      </Columns>
      <PreviewFields settings={settings} />
      <div className={classes['folder']}>
        <Text size="xs" truncate title={directory ?? ''}>
          <span className={classes['dim']}>Saved in </span>
          {directory ?? '…'}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          aria-label="Choose the folder for recordings"
          onClick={() => void chooseRecordingsDirectory()}
        >
          Change…
        </Button>
      </div>
    </Section>
  );
}

function PreviewFields({ settings: { preview } }: { readonly settings: PresetSettings }) {
  const error = useSelect((state) => fieldError(state, 'preview'));
  const { edit } = useCommands();
  return (
    <>
      <Switch
        size="xs"
        label="Live picture"
        checked={preview.mode === 'jpeg'}
        error={error}
        onChange={(event) => edit({ preview: event.currentTarget.checked ? usualPreview : { mode: 'off' } })}
      />
      {preview.mode === 'jpeg' && (
        <Columns>
          <ChoiceField
            label="Picture size"
            value={formatFrameSize(preview.frameSize)}
            choices={previewSizes.map((value) => ({ value, label: value.replace('x', ' × ') }))}
            onChange={(value) => {
              const frameSize = parseFrameSize(value);
              if (frameSize) edit({ preview: { ...preview, frameSize } });
            }}
          />
          <NumberField
            label="Pictures a second"
            value={preview.framesPerSecond}
            minimum={1}
            maximum={30}
            onChange={(framesPerSecond) =>
              framesPerSecond !== null && edit({ preview: { ...preview, framesPerSecond } })
            }
          />
        </Columns>
      )}
    </>
  );
}
