import { useMemo } from 'react';
import { InputBase, Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { VideoEncode } from '@domain/preset';
import { encoderEntry } from '../encoders/encoder-entries';
import { fieldError } from '../state/selectors';
import { useDispatch, useSelect } from '../state/store';
import { helpProps, WithHelp } from '../ui/fields';
import classes from './settings.module.css';

/** The encoder and how it is on the chosen host; opens the list of all. */
export function EncoderField({ video }: { readonly video: VideoEncode }) {
  const { t: encoders } = useTranslation('encoders');
  const { t } = useTranslation('settings');
  const settings = useSelect((state) => state.draft.settings);
  const capabilities = useSelect((state) => (state.capabilities.state === 'ready' ? state.capabilities.value : null));
  const error = useSelect((state) => fieldError(state, 'video.encoder'));
  const dispatch = useDispatch();
  const entry = useMemo(() => encoderEntry(encoders, video.encoder, capabilities, settings), [encoders, video.encoder, capabilities, settings]);
  const label = entry?.label ?? video.encoder;
  return (
    <div>
      <WithHelp help={t('video.encoder.help')}>
        <InputBase
          component="button"
          type="button"
          size="xs"
          pointer
          label={t('video.encoder.label')}
          {...helpProps(t('video.encoder.help'))}
          error={error}
          rightSection={<IconChevronRight size={14} aria-hidden="true" />}
          aria-label={t('video.encoder.open', { label, summary: entry?.summary ?? t('video.encoder.unknown') })}
          data-testid="encoder-field"
          data-encoder={video.encoder}
          data-state={entry?.state ?? 'unknown'}
          onClick={() => dispatch({ type: 'encoders-dialog', isOpen: true })}
        >
          {label}
        </InputBase>
      </WithHelp>
      {entry && error === null && (
        <Text size="xs" c="dimmed" mt={4} className={classes['state'] ?? ''} data-state={entry.state}>
          {entry.summary}
        </Text>
      )}
    </div>
  );
}
