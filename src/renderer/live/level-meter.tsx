import { Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isSilent, overloadDbfs, silenceDbfs } from '../state/levels';
import { useSelect } from '../state/store';
import { pictureSessionId } from '../state/tiles';
import classes from './live.module.css';

/** Marks of the scale in dB of full scale. */
const marks = [0, -6, -12, -24, -40, -60];

/** Share of the meter's height at this level; silence is at the bottom. */
const heightOf = (dbfs: number) => Math.max(0, Math.min(1, (dbfs - silenceDbfs) / -silenceDbfs));
const percent = (dbfs: number) => `${(heightOf(dbfs) * 100).toFixed(1)}%`;
function nameOf(channel: number, count: number, t: TFunction<'live'>): string {
  if (count === 1) return '';
  return count === 2 ? t(channel === 0 ? 'sound.left' : 'sound.right') : String(channel + 1);
}

/** Peak levels of the sound of the session in view, with the loudest of the last moment held. */
export default function LevelMeter() {
  const { t } = useTranslation('live');
  const levels = useSelect((state) => (state.levels?.sessionId === pictureSessionId(state) ? state.levels : null));
  if (!levels) return null;
  const count = levels.peakDbfs.length;
  return (
    <div className={classes['meter']} data-testid="level-meter">
      {isSilent(levels) && (
        <Text className={classes['silent'] ?? ''} role="status">
          {t('sound.none')}
        </Text>
      )}
      <div className={classes['channels']}>
        {levels.peakDbfs.map((peak, channel) => {
          const held = levels.heldDbfs[channel] ?? peak;
          const name = nameOf(channel, count, t);
          return (
            <div key={channel} className={classes['channel']}>
              <div
                className={classes['column']}
                role="meter"
                aria-label={name === '' ? t('sound.level') : t('sound.channel', { channel: name })}
                aria-valuemin={silenceDbfs}
                aria-valuemax={0}
                aria-valuenow={Math.max(silenceDbfs, Math.round(peak))}
                aria-valuetext={peak < silenceDbfs ? t('sound.silent') : t('sound.decibels', { level: Math.round(peak) })}
              >
                <div className={classes['level']} data-over={peak > overloadDbfs} style={{ height: percent(peak) }} />
                <div className={classes['held']} data-over={held > overloadDbfs} style={{ bottom: percent(held) }} />
              </div>
              <span>{name}</span>
            </div>
          );
        })}
        <div className={classes['scale']} aria-hidden="true">
          {marks.map((mark) => (
            <span key={mark} style={{ bottom: percent(mark) }}>
              {mark}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
