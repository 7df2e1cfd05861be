import { Button, Text } from '@mantine/core';
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
          Choose file…
        </Button>
        <Text size="sm" truncate title={source.path} c={source.path === '' ? 'dimmed' : ''}>
          {source.path === '' ? 'No file chosen' : fileName(source.path)}
        </Text>
      </div>
      {source.path !== '' && pathError !== null && (
        <Text size="xs" c="red">
          {pathError}
        </Text>
      )}
      <ChoiceField
        label="Pace"
        value={source.pace}
        choices={[
          { value: 'fastest', label: 'As fast as it can be encoded' },
          { value: 'real-time', label: 'Real time, as a camera delivers' },
        ]}
        onChange={(pace) => edit({ source: { ...source, pace: pace === 'real-time' ? 'real-time' : 'fastest' } })}
      />
      {!copies && (
        <Columns>
          <SizeField
            value={source.frameSize}
            none="As in the file"
            error={sizeError}
            onChange={(frameSize) => edit({ source: { ...source, frameSize } })}
          />
          <RateField
            value={source.frameRate}
            none="As in the file"
            error={rateError}
            onChange={(frameRate) => edit({ source: { ...source, frameRate } })}
          />
        </Columns>
      )}
    </>
  );
}
