import { useEffect, useRef } from 'react';
import { ActionIcon, Tabs, Tooltip } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppCommand } from '../app-commands';
import { chosenHostId } from '../state/hosts';
import { isOpen, listedSessions } from '../state/selectors';
import { useDispatch, useSelect } from '../state/store';
import { isGrid, tileIds } from '../state/tiles';
import { ElapsedText } from './elapsed';
import classes from './live.module.css';
import { sessionName } from './session-name';
import { sessionStateName } from './state-name';

/** The chosen source and every recording, where there is more than what is in view; and the grid of them all. */
export default function SessionTabs() {
  const { t } = useTranslation('live');
  const { t: hostsT } = useTranslation('hosts');
  const sessions = useSelect((state) => state.sessions);
  const focus = useSelect((state) => state.focus);
  const hostId = useSelect(chosenHostId);
  const dispatch = useDispatch();
  const list = useRef<HTMLDivElement>(null);
  const value = focus.on === 'source' ? 'source' : focus.id;
  useEffect(() => {
    list.current?.querySelector(`[id$="-tab-${value}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [value]);
  return (
    <div className={classes['strip']}>
      <Tabs
        className={classes['tabs'] ?? ''}
        value={value}
        onChange={(next) =>
          dispatch({
            type: 'focused',
            focus: next === null || next === 'source' ? { on: 'source' } : { on: 'session', id: next },
          })
        }
      >
        <Tabs.List ref={list} aria-label={t('strip.label')} className={classes['tabList'] ?? ''}>
          <Tabs.Tab value="source">{t('strip.source')}</Tabs.Tab>
          {listedSessions({ sessions, focus }).map((session) => (
            <Tabs.Tab
              key={session.id}
              value={session.id}
              leftSection={<span className={classes['dot']} data-state={sessionStateName(session)} aria-hidden="true" />}
            >
              {sessionName(session, hostId, t, hostsT)}
              {isOpen(session) && (
                <>
                  {' '}
                  <ElapsedText session={session} />
                </>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <GridButton />
    </div>
  );
}

function GridButton() {
  const { t } = useTranslation('live');
  const inGrid = useSelect(isGrid);
  const isOne = useSelect((state) => tileIds(state).length < 2);
  const dispatch = useDispatch();
  const toggle = () => {
    if (!isOne) dispatch({ type: 'layout', layout: inGrid ? 'single' : 'grid' });
  };
  useAppCommand('toggle-grid', toggle);
  const label = inGrid ? t('strip.single') : t('strip.grid');
  return (
    <Tooltip label={`${label} (Ctrl G)`} position="bottom-end">
      <ActionIcon
        className={classes['gridButton'] ?? ''}
        variant={inGrid ? 'filled' : 'default'}
        size={28}
        aria-label={t('strip.grid')}
        aria-pressed={inGrid}
        data-testid="grid-button"
        disabled={isOne}
        onClick={toggle}
      >
        <IconLayoutGrid size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
