import { useTranslation } from 'react-i18next';
import type { Transform } from '@domain/preset';
import { isSideways } from '@domain/transform';
import type { FrameSize } from '@domain/units';
import classes from './source.module.css';

/** Longest side of each picture of the diagram. */
const extent = 44;

/** The source with what is cut off, and how what is left is recorded; an F tells which way is up. */
export function TransformDiagram({ transform, size }: { readonly transform: Transform; readonly size: FrameSize | null }) {
  const { t } = useTranslation('source');
  const { width, height } = size ?? { width: 16, height: 9 };
  const scale = extent / Math.max(width, height);
  const { crop, rotateDegrees, flipHorizontal, flipVertical } = transform;
  const cut = size === null ? { left: 0, top: 0, right: 0, bottom: 0 } : crop;
  const kept = { width: Math.max(1, width - cut.left - cut.right), height: Math.max(1, height - cut.top - cut.bottom) };
  const result = isSideways(transform) ? { width: kept.height, height: kept.width } : kept;
  const turned = `translate(${74 + extent / 2} 24) scale(${flipHorizontal ? -1 : 1} ${flipVertical ? -1 : 1}) rotate(${rotateDegrees})`;
  return (
    <svg className={classes['diagram']} viewBox="0 0 120 48" width={120} height={48} role="img" aria-label={t('transform.diagram')}>
      <g transform={`translate(${(extent - width * scale) / 2} ${24 - (height * scale) / 2}) scale(${scale})`}>
        <rect className={classes['whole']} width={width} height={height} />
        <rect className={classes['kept']} x={cut.left} y={cut.top} width={kept.width} height={kept.height} />
      </g>
      <g transform={`translate(${extent / 2} 24)`}>
        <Mark />
      </g>
      <path className={classes['arrow']} d="M52 24h14m-4-4 4 4-4 4" />
      <rect
        className={classes['kept']}
        x={74 + (extent - result.width * scale) / 2}
        y={24 - (result.height * scale) / 2}
        width={result.width * scale}
        height={result.height * scale}
      />
      <g transform={turned}>
        <Mark />
      </g>
    </svg>
  );
}

const Mark = () => <path className={classes['mark']} d="M-3 6V-6H4M-3 0H2" />;
