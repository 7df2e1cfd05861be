import { lazy, Suspense, useState } from 'react';
import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { Preset } from '@domain/preset';
import { useAppCommand } from '../app-commands';
import { isUnsaved } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import classes from './presets.module.css';

const PresetNameDialog = lazy(() => import('./preset-name-dialog'));
const DiscardDialog = lazy(() => import('./discard-dialog'));

type Asking =
  | { readonly for: 'nothing' }
  | { readonly for: 'save-as' | 'rename' }
  | { readonly for: 'discard'; readonly next: Preset };

export function PresetPanel() {
  const presets = useSelect((state) => state.presets);
  const draft = useSelect((state) => state.draft);
  const [asking, setAsking] = useState<Asking>({ for: 'nothing' });
  const commands = useCommands();
  const { preset } = draft;
  const unsaved = isUnsaved(draft);
  const isKnown = presets.some(({ id }) => id === preset.id);
  const close = () => setAsking({ for: 'nothing' });

  const choose = (id: string) => {
    const next = presets.find((candidate) => candidate.id === id);
    if (!next || next.id === preset.id) return;
    if (unsaved) setAsking({ for: 'discard', next });
    else commands.choosePreset(next);
  };
  const save = () => {
    if (preset.builtIn || !isKnown) setAsking({ for: 'save-as' });
    else void commands.save();
  };
  useAppCommand('save-preset', save);

  const own = presets.filter(({ builtIn }) => !builtIn);
  const items = (list: readonly Preset[]) => list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <section className={classes['panel']} aria-label="Preset">
      <div className={classes['row']}>
        <ChoiceField
          label="Preset"
          value={preset.id}
          choices={[
            ...(isKnown ? [] : [{ value: preset.id, label: `${preset.name} (removed)` }]),
            ...(own.length > 0 ? [{ group: 'Yours', items: items(own) }] : []),
            { group: 'Built in', items: items(presets.filter(({ builtIn }) => builtIn)) },
          ]}
          onChange={choose}
        />
        <Button size="xs" variant={unsaved ? 'light' : 'default'} disabled={!unsaved && isKnown} onClick={save}>
          {preset.builtIn || !isKnown ? 'Save as…' : 'Save'}
        </Button>
        <PresetMenu preset={preset} own={own} onAsk={(wanted) => setAsking({ for: wanted })} />
      </div>
      <div className={classes['note']} aria-live="polite">
        {unsaved && (
          <>
            <Text size="xs" c="dimmed">
              <span className={classes['mark']} aria-hidden="true" />
              Changed, not saved
            </Text>
            <Button size="compact-xs" variant="subtle" onClick={commands.revert}>
              Revert
            </Button>
          </>
        )}
      </div>
      <UndoRemoval />
      <Suspense>
        {(asking.for === 'save-as' || asking.for === 'rename') && (
          <PresetNameDialog purpose={asking.for} preset={preset} onClose={close} />
        )}
        {asking.for === 'discard' && <DiscardDialog current={preset} next={asking.next} onClose={close} />}
      </Suspense>
    </section>
  );
}

interface PresetMenuProps {
  readonly preset: Preset;
  readonly own: readonly Preset[];
  readonly onAsk: (wanted: 'save-as' | 'rename') => void;
}

function PresetMenu({ preset, own, onAsk }: PresetMenuProps) {
  const commands = useCommands();
  const locked = preset.builtIn;
  return (
    <Menu position="bottom-end" width={220} returnFocus transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More about presets">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onAsk('save-as')}>Save as…</Menu.Item>
        <Menu.Item disabled={locked} onClick={() => onAsk('rename')}>
          Rename…
        </Menu.Item>
        <Menu.Item onClick={() => void commands.duplicate()}>Duplicate</Menu.Item>
        <Menu.Item disabled={locked} color="red" onClick={() => void commands.remove()}>
          Delete
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void commands.importPresets()}>Import…</Menu.Item>
        <Menu.Item onClick={() => void commands.exportPresets([preset.id])}>Export this preset…</Menu.Item>
        <Menu.Item disabled={own.length === 0} onClick={() => void commands.exportPresets(own.map(({ id }) => id))}>
          Export all of yours…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function UndoRemoval() {
  const removed = useSelect((state) => state.removedPreset);
  const { undoRemove } = useCommands();
  const dispatch = useDispatch();
  if (removed === null) return null;
  return (
    <div className={classes['note']} role="status">
      <Text size="xs" truncate>
        “{removed}” was deleted
      </Text>
      <div className={classes['buttons']}>
        <Button size="compact-xs" variant="light" onClick={() => void undoRemove()}>
          Undo
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => dispatch({ type: 'undo-dismissed' })}>
          Dismiss
        </Button>
      </div>
    </div>
  );
}
