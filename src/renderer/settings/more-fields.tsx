import { useId, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { fieldError } from '../state/selectors';
import { useSelect } from '../state/store';
import { useKept } from '../ui/use-kept';

const inside = ['profile', 'pixelFormat', 'bFrames', 'gopFrames', 'tune', 'lookAheadFrames', 'gpu', 'decoding', 'lowPower', 'fallback'];

/** Fields that few need, folded until somebody does, or one of them is wrong. */
export function MoreFields({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('settings');
  const id = useId();
  const [isOpen, setOpen] = useKept('more-video', false);
  const hasError = useSelect((state) => inside.some((field) => fieldError(state, `video.${field}`) !== null));
  const isShown = isOpen || hasError;
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        justify="flex-start"
        data-testid="more-video"
        aria-expanded={isShown}
        aria-controls={id}
        disabled={hasError}
        leftSection={isShown ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />}
        onClick={() => setOpen(!isOpen)}
      >
        {isShown ? t('video.fewer') : t('video.more')}
      </Button>
      <div id={id} hidden={!isShown}>
        {isShown && children}
      </div>
    </>
  );
}
