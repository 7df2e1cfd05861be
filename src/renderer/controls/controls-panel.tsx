import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaptureDevice } from '@domain/capabilities';
import { defaultControls, lockedBy } from '@domain/controls';
import { currentValues, valueOf } from '../state/controls';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Empty, Section } from '../ui/section';
import { ControlRow } from './control-row';
import { grouped } from './control-groups';
import classes from './controls.module.css';

/** From this many on, there is a field to search them. */
const searchableCount = 13;

interface ControlsPanelProps {
  /** How the draft names the device. */
  readonly reference: string;
  readonly device: CaptureDevice;
}

/** Brightness, exposure and the like: changed on the device at once, also while it is recorded. */
export default function ControlsPanel({ reference, device }: ControlsPanelProps) {
  const { t } = useTranslation('controls');
  const known = useSelect((state) => state.controls[reference]);
  const touched = useSelect((state) => {
    const { source } = state.draft.settings;
    return source.type === 'capture-device' ? Object.keys(source.controls).length : 0;
  });
  const [words, setWords] = useState('');
  const { setControls } = useCommands();
  const { controls } = device;
  if (controls.length === 0) return null;
  const values = currentValues(device, known, controls.map(({ name }) => name));
  const now = { ...device, controls: controls.map((control) => ({ ...control, value: valueOf(control, known) })) };
  const defaults = defaultControls(now);
  const groups = grouped(now.controls, words);
  const lockOf = (name: string) => {
    const reason = lockedBy(device, name, values);
    const master = controls.find((control) => reason?.startsWith(`${control.name} is `));
    return master ? t('decides', { name: master.label }) : reason;
  };
  return (
    <Section name="controls" title={t('title')} summary={touched === 0 ? t('asDevice') : t('inPreset', { count: touched })} isOpenAtFirst={false}>
      {controls.length >= searchableCount && (
        <TextInput
          size="xs"
          type="search"
          placeholder={t('placeholder', { count: controls.length })}
          aria-label={t('search')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      {known?.refusal && <ErrorAlert error={known.refusal.error} />}
      {groups.length === 0 && <Empty>{t('nothing', { words })}</Empty>}
      {groups.map(([group, members]) => (
        <fieldset key={group} className={classes['group']}>
          <legend>{t(`groups.${group}`)}</legend>
          {members.map((control) => (
            <ControlRow
              key={control.name}
              control={control}
              lock={lockOf(control.name)}
              isPending={known?.pending.includes(control.name) ?? false}
            />
          ))}
        </fieldset>
      ))}
      <Button
        size="compact-xs"
        variant="default"
        disabled={Object.keys(defaults).length === 0}
        onClick={() => setControls(defaults)}
      >
        {t('allDefault')}
      </Button>
    </Section>
  );
}
