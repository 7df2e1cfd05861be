import { Button, Text, Textarea } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { hasText, isOverlaid } from '@domain/overlay';
import { noOverlay, overlayClocks, overlayPositions, type Overlay } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField, NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';
import { KeptNotice } from './kept-notice';
import classes from './source.module.css';

const most = 200;

/** A text and a clock that are drawn into the pictures before they are shown and recorded. */
export function OverlayPanel() {
  const { t } = useTranslation('source');
  const { overlay, video } = useSelect((state) => state.draft.settings);
  const error = useSelect((state) => fieldError(state, 'overlay'));
  const { edit } = useCommands();
  const isKept = video.mode === 'copy';
  const change = (part: Partial<Overlay>) => edit({ overlay: { ...overlay, ...part } });
  return (
    <Section name="overlay" title={t('overlay.title')} summary={summaryOf(overlay, t)} isOpenAtFirst={false} hasError={error !== null}>
      <KeptNotice text={t('overlay.kept')} />
      <Textarea
        size="xs"
        label={t('overlay.text')}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={most}
        disabled={isKept}
        value={overlay.text}
        placeholder={t('overlay.placeholder')}
        onChange={(event) => change({ text: drawable(event.currentTarget.value) })}
      />
      <Columns>
        <ChoiceField
          label={t('overlay.clock')}
          help={t('overlay.clockHelp')}
          disabled={isKept}
          value={overlay.clock}
          choices={overlayClocks.map((value) => ({ value, label: t(`overlay.clocks.${value}`) }))}
          onChange={(value) => {
            const clock = overlayClocks.find((each) => each === value);
            if (clock !== undefined) change({ clock });
          }}
        />
        <ChoiceField
          label={t('overlay.position')}
          help={t('overlay.positionHelp')}
          disabled={isKept}
          value={overlay.position}
          choices={overlayPositions.map((value) => ({ value, label: t(`overlay.positions.${value}`) }))}
          onChange={(value) => {
            const position = overlayPositions.find((each) => each === value);
            if (position !== undefined) change({ position });
          }}
        />
        <NumberField
          label={t('overlay.size')}
          help={t('overlay.sizeHelp')}
          disabled={isKept}
          value={overlay.sizePercent}
          minimum={2}
          maximum={20}
          onChange={(sizePercent) => sizePercent !== null && change({ sizePercent })}
        />
      </Columns>
      {error !== null && !isKept && (
        <Text size="xs" c="red" role="status">
          {error}
        </Text>
      )}
      <Button size="compact-xs" variant="default" className={classes['fitting'] ?? ''} disabled={!isOverlaid(overlay)} onClick={() => edit({ overlay: noOverlay })}>
        {t('overlay.remove')}
      </Button>
    </Section>
  );
}

/** What was pasted from elsewhere may hold tabs and the like, which cannot be drawn. */
const drawable = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, ' ').slice(0, most);

function summaryOf(overlay: Overlay, t: TFunction<'source'>): string {
  if (!isOverlaid(overlay)) return t('overlay.none');
  return [...(hasText(overlay) ? [overlay.text.trim()] : []), ...(overlay.clock === 'none' ? [] : [t(`overlay.clocks.${overlay.clock}`)])].join(', ');
}
