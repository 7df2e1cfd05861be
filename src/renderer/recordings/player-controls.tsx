import { ActionIcon, Button, Menu, Slider } from '@mantine/core';
import {
  IconMaximize,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../ui/format';
import { rates, type VideoActions, type VideoState } from './use-video';
import classes from './player.module.css';

interface PlayerControlsProps {
  readonly state: VideoState;
  readonly actions: VideoActions;
  readonly durationSeconds: number;
  readonly hasSound: boolean;
  readonly onFull: () => void;
}

/** Play, a frame back and on, time, speed, sound, full screen. */
export function PlayerControls({ state, actions, durationSeconds, hasSound, onFull }: PlayerControlsProps) {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  const { isPlaying, timeSeconds, rate, volume, isMuted } = state;
  const button = (label: string, icon: typeof IconMaximize, press: () => void) => {
    const Icon = icon;
    return (
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} title={label} onClick={press}>
        <Icon size={18} />
      </ActionIcon>
    );
  };
  return (
    <div className={classes['controls']}>
      {button(isPlaying ? t('player.pause') : t('player.play'), isPlaying ? IconPlayerPause : IconPlayerPlay, actions.toggle)}
      {button(t('player.frameBack'), IconPlayerTrackPrev, () => actions.step(-1))}
      {button(t('player.frameOn'), IconPlayerTrackNext, () => actions.step(1))}
      <Slider
        className={classes['time'] ?? ''}
        size="sm"
        min={0}
        max={Math.max(0.1, durationSeconds)}
        step={0.05}
        value={Math.min(timeSeconds, durationSeconds)}
        label={(value) => formats.duration(value)}
        thumbLabel={t('player.position')}
        onChange={actions.seek}
      />
      <span className={classes['clock']} data-testid="player-clock">
        {formats.duration(timeSeconds)} / {formats.duration(durationSeconds)}
      </span>
      <Menu position="top" withinPortal={false} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" aria-label={t('player.speed', { rate: formats.number(rate, rate % 1 === 0 ? 0 : 2) })}>
            {formats.number(rate, rate % 1 === 0 ? 0 : 2)} ×
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {rates.map((other) => (
            <Menu.Item key={other} aria-current={other === rate} onClick={() => actions.setRate(other)}>
              {formats.number(other, other % 1 === 0 ? 0 : 2)} ×
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {hasSound && (
        <>
          {button(isMuted ? t('player.unmute') : t('player.mute'), isMuted ? IconVolumeOff : IconVolume, actions.toggleMuted)}
          <Slider
            className={classes['volume'] ?? ''}
            size="sm"
            min={0}
            max={1}
            step={0.05}
            label={null}
            value={isMuted ? 0 : volume}
            thumbLabel={t('player.volume')}
            onChange={actions.setVolume}
          />
        </>
      )}
      {button(t('player.fullScreen'), IconMaximize, onFull)}
    </div>
  );
}
