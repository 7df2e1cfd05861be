import { Button, Switch, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatFrameSize, parseFrameSize } from '@domain/units';
import { noSplit, usualPreview, type PresetSettings, type Split } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';
import classes from './settings.module.css';

const previewSizes = ['320x180', '480x270', '640x360', '960x540', '1280x720'];
const summaryOf = ({ muxer, split, durationSeconds }: PresetSettings, t: TFunction<'settings'>) =>
  [
    muxer === 'matroska' ? 'Matroska' : 'MP4',
    ...(split.mode === 'time' ? [t('output.splitEvery', { count: split.seconds })] : []),
    ...(split.mode === 'size' ? [t('output.splitSize', { count: split.megabytes })] : []),
    ...(durationSeconds === null ? [] : [t('output.seconds', { count: durationSeconds })]),
  ].join(', ');

/** The file, when it ends and where it goes, and the live picture beside it. */
export function OutputPanel() {
  const { t } = useTranslation('settings');
  const settings = useSelect((state) => state.draft.settings);
  const directory = useSelect((state) =>
    state.status.state === 'ready' ? state.status.value.recordingsDirectory : null,
  );
  const durationError = useSelect((state) => fieldError(state, 'durationSeconds'));
  const previewError = useSelect((state) => fieldError(state, 'preview'));
  const muxerError = useSelect((state) => fieldError(state, 'muxer'));
  const splitError = useSelect((state) => fieldError(state, 'split'));
  const { edit, chooseRecordingsDirectory } = useCommands();
  const { muxer, durationSeconds } = settings;
  return (
    <Section name="output" title={t('output.title')} summary={summaryOf(settings, t)} hasError={(durationError ?? muxerError ?? splitError ?? previewError) !== null}>
      <Columns>
        <ChoiceField
          label={t('output.muxer.label')}
          help={t('output.muxer.help')}
          value={muxer}
          choices={[
            { value: 'matroska', label: t('output.muxer.matroska') },
            { value: 'mp4', label: t('output.muxer.mp4') },
          ]}
          error={muxerError}
          onChange={(value) => edit({ muxer: value === 'mp4' ? 'mp4' : 'matroska' })}
        />
        <NumberField
          label={t('output.length.label')}
          help={t('output.length.help')}
          value={durationSeconds}
          minimum={0.1}
          maximum={31_536_000}
          allowDecimal
          placeholder={t('output.length.none')}
          error={durationError}
          onChange={(seconds) => edit({ durationSeconds: seconds })}
        />
      </Columns>
      <SplitFields settings={settings} />
      <PreviewFields settings={settings} />
      <div className={classes['folder']}>
        <Text size="xs" truncate title={directory ?? ''}>
          <span className={classes['dim']}>{t('output.folder')} </span>
          {directory ?? '…'}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('output.chooseFolder')}
          onClick={() => void chooseRecordingsDirectory()}
        >
          {t('output.change')}
        </Button>
      </div>
    </Section>
  );
}

/** What is chosen first: ten minutes, and what FAT32 takes. */
const usualSplits: Record<Split['mode'], Split> = { none: noSplit, time: { mode: 'time', seconds: 600 }, size: { mode: 'size', megabytes: 4000 } };

function SplitFields({ settings: { split } }: { readonly settings: PresetSettings }) {
  const { t } = useTranslation('settings');
  const error = useSelect((state) => fieldError(state, 'split'));
  const { edit } = useCommands();
  return (
    <Columns>
      <ChoiceField
        label={t('output.split.label')}
        help={t('output.split.help')}
        value={split.mode}
        choices={(['none', 'time', 'size'] as const).map((mode) => ({ value: mode, label: t(`output.split.${mode}`) }))}
        error={split.mode === 'none' ? error : null}
        onChange={(value) => edit({ split: value === 'time' || value === 'size' ? usualSplits[value] : noSplit })}
      />
      {split.mode === 'time' && (
        <NumberField
          label={t('output.splitSeconds.label')}
          help={t('output.splitSeconds.help')}
          value={split.seconds}
          minimum={1}
          maximum={604_800}
          error={error}
          onChange={(seconds) => seconds !== null && edit({ split: { mode: 'time', seconds } })}
        />
      )}
      {split.mode === 'size' && (
        <NumberField
          label={t('output.splitMegabytes.label')}
          help={t('output.splitMegabytes.help')}
          value={split.megabytes}
          minimum={1}
          maximum={1_000_000}
          error={error}
          onChange={(megabytes) => megabytes !== null && edit({ split: { mode: 'size', megabytes } })}
        />
      )}
    </Columns>
  );
}

function PreviewFields({ settings: { preview } }: { readonly settings: PresetSettings }) {
  const { t } = useTranslation('settings');
  const error = useSelect((state) => fieldError(state, 'preview'));
  const { edit } = useCommands();
  return (
    <>
      <Switch
        size="xs"
        label={t('output.preview.label')}
        description={t('output.preview.help')}
        checked={preview.mode === 'jpeg'}
        error={error}
        onChange={(event) => edit({ preview: event.currentTarget.checked ? usualPreview : { mode: 'off' } })}
      />
      {preview.mode === 'jpeg' && (
        <Columns>
          <ChoiceField
            label={t('output.previewSize.label')}
            help={t('output.previewSize.help')}
            value={formatFrameSize(preview.frameSize)}
            choices={previewSizes.map((value) => ({ value, label: value.replace('x', ' × ') }))}
            onChange={(value) => {
              const frameSize = parseFrameSize(value);
              if (frameSize) edit({ preview: { ...preview, frameSize } });
            }}
          />
          <NumberField
            label={t('output.previewRate.label')}
            help={t('output.previewRate.help')}
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
