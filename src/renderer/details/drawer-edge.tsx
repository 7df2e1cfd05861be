import type { PointerEvent } from 'react';
import { useViewportSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { fittingHeightPx, heightAfterKey, maximumHeightPx, minimumHeightPx } from './drawer';
import classes from './details.module.css';

interface DrawerEdgeProps {
  readonly heightPx: number;
  readonly onHeight: (heightPx: number) => void;
  /** A double click: the usual height again. */
  readonly onReset: () => void;
}

/** The upper edge of the drawer: dragged, or moved by the arrow keys. */
export function DrawerEdge({ heightPx, onHeight, onReset }: DrawerEdgeProps) {
  const { t } = useTranslation('details');
  const { height } = useViewportSize();
  const windowHeightPx = height || window.innerHeight;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const edge = event.currentTarget;
    const startPx = event.clientY + heightPx;
    const move = (moved: globalThis.PointerEvent) => onHeight(fittingHeightPx(startPx - moved.clientY, window.innerHeight));
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div
      className={classes['edge']}
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={t('height')}
      aria-controls="details-drawer"
      aria-valuemin={minimumHeightPx}
      aria-valuemax={maximumHeightPx(windowHeightPx)}
      aria-valuenow={fittingHeightPx(heightPx, windowHeightPx)}
      title={t('heightHint')}
      onPointerDown={drag}
      onDoubleClick={onReset}
      onKeyDown={(event) => {
        const next = heightAfterKey(event.key, event.shiftKey, heightPx, window.innerHeight);
        if (next === null) return;
        event.preventDefault();
        onHeight(next);
      }}
    />
  );
}
