import { useEffect, useId, useState } from 'react';
import { Badge, Combobox, InputBase, Text, useCombobox } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Preset } from '@domain/preset';
import { nameOfHost } from '../hosts/host-words';
import { boundTo } from '../state/preset-binding';
import { useDispatch, useSelect } from '../state/store';
import { bindingText, foundPresets, purposeOf } from './preset-words';
import { usePresets } from './use-presets';
import classes from './presets.module.css';

interface Entry {
  readonly preset: Preset;
  readonly purpose: string;
  readonly binding: string;
  /** What is searched. */
  readonly text: string;
}

/** The list of presets, searched by what is typed. */
export function PresetChooser() {
  const { t } = useTranslation('presets');
  const [words, setWords] = useState('');
  const listId = useId();
  const isOpen = useSelect((state) => state.side.isChoosingPreset);
  const entries = useEntries();
  const dispatch = useDispatch();
  const { preset, isKnown, chooseOrAsk } = usePresets();
  const combobox = useCombobox({
    opened: isOpen,
    onOpenedChange: (opened) => dispatch({ type: 'side-panel', side: { isChoosingPreset: opened } }),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setWords('');
    },
  });
  // Also a key, or another page, opens it. The list takes no focus before it is laid out.
  useEffect(() => {
    if (!isOpen) return;
    let frame = requestAnimationFrame(function focus() {
      combobox.searchRef.current?.focus();
      if (document.activeElement !== combobox.searchRef.current) frame = requestAnimationFrame(focus);
    });
    return () => cancelAnimationFrame(frame);
    // The store of the combobox is another object on each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    if (words === '') combobox.selectActiveOption();
    else combobox.selectFirstOption();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen, words]);
  const found = foundPresets(entries, words);
  const groups = [
    { label: t('yours'), entries: found.filter((entry) => !entry.preset.builtIn) },
    { label: t('builtIn'), entries: found.filter((entry) => entry.preset.builtIn) },
  ].filter((group) => group.entries.length > 0);
  const name = isKnown ? preset.name : t('removedName', { name: preset.name });
  return (
    <Combobox
      store={combobox}
      width={380}
      position="bottom-start"
      transitionProps={{ duration: 0 }}
      onOptionSubmit={(id) => {
        const next = entries.find((entry) => entry.preset.id === id)?.preset;
        combobox.closeDropdown();
        if (next) chooseOrAsk(next);
      }}
    >
      <Combobox.Target targetType="button">
        <InputBase
          component="button"
          type="button"
          size="xs"
          pointer
          label={t('title')}
          aria-label={`${t('title')}: ${name}`}
          data-testid="preset-field"
          data-preset={preset.id}
          rightSection={<IconSelector size={14} aria-hidden="true" />}
          rightSectionPointerEvents="none"
          title={name}
          onClick={() => combobox.toggleDropdown()}
        >
          <span className={classes['chosen']}>{name}</span>
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        {/* Mantine itself names the list only once something is drawn again. */}
        <Combobox.Search
          role="combobox"
          aria-expanded
          aria-controls={listId}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          placeholder={t('searchHint')}
          aria-label={t('search')}
        />
        <Combobox.Options id={listId} aria-label={t('title')} mah="60vh" className={classes['options'] ?? ''}>
          {groups.length === 0 && <Combobox.Empty>{t('nothingFound', { words })}</Combobox.Empty>}
          {groups.map((group) => (
            <Combobox.Group key={group.label} label={group.label}>
              {group.entries.map((entry) => (
                <Option key={entry.preset.id} entry={entry} isChosen={entry.preset.id === preset.id} />
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Option({ entry: { preset, purpose, binding }, isChosen }: { readonly entry: Entry; readonly isChosen: boolean }) {
  const { t } = useTranslation('presets');
  return (
    <Combobox.Option value={preset.id} active={isChosen} data-testid="preset-option" data-preset={preset.id}>
      <span className={classes['optionName']}>
        <Text size="sm" fw={isChosen ? 600 : 400} truncate>
          {preset.name}
        </Text>
        {preset.builtIn && (
          <Badge size="xs" variant="default" tt="none" flex="none">
            {t('builtIn')}
          </Badge>
        )}
      </span>
      <Text size="xs" c="dimmed">
        {purpose}
      </Text>
      {binding !== '' && (
        <Text size="xs" c="dimmed">
          {binding}
        </Text>
      )}
    </Combobox.Option>
  );
}

function useEntries(): readonly Entry[] {
  const { t } = useTranslation('presets');
  const { t: hostsT } = useTranslation('hosts');
  const presets = useSelect((state) => state.presets);
  const capabilities = useSelect((state) => state.capabilities);
  const deviceNames = useSelect((state) => state.deviceNames);
  return presets.map((preset) => {
    const purpose = purposeOf(preset, t);
    const binding = bindingText(boundTo(preset, { capabilities, deviceNames }, (host) => nameOfHost(host, hostsT)), t);
    return { preset, purpose, binding, text: `${preset.name} ${purpose} ${binding}` };
  });
}
