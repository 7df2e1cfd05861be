import { Button, Checkbox, SegmentedControl, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { noTransform, type Transform } from '@domain/preset';
import { isCropped, isTransformed, transformedSize } from '@domain/transform';
import { formatFrameSize, type FrameSize } from '@domain/units';
import { fieldError, sourceSize } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { NumberField } from '../ui/fields';
import { sizeText } from '../ui/format';
import { Columns, Section } from '../ui/section';
import { KeptNotice } from './kept-notice';
import { TransformDiagram } from './transform-diagram';
import classes from './source.module.css';

const turns = [0, 90, 180, 270] as const;
const edges = ['left', 'right', 'top', 'bottom'] as const;
/** What has to stay of each side, in pixels. */
const leastPixels = 16;

/** How the pictures are cropped, turned and mirrored before they are shown and recorded. */
export function TransformPanel() {
  const { t } = useTranslation('source');
  const { transform, video } = useSelect((state) => state.draft.settings);
  const error = useSelect((state) => fieldError(state, 'transform'));
  const size = useKnownSize();
  const { edit } = useCommands();
  const isKept = video.mode === 'copy';
  const change = (part: Partial<Transform>) => edit({ transform: { ...transform, ...part } });
  return (
    <Section name="transform" title={t('transform.title')} summary={summaryOf(transform, size, t)} isOpenAtFirst={false} hasError={error !== null}>
      <KeptNotice text={t('transform.kept')} />
      <div role="group" aria-label={t('transform.rotate')}>
        <Text size="xs" c="dimmed" mb={2} aria-hidden="true">
          {t('transform.rotate')}
        </Text>
        <SegmentedControl
          size="xs"
          fullWidth
          disabled={isKept}
          aria-label={t('transform.rotate')}
          data={turns.map((degrees) => ({ value: String(degrees), label: t('transform.degrees', { count: degrees }) }))}
          value={String(transform.rotateDegrees)}
          onChange={(value) => {
            const rotateDegrees = turns.find((degrees) => String(degrees) === value);
            if (rotateDegrees !== undefined) change({ rotateDegrees });
          }}
        />
      </div>
      <div role="group" aria-label={t('transform.flip')}>
        <Text size="xs" c="dimmed" mb={4} aria-hidden="true">
          {t('transform.flip')}
        </Text>
        <Columns>
          <Checkbox size="xs" disabled={isKept} label={t('transform.horizontal')} checked={transform.flipHorizontal} onChange={(event) => change({ flipHorizontal: event.currentTarget.checked })} />
          <Checkbox size="xs" disabled={isKept} label={t('transform.vertical')} checked={transform.flipVertical} onChange={(event) => change({ flipVertical: event.currentTarget.checked })} />
        </Columns>
      </div>
      <CropFields transform={transform} size={size} isDisabled={isKept} onChange={(crop) => change({ crop })} />
      {error !== null && !isKept && (
        <Text size="xs" c="red" role="status">
          {error}
        </Text>
      )}
      <div className={classes['transformed']}>
        <TransformDiagram transform={transform} size={size} />
        <div>
          <Text size="xs" c="dimmed" mb={4} data-testid="transform-result">
            {size === null ? t('transform.unknownSize') : t('transform.result', { size: sizeText(isKept ? size : transformedSize(transform, size)) })}
          </Text>
          <Button size="compact-xs" variant="default" disabled={!isTransformed(transform)} onClick={() => edit({ transform: noTransform })}>
            {t('transform.reset')}
          </Button>
        </div>
      </div>
    </Section>
  );
}

interface CropFieldsProps {
  readonly transform: Transform;
  readonly size: FrameSize | null;
  readonly isDisabled: boolean;
  readonly onChange: (crop: Transform['crop']) => void;
}

function CropFields({ transform: { crop }, size, isDisabled, onChange }: CropFieldsProps) {
  const { t } = useTranslation('source');
  const opposite = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' } as const;
  const maximumOf = (edge: (typeof edges)[number]) => {
    if (size === null) return 16_384;
    const whole = edge === 'left' || edge === 'right' ? size.width : size.height;
    return Math.max(crop[edge], whole - leastPixels - crop[opposite[edge]]);
  };
  return (
    <div role="group" aria-label={t('transform.crop')}>
      <Text size="xs" c="dimmed" mb={2} aria-hidden="true">
        {t('transform.crop')}
      </Text>
      <Columns>
        {edges.map((edge) => (
          <NumberField
            key={edge}
            label={t(`transform.${edge}`)}
            value={crop[edge]}
            minimum={0}
            maximum={maximumOf(edge)}
            step={2}
            disabled={isDisabled}
            onChange={(pixels) => pixels !== null && onChange({ ...crop, [edge]: pixels })}
          />
        ))}
      </Columns>
    </div>
  );
}

/** Kept while it is the same, as the selector makes it anew. */
function useKnownSize(): FrameSize | null {
  const text = useSelect((state) => {
    const size = sourceSize(state);
    return size && formatFrameSize(size);
  });
  const [width = 0, height = 0] = text?.split('x').map(Number) ?? [];
  return text === null ? null : { width, height };
}

function summaryOf(transform: Transform, size: FrameSize | null, t: TFunction<'source'>): string {
  if (!isTransformed(transform)) return t('transform.none');
  const { rotateDegrees, flipHorizontal, flipVertical } = transform;
  return [
    rotateDegrees === 0 ? null : t('transform.degrees', { count: rotateDegrees }),
    flipHorizontal || flipVertical ? t('transform.flipped') : null,
    isCropped(transform) ? t('transform.cropped') : null,
    size === null ? null : sizeText(transformedSize(transform, size)),
  ]
    .filter((part) => part !== null)
    .join(', ');
}
