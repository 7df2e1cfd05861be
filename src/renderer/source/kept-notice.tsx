import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { encodeOf } from '../state/draft';
import { useCommands, useSelect } from '../state/store';
import classes from './source.module.css';

/** Why kept pictures cannot be changed, and the way to encode them; nothing where they are encoded. */
export function KeptNotice({ text }: { readonly text: string }) {
  const { t } = useTranslation('source');
  const draft = useSelect((state) => state.draft);
  const { edit } = useCommands();
  const encode = encodeOf(draft);
  if (draft.settings.video.mode !== 'copy') return null;
  return (
    <>
      <Text size="xs" c="dimmed">
        {text}
      </Text>
      {encode && (
        <Button size="compact-xs" variant="default" className={classes['fitting'] ?? ''} onClick={() => edit({ video: encode })}>
          {t('transform.toEncode')}
        </Button>
      )}
    </>
  );
}
