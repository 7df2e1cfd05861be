import { useState } from 'react';
import { CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { chosenHost } from '../state/hosts';
import type { AppState } from '../state/state';
import { useSelect } from '../state/store';
import { ConversionStrip } from './conversion-strip';
import { HostRecordingsView } from './host-recordings-view';
import { LocalRecordings } from './local-recordings';
import classes from './recordings.module.css';

/** Everything that was recorded: here, and on the chosen host. */
export default function RecordingsPage() {
  const { t } = useTranslation('recordings');
  const host = useSelect(hostWithOwnFiles);
  const [place, setPlace] = useState<'here' | 'host'>('here');
  const [search, setSearch] = useState('');
  // Another host may share this computer's files: there is nothing to switch to then.
  const shown = host === null ? 'here' : place;
  const tools = (
    <>
      {host !== null && (
        <SegmentedControl
          size="xs"
          aria-label={t('place.label')}
          value={shown}
          onChange={(value) => setPlace(value === 'host' ? 'host' : 'here')}
          data={[
            { value: 'here', label: t('place.here') },
            { value: 'host', label: t('place.host', { host }) },
          ]}
        />
      )}
      <TextInput
        size="xs"
        className={classes['search'] ?? ''}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={search === '' ? null : <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => setSearch('')} />}
        value={search}
        spellCheck={false}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
    </>
  );
  return (
    <>
      <ConversionStrip />
      {shown === 'here' ? <LocalRecordings tools={tools} search={search} /> : <HostRecordingsView key={host} tools={tools} search={search} host={host ?? ''} />}
    </>
  );
}

/** Name of the chosen host, where its files are not this computer's. */
function hostWithOwnFiles(state: AppState): string | null {
  if (state.capabilities.state !== 'ready') return null;
  const { engine } = state.capabilities.value;
  return engine.kind === 'docker' && engine.storage === 'separate' ? (chosenHost(state)?.name ?? '') : null;
}
