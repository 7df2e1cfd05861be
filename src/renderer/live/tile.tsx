import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '@domain/session';
import { useSourceName } from '../source/source-name';
import { chosenHostId } from '../state/hosts';
import { overAllParts } from '../state/parts';
import { isRunning, isWaiting, sessionById } from '../state/selectors';
import { useDispatch, useSelect } from '../state/store';
import { sourceTile, subjectOf, tileInView, type TileId } from '../state/tiles';
import { useFormats } from '../ui/format';
import { openAlerts, useAlertText } from './alert-text';
import { ElapsedText } from './elapsed';
import classes from './live.module.css';
import { lossesOf } from './losses';
import { Picture } from './picture';
import { sessionName } from './session-name';
import { tileStateName } from './state-name';

interface TileProps {
  readonly tile: TileId;
  /** One of several, which can be chosen; otherwise it fills the stage. */
  readonly isSmall: boolean;
  readonly isTabStop: boolean;
  readonly onMove: (key: string) => void;
}

/** A picture with its edge and, among others, a line of what it is and how it goes. */
export function Tile({ tile, isSmall, isTabStop, onMove }: TileProps) {
  const { t } = useTranslation('live');
  const { t: hostsT } = useTranslation('hosts');
  const session = useSelect((state) => (tile === sourceTile ? null : sessionById(state, tile)));
  const hostId = useSelect(chosenHostId);
  const subject = useSelect((state) => subjectOf(state, tile));
  const stateName = useSelect((state) => tileStateName(state, tile));
  const isInView = useSelect((state) => tileInView(state) === tile);
  const sourceName = useSourceName();
  const name = session ? sessionName(session, hostId, t, hostsT) : t('strip.source');
  const label = session ? name : `${name} · ${sourceName}`;
  const isDimmed = session !== null && (session.connectionLost || stateName === 'waiting');
  const dispatch = useDispatch();
  const look = () => dispatch({ type: 'focused', focus: tile === sourceTile ? { on: 'source' } : { on: 'session', id: tile } });
  const enlarge = () => {
    look();
    dispatch({ type: 'layout', layout: 'single' });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey) enlarge();
    else if (event.key === ' ') look();
    else if (/^(?:Arrow|Home$|End$)/.test(event.key)) onMove(event.key);
    else return;
    event.preventDefault();
  };
  const choosing = isSmall && {
    role: 'option',
    'aria-selected': isInView,
    tabIndex: isTabStop ? 0 : -1,
    onClick: look,
    onDoubleClick: enlarge,
    onKeyDown: press,
  };
  return (
    <div className={classes['tile']} data-tile={tile} data-state={stateName} data-small={isSmall} {...choosing}>
      <Picture key={subject} {...{ tile, subject, name, isSmall, isInView, isDimmed }} />
      {isSmall ? (
        <div className={classes['label']} data-testid="tile-label">
          <span className={classes['dot']} data-state={stateName} aria-hidden="true" />
          <strong>{t(`state.${stateName}`)}</strong>
          <span className={classes['name']} title={label}>
            {label}
          </span>
          {session && <Progress session={session} />}
        </div>
      ) : (
        session && <Note session={session} />
      )}
    </div>
  );
}

function Progress({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('live');
  const formats = useFormats();
  const alertText = useAlertText();
  const [alert] = isRunning(session) ? openAlerts(session.alerts) : [];
  const sessions = useSelect((state) => state.sessions);
  const { progress } = overAllParts({ sessions }, session);
  const losses = isRunning(session) && progress ? lossesOf(progress, t, formats) : null;
  return (
    <span className={classes['progress']}>
      <span>
        <ElapsedText session={session} />
      </span>
      {losses && progress?.fps != null && <span className={classes['rate']}>{t('figures.rateValue', { rate: formats.framesPerSecond(progress.fps) })}</span>}
      {alert && <span data-bad="true">{alertText(alert).title}</span>}
      {losses?.isBad && <span data-bad="true">{`${losses.name} ${losses.value}`}</span>}
    </span>
  );
}

/** What is not as it should be with what is seen, over it. */
function Note({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('live');
  const alertText = useAlertText();
  const [alert] = isRunning(session) ? openAlerts(session.alerts) : [];
  const text = session.connectionLost
    ? t('stage.connectionLost')
    : isWaiting(session)
      ? session.isPaused === true
        ? t('stage.paused')
        : session.waitingFor
      : alert && alertText(alert).title;
  return text === undefined ? null : (
    <div className={classes['note']} role="status" data-testid="stage-note">
      {text}
    </div>
  );
}
