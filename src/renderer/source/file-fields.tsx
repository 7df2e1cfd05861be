import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Source } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { fileName } from '../ui/format';
import { Columns } from '../ui/section';
import { RateField, SizeField } from '../ui/size-and-rate';
import classes from './source.module.css';

type FileSource = Extract<Source, { type: 'file' }>;

export function FileFields({ source }: { readonly source: FileSource }) {
  const { t } = useTranslation('source');
  const { edit, chooseFile } = useCommands();
  const pathError = useSelect((state) => fieldError(state, 'source.path'));
  const sizeError = useSelect((state) => fieldError(state, 'source.frameSize'));
  const rateError = useSelect((state) => fieldError(state, 'source.frameRate'));
  const copies = useSelect((state) => state.draft.settings.video.mode === 'copy');
  const choose = async () => {
    const path = await chooseFile();
    if (path) edit({ source: { ...source, path } });
  };
  return (
    <>
      <div className={classes['file']}>
        <Button size="xs" variant="default" onClick={() => void choose()}>
          {t('file.choose')}
        </Button>
        <Text size="sm" truncate title={source.path} c={source.path === '' ? 'dimmed' : ''}>
          {source.path === '' ? t('file.none') : fileName(source.path)}
        </Text>
      </div>
      {source.path !== '' && pathError !== null && (
        <Text size="xs" c="red">
          {pathError}
        </Text>
      )}
      <ChoiceField
        label={t('file.pace')}
        help={t('file.paceHelp')}
        value={source.pace}
        choices={[
          { value: 'fastest', label: t('file.fastest') },
          { value: 'real-time', label: t('file.realTime') },
        ]}
        onChange={(pace) => edit({ source: { ...source, pace: pace === 'real-time' ? 'real-time' : 'fastest' } })}
      />
      {!copies && (
        <Columns>
          <SizeField
            value={source.frameSize}
            none={t('file.asIs')}
            error={sizeError}
            onChange={(frameSize) => edit({ source: { ...source, frameSize } })}
          />
          <RateField
            value={source.frameRate}
            none={t('file.asIs')}
            error={rateError}
            onChange={(frameRate) => edit({ source: { ...source, frameRate } })}
          />
        </Columns>
      )}
    </>
  );
}
