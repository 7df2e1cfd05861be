import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Button, Loader, Menu, Text } from '@mantine/core';
import { IconDownload, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HostRecording, HostRecordings } from '@domain/host-recording';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import { Empty } from '../ui/section';
import { useHostColumns } from './columns';
import { ContextMenu } from './context-menu';
import { fileNameProblem } from './file-name-check';
import { openingOf, rowsToFetch } from './host-rows';
import { RecordingTable, type Point } from './recording-table';
import { keptIn, nothingSelected } from './selection';
import { hostRecordingsShown, type HostColumn, type Sort } from './sorting';
import { sumOf } from './sum-of';
import { Sums } from './sums';
import { useRemoval } from './use-removal';
import classes from './recordings.module.css';

const NameDialog = lazy(() => import('../ui/name-dialog'));
const PlayerDialog = lazy(() => import('./player-dialog'));

interface HostRecordingsViewProps {
  readonly tools: ReactNode;
  readonly search: string;
  /** Its name. */
  readonly host: string;
}

/** What lies where the chosen host keeps its recordings. */
export function HostRecordingsView({ tools, search, host }: HostRecordingsViewProps) {
  const { t } = useTranslation('recordings');
  const recordings = useSelect((state) => state.hostRecordings);
  const { loadHostRecordings } = useCommands();
  const isAsked = recordings !== null;
  useEffect(() => {
    if (!isAsked) void loadHostRecordings();
  }, [isAsked, loadHostRecordings]);
  if (recordings?.state === 'ready' && recordings.value !== null) return <Listed listed={recordings.value} {...{ tools, search, host }} />;
  return (
    <>
      <div className={classes['tools']}>{tools}</div>
      {(recordings === null || recordings.state === 'loading') && (
        <Empty>
          <Loader size="xs" /> {t('host.loading')}
        </Empty>
      )}
      {recordings?.state === 'failed' && <ErrorAlert error={recordings.error} onRetry={() => void loadHostRecordings()} />}
      {recordings?.state === 'ready' && <Empty>{t('host.shared')}</Empty>}
    </>
  );
}

const keyOf = ({ fileName }: HostRecording) => fileName;
const dataOf = ({ fileName, localPath }: HostRecording) => ({ 'data-testid': 'host-recordings-row', 'data-file': fileName, 'data-here': localPath !== null });

function Listed({ listed, tools, search, host }: HostRecordingsViewProps & { readonly listed: HostRecordings }) {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  const [sort, setSort] = useState<Sort<HostColumn>>({ by: 'changed', isDescending: true });
  const shown = useMemo(() => hostRecordingsShown(listed.recordings, search, sort), [listed, search, sort]);
  const order = useMemo(() => shown.map(keyOf), [shown]);
  const [chosenRows, setChosenRows] = useState(nothingSelected);
  const selection = useMemo(() => keptIn(chosenRows, order), [chosenRows, order]);
  const chosen = useMemo(() => shown.filter(({ fileName }) => selection.keys.has(fileName)), [shown, selection]);
  const columns = useHostColumns();
  const local = useSelect((state) => state.recordings);
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const [playing, setPlaying] = useState<string | null>(null);
  const [isRenaming, setRenaming] = useState(false);
  const { loadHostRecordings, fetchHostRecording, renameHostRecording } = useCommands();
  const remove = useRemoval('host');
  const [only] = chosen.length === 1 ? chosen : [];
  const settled = chosen.filter(({ growing }) => !growing);
  const isFree = settled.length > 0 && settled.length === chosen.length;
  const played = local.state === 'ready' ? local.value.find(({ id }) => id === playing) : undefined;
  const toFetch = rowsToFetch(chosen);
  const fetchChosen = () => toFetch.forEach(({ fileName }) => void fetchHostRecording(fileName));
  const open = (name: string) => {
    const row = shown.find(({ fileName }) => fileName === name);
    if (!row) return;
    const opening = openingOf(row);
    if (opening === 'play') setPlaying(row.sessionId);
    else if (opening === 'fetch') void fetchHostRecording(name);
  };
  const removeChosen = () => {
    if (isFree) void remove(settled.map(({ fileName }) => ({ key: fileName, name: fileName })));
  };
  return (
    <>
      <div className={classes['tools']}>
        {tools}
        <div className={classes['actions']}>
          <Button size="compact-sm" variant="default" disabled={toFetch.length === 0} onClick={fetchChosen} data-testid="fetch-button">
            {t('action.fetch')}
          </Button>
          <Button size="compact-sm" variant="default" color="red" disabled={!isFree} onClick={removeChosen} data-testid="remove-on-host-button">
            {t('action.removeOnHost')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void loadHostRecordings()}>
            {t('host.lookAgain')}
          </Button>
        </div>
      </div>
      {listed.recordings.length === 0 && <Empty>{t('host.none', { host })}</Empty>}
      {listed.recordings.length > 0 && shown.length === 0 && <Empty>{t('empty.search')}</Empty>}
      {shown.length > 0 && (
        <RecordingTable
          label={t('table.host', { host })}
          {...{ rows: shown, keyOf, nameOf: keyOf, dataOf, columns, sort, selection }}
          onSort={setSort}
          onSelection={setChosenRows}
          onOpen={open}
          onRemove={removeChosen}
          onRename={() => setRenaming(isFree)}
          onMenu={setMenuAt}
        />
      )}
      <div className={classes['foot']}>
        <Sums chosen={sumOf(chosen)} shown={sumOf(shown)} />
        <Text size="xs" c="dimmed" truncate title={listed.place}>
          {t('host.place', { place: listed.place, free: formats.bytes(listed.freeBytes), total: formats.bytes(listed.totalBytes) })}
        </Text>
      </div>
      <ContextMenu at={menuAt} onClose={() => setMenuAt(null)}>
        {only && openingOf(only) === 'play' && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => open(only.fileName)}>
            {t('action.play')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconDownload size={16} />} disabled={toFetch.length === 0} onClick={fetchChosen}>
          {t('action.fetch')}
        </Menu.Item>
        {only && (
          <Menu.Item leftSection={<IconPencil size={16} />} disabled={!isFree} rightSection={<span className={classes['key']}>F2</span>} onClick={() => setRenaming(true)}>
            {t('action.rename')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} disabled={!isFree} onClick={removeChosen}>
          {t('action.removeOnHost')}
        </Menu.Item>
      </ContextMenu>
      <Suspense>
        {isRenaming && only && (
          <NameDialog
            title={t('name.titleOn', { host })}
            label={t('name.label')}
            value={only.fileName}
            check={(text) => fileNameProblem(text, only.fileName, t)}
            onSubmit={(text) => renameHostRecording(only.fileName, text)}
            onClose={() => setRenaming(false)}
          />
        )}
        {played && <PlayerDialog key={played.id} recordings={[played]} onClose={() => setPlaying(null)} />}
      </Suspense>
    </>
  );
}
