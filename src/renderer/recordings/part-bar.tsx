import { ActionIcon, Text } from '@mantine/core';
import { IconPlayerSkipBack, IconPlayerSkipForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import { gapsOf } from '@domain/recording-parts';
import { useGapWords } from './gap-words';
import classes from './player.module.css';

interface PartBarProps {
  /** Parts in their order. */
  readonly recordings: readonly Recording[];
  readonly index: number;
  readonly onGo: (index: number) => void;
}

/** Which part is played, what is missing before it, and the way to the others. */
export function PartBar({ recordings, index, onGo }: PartBarProps) {
  const { t } = useTranslation('recordings');
  const words = useGapWords();
  const [gap] = gapsOf(recordings.slice(Math.max(0, index - 1), index + 1));
  const button = (label: string, Icon: typeof IconPlayerSkipBack, to: number) => (
    <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} title={label} disabled={recordings[to] === undefined} onClick={() => onGo(to)}>
      <Icon size={16} />
    </ActionIcon>
  );
  return (
    <div className={classes['parts']} data-testid="player-part" data-part={index + 1}>
      {button(t('player.partBack'), IconPlayerSkipBack, index - 1)}
      <Text size="xs">{t('player.part', { number: index + 1, count: recordings.length })}</Text>
      {button(t('player.partOn'), IconPlayerSkipForward, index + 1)}
      {gap && (
        <Text size="xs" className={classes['missing'] ?? ''} truncate role="status">
          {words.before(gap)}
        </Text>
      )}
    </div>
  );
}
