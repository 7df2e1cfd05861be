import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overAllParts } from '../state/parts';
import { recentBitRateKbps, secondsLeftNow } from '../state/rates';
import { useSelect } from '../state/store';
import { pictureSessionId, sessionInView } from '../state/tiles';
import { useFormats } from '../ui/format';
import { figuresOf } from './figure-list';
import classes from './live.module.css';
import { pictures } from './picture-hub';

/** Figures of the recording in view, else what is known of the picture that is being watched. */
export function Figures() {
  const { t } = useTranslation('live');
  const formats = useFormats();
  const pictureId = useSelect(pictureSessionId);
  const session = useSelect(sessionInView);
  const sessions = useSelect((state) => state.sessions);
  const recentKbps = useSelect((state) => (session ? recentBitRateKbps(state.sizes, session.id) : null));
  const leftSeconds = useSelect((state) => (session ? secondsLeftNow(state, session) : null));
  const delayMs = useDelay(pictureId);
  return (
    <dl className={classes['figures']} aria-label={t('figures.label')} data-testid="figures" data-frame={session?.progress?.frame ?? 0}>
      {figuresOf({ session: session && overAllParts({ sessions }, session), delayMs, recentKbps, leftSeconds }, t, formats).map(({ id, name, value, isBad, hint }) => (
        <div key={id} data-figure={id} data-bad={isBad === true} title={hint === undefined ? value : `${value}\n${hint}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Looked at once a second, so that it can be read. */
function useDelay(sessionId: string | null): number | null {
  const [delayMs, setDelay] = useState<number | null>(null);
  useEffect(() => {
    const look = () => setDelay(sessionId === null ? null : pictures.delayMs(sessionId));
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [sessionId]);
  return delayMs;
}
