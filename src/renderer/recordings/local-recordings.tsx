import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconFileExport, IconFolder, IconFolderOpen, IconPencil, IconPlayerPlay, IconStack2, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { fileName } from '../ui/format';
import { Empty } from '../ui/section';
import { useRecordingColumns } from './columns';
import { ContextMenu } from './context-menu';
import { fileNameProblem } from './file-name-check';
import { RecordingTable, type Point } from './recording-table';
import { keptIn, nothingSelected } from './selection';
import { recordingsShown, type RecordingColumn, type Sort } from './sorting';
import { sumOf } from './sum-of';
import { Sums } from './sums';
import { useRemoval } from './use-removal';
import classes from './recordings.module.css';

const NameDialog = lazy(() => import('../ui/name-dialog'));
const PlayerDialog = lazy(() => import('./player-dialog'));

interface LocalRecordingsProps {
  /** What stands at the beginning of the bar. */
  readonly tools: ReactNode;
  readonly search: string;
}

/** Finished recordings on this computer. */
export function LocalRecordings({ tools, search }: LocalRecordingsProps) {
  const { t } = useTranslation('recordings');
  const recordings = useSelect((state) => state.recordings);
  const { loadRecordings } = useCommands();
  if (recordings.state === 'ready' && recordings.value.length > 0) return <Listed all={recordings.value} tools={tools} search={search} />;
  return (
    <>
      <div className={classes['tools']}>{tools}</div>
      {recordings.state === 'loading' && <Empty>{t('loading')}</Empty>}
      {recordings.state === 'failed' && <ErrorAlert error={recordings.error} onRetry={() => void loadRecordings()} />}
      {recordings.state === 'ready' && <NothingYet />}
    </>
  );
}

function NothingYet() {
  const { t } = useTranslation('recordings');
  const dispatch = useDispatch();
  return (
    <div className={classes['nothing']}>
      <p>{t('empty.none')}</p>
      <Button variant="default" onClick={() => dispatch({ type: 'page', page: 'capture' })}>
        {t('empty.record')}
      </Button>
    </div>
  );
}

const keyOf = ({ id }: Recording) => id;
const nameOf = ({ path }: Recording) => fileName(path);
const dataOf = ({ path, id }: Recording) => ({ 'data-testid': 'recordings-row', 'data-path': path, 'data-id': id });

function Listed({ all, tools, search }: LocalRecordingsProps & { readonly all: readonly Recording[] }) {
  const { t } = useTranslation('recordings');
  const [sort, setSort] = useState<Sort<RecordingColumn>>({ by: 'recorded', isDescending: true });
  const shown = useMemo(() => recordingsShown(all, search, sort), [all, search, sort]);
  const order = useMemo(() => shown.map(keyOf), [shown]);
  const [chosenRows, setChosenRows] = useState(nothingSelected);
  const selection = useMemo(() => keptIn(chosenRows, order), [chosenRows, order]);
  const chosen = useMemo(() => shown.filter(({ id }) => selection.keys.has(id)), [shown, selection]);
  const columns = useRecordingColumns();
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const [playing, setPlaying] = useState<string | null>(null);
  const [isRenaming, setRenaming] = useState(false);
  const { openRecording, revealRecording, renameRecording, convertRecording } = useCommands();
  const remove = useRemoval('here');
  const [only] = chosen.length === 1 ? chosen : [];
  const played = all.find(({ id }) => id === playing);
  const removeChosen = () => void remove(chosen.map((recording) => ({ key: recording.id, name: nameOf(recording) })));
  const remux = () => chosen.forEach(({ id }) => void convertRecording('remux', id));
  const join = () => only && void convertRecording('join', only.id);
  const rename = useCallback(() => setRenaming(true), []);
  return (
    <>
      <div className={classes['tools']}>
        {tools}
        <div className={classes['actions']}>
          <Button size="compact-sm" variant="default" disabled={!only} onClick={() => only && setPlaying(only.id)} data-testid="play-button">
            {t('action.play')}
          </Button>
          <Button size="compact-sm" variant="default" disabled={!only} onClick={() => only && void revealRecording(only.id)}>
            {t('action.reveal')}
          </Button>
          <Button size="compact-sm" variant="default" disabled={chosen.length === 0} onClick={remux}>
            {t('action.remux')}
          </Button>
          <Button size="compact-sm" variant="default" color="red" disabled={chosen.length === 0} onClick={removeChosen} data-testid="remove-button">
            {t('action.remove')}
          </Button>
        </div>
      </div>
      {shown.length === 0 && <Empty>{t('empty.search')}</Empty>}
      {shown.length > 0 && (
        <RecordingTable
          label={t('table.here')}
          {...{ rows: shown, keyOf, nameOf, dataOf, columns, sort, selection }}
          onSort={setSort}
          onSelection={setChosenRows}
          onOpen={setPlaying}
          onRemove={removeChosen}
          onRename={rename}
          onMenu={setMenuAt}
        />
      )}
      <div className={classes['foot']}>
        <Sums chosen={sumOf(chosen)} shown={sumOf(shown)} />
      </div>
      <ContextMenu at={menuAt} onClose={() => setMenuAt(null)}>
        {only && (
          <>
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} rightSection={<span className={classes['key']}>{t('key.enter')}</span>} onClick={() => setPlaying(only.id)}>
              {t('action.play')}
            </Menu.Item>
            <Menu.Item leftSection={<IconFolderOpen size={16} />} onClick={() => void openRecording(only.id)}>
              {t('action.open')}
            </Menu.Item>
            <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => void revealRecording(only.id)}>
              {t('action.reveal')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={16} />} rightSection={<span className={classes['key']}>F2</span>} onClick={rename}>
              {t('action.rename')}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconFileExport size={16} />} onClick={remux}>
          {t('action.remux')}
        </Menu.Item>
        {only && all.some(({ id, part }) => part && (id === only.id || part.firstSessionId === only.id)) && (
          <Menu.Item leftSection={<IconStack2 size={16} />} onClick={join}>
            {t('action.join')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} rightSection={<span className={classes['key']}>{t('key.delete')}</span>} onClick={removeChosen}>
          {t('action.remove')}
        </Menu.Item>
      </ContextMenu>
      <Suspense>
        {isRenaming && only && (
          <NameDialog
            title={t('name.title')}
            label={t('name.label')}
            value={nameOf(only)}
            check={(text) => fileNameProblem(text, nameOf(only), t)}
            onSubmit={(text) => renameRecording(only.id, text)}
            onClose={() => setRenaming(false)}
          />
        )}
        {played && <PlayerDialog key={played.id} recording={played} onClose={() => setPlaying(null)} />}
      </Suspense>
    </>
  );
}
