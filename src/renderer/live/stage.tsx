import { lazy, Suspense, useEffect, useRef, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { painted } from '../painted';
import { useDispatch, useSelect } from '../state/store';
import { gridOf, isGrid, neighbour, tileIds, tileInView, visibleTiles } from '../state/tiles';
import classes from './live.module.css';
import { Tile } from './tile';

const FirstRun = lazy(() => painted.then(() => import('../desktop/first-run')));

/** One picture large, or all of them beside each other. A picture that stays in view stays as it is when that changes. */
export function Stage() {
  const { t } = useTranslation('live');
  const stage = useRef<HTMLDivElement>(null);
  const tiles = useSelect((state) => visibleTiles(state).join(' ')).split(' ');
  const inView = useSelect(tileInView);
  const isSmall = useSelect(isGrid);
  const hasGrid = useSelect((state) => tileIds(state).length > 1);
  const dispatch = useDispatch();
  const { columns, rows } = gridOf(tiles.length);

  useEffect(() => {
    if (isSmall || !hasGrid) return undefined;
    const back = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.fullscreenElement || isElsewhere(event.target)) return;
      dispatch({ type: 'layout', layout: 'grid' });
    };
    window.addEventListener('keydown', back);
    return () => window.removeEventListener('keydown', back);
  }, [isSmall, hasGrid, dispatch]);

  const move = (from: string, key: string) => {
    const style = stage.current && getComputedStyle(stage.current);
    const shownColumns = style ? style.gridTemplateColumns.split(' ').length : columns;
    const to = neighbour(tiles, from, key, shownColumns);
    dispatch({ type: 'focused', focus: to === 'source' ? { on: 'source' } : { on: 'session', id: to } });
    stage.current?.querySelector<HTMLElement>(`[data-tile="${to}"]`)?.focus();
  };
  const size = { '--columns': columns, '--rows': rows } as CSSProperties;
  const tabStop = tiles.includes(inView) ? inView : tiles[0];
  return (
    <div className={classes['stage']}>
      <div
        ref={stage}
        className={classes['tiles']}
        style={size}
        data-testid="stage"
        data-layout={isSmall ? 'grid' : 'single'}
        {...(isSmall && { role: 'listbox', 'aria-label': t('stage.label') })}
      >
        {tiles.map((tile) => (
          <Tile key={tile} tile={tile} isSmall={isSmall} isTabStop={tile === tabStop} onMove={(key) => move(tile, key)} />
        ))}
      </div>
      <Suspense>
        <FirstRun />
      </Suspense>
    </div>
  );
}

/** In a dialog, a menu or a field, Escape has a meaning of its own. */
const isElsewhere = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"], input, textarea, select') !== null;
