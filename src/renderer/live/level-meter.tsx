import { Text } from '@mantine/core';
import { isSilent, overloadDbfs, silenceDbfs } from '../state/levels';
import { pictureSessionId } from '../state/selectors';
import { useSelect } from '../state/store';
import classes from './live.module.css';

/** Marks of the scale in dB of full scale. */
const marks = [0, -6, -12, -24, -40, -60];

/** Share of the meter's height at this level; silence is at the bottom. */
const heightOf = (dbfs: number) => Math.max(0, Math.min(1, (dbfs - silenceDbfs) / -silenceDbfs));
const percent = (dbfs: number) => `${(heightOf(dbfs) * 100).toFixed(1)}%`;
const nameOf = (channel: number, count: number) => (count === 2 ? (['L', 'R'][channel] ?? '') : count === 1 ? '' : String(channel + 1));

/** Peak levels of the sound of the session in view, with the loudest of the last moment held. */
export default function LevelMeter() {
  const levels = useSelect((state) => (state.levels?.sessionId === pictureSessionId(state) ? state.levels : null));
  if (!levels) return null;
  const count = levels.peakDbfs.length;
  return (
    <div className={classes['meter']} data-testid="level-meter">
      {isSilent(levels) && (
        <Text className={classes['silent'] ?? ''} role="status">
          No sound
        </Text>
      )}
      <div className={classes['channels']}>
        {levels.peakDbfs.map((peak, channel) => {
          const held = levels.heldDbfs[channel] ?? peak;
          const name = nameOf(channel, count);
          return (
            <div key={channel} className={classes['channel']}>
              <div
                className={classes['column']}
                role="meter"
                aria-label={name === '' ? 'Sound level' : `Sound level, channel ${name}`}
                aria-valuemin={silenceDbfs}
                aria-valuemax={0}
                aria-valuenow={Math.max(silenceDbfs, Math.round(peak))}
                aria-valuetext={peak < silenceDbfs ? 'silent' : `${Math.round(peak)} dB`}
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
