import { useMemo } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { capabilitiesOf } from '../state/host-looks';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import classes from './benchmark.module.css';

const clips = 'clips';
const file = 'file';

/** Whose pictures are encoded: prepared clips, a file of the user's, or a camera of the host. */
export function PicturesField({ hostId }: { readonly hostId: string }) {
  const { t } = useTranslation('benchmark');
  const source = useSelect((state) => state.benchmark.wish.source);
  const fileName = useSelect((state) => state.benchmark.fileName);
  const capabilities = useSelect((state) => capabilitiesOf(state, hostId));
  const dispatch = useDispatch();
  const { chooseBenchmarkFile } = useCommands();
  const cameras = useMemo(() => (capabilities?.captureDevices ?? []).map(({ identity, name }) => ({ value: `camera ${identity}`, label: name })), [capabilities]);
  const choose = (value: string) => {
    if (value === clips) dispatch({ type: 'benchmark-wish', wish: { source: null } });
    else if (value !== file) dispatch({ type: 'benchmark-wish', wish: { source: { kind: 'camera', device: value.slice('camera '.length) } } });
    else if (fileName === null) void chooseBenchmarkFile();
    else dispatch({ type: 'benchmark-wish', wish: { source: { kind: 'file' } } });
  };
  const value = source === null ? clips : source.kind === 'file' ? file : `camera ${source.device}`;
  return (
    <>
      <ChoiceField label={t('pictures')} help={t('picturesHelp')} value={value} choices={[{ value: clips, label: t('prepared') }, { value: file, label: t('ownFile') }, ...cameras]} onChange={choose} />
      {source?.kind === 'file' && (
        <div className={classes['file']}>
          <Text size="xs" truncate title={fileName ?? ''}>
            {fileName}
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => void chooseBenchmarkFile()}>
            {t('chooseFile')}
          </Button>
        </div>
      )}
    </>
  );
}
