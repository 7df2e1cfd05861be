import { useEffect, useRef, useState } from 'react';
import { Overlay, Paper, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePresets } from './use-presets';
import classes from './presets.module.css';

/** Takes preset files that are dropped anywhere on the window. */
export function PresetDrop() {
  const { t } = useTranslation('presets');
  const [isOver, setOver] = useState(false);
  const { importFiles } = usePresets();
  const take = useRef(importFiles);
  useEffect(() => {
    take.current = importFiles;
  });
  useEffect(() => {
    const listeners = new AbortController();
    const options = { signal: listeners.signal };
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    window.addEventListener('dragenter', over, options);
    window.addEventListener('dragover', over, options);
    // Leaving an element for one inside it is told too: only the window itself has nothing it is left for.
    window.addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), options);
    window.addEventListener(
      'drop',
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void take.current([...(event.dataTransfer?.files ?? [])]);
      },
      options,
    );
    return () => listeners.abort();
  }, []);
  if (!isOver) return null;
  return (
    <Overlay fixed center zIndex={400} className={classes['drop'] ?? ''} data-testid="preset-drop">
      <Paper p="xl" withBorder className={classes['dropWords'] ?? ''}>
        <IconFileImport size={32} aria-hidden="true" />
        <Text fw={600}>{t('drop.title')}</Text>
        <Text size="sm">{t('drop.text')}</Text>
      </Paper>
    </Overlay>
  );
}
