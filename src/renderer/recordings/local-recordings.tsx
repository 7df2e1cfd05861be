import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconFileExport, IconFolder, IconFolderOpen, IconPencil, IconPlayerPlay, IconStack2, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import { wholeRecordings } from '@domain/recording-parts';
import { recordedOn } from '../state/parts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { fileName } from '../ui/format';
import { Empty } from '../ui/section';
import { useRecordingColumns } from './columns';
import { ContextMenu } from './context-menu';
import { KeepItems } from './keep-items';
import { fileNameProblem } from './file-name-check';
import { RecordingTable, type Point } from './recording-table';
import { counted, filesOf, isWhole, rowsOf, wholeKey, type RecordingRow } from './rows';
import { keptIn, nothingSelected } from './selection';
import { recordingsShown, type RecordingColumn, type Sort } from './sorting';
import { sumOf } from './sum-of';
import { Sums } from './sums';
import { useKeptQuestion } from './use-kept-question';
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

const keyOf = ({ key }: RecordingRow) => key;
const nameOf = ({ files: [{ path }] }: RecordingRow) => fileName(path);
const dataOf = (row: RecordingRow): Readonly<Record<`data-${string}`, string>> => {
  const [{ id, path }] = row.files;
  return isWhole(row) ? { 'data-testid': 'recordings-whole', 'data-id': row.whole.id } : { 'data-testid': 'recordings-row', 'data-path': path, 'data-id': id };
};

function Listed({ all, tools, search }: LocalRecordingsProps & { readonly all: readonly Recording[] }) {
  const { t } = useTranslation('recordings');
  const [sort, setSort] = useState<Sort<RecordingColumn>>({ by: 'recorded', isDescending: true });
  const wholes = useMemo(() => wholeRecordings(all), [all]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => rowsOf(recordingsShown(wholes, search, sort), open), [wholes, search, sort, open]);
  const order = useMemo(() => shown.map(keyOf), [shown]);
  const [chosenRows, setChosenRows] = useState(nothingSelected);
  const selection = useMemo(() => keptIn(chosenRows, order), [chosenRows, order]);
  const chosen = useMemo(() => shown.filter(({ key }) => selection.keys.has(key)), [shown, selection]);
  const columns = useRecordingColumns();
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const [playing, setPlaying] = useState<readonly string[]>([]);
  const [isRenaming, setRenaming] = useState(false);
  const { openRecording, revealRecording, renameRecording, convertRecording, keepRecordings } = useCommands();
  const remove = useRemoval('here');
  const [only] = chosen.length === 1 ? chosen : [];
  const single = only && !isWhole(only) ? only.files[0] : null;
  const files = useMemo(() => filesOf(chosen), [chosen]);
  const played = all.filter(({ id }) => playing.includes(id)).toSorted((a, b) => playing.indexOf(a.id) - playing.indexOf(b.id));
  const play = (key: string) => setPlaying(shown.find((row) => row.key === key)?.files.map(({ id }) => id) ?? []);
  const { askBefore, dialog: keptQuestion } = useKeptQuestion();
  const removeChosen = () => askBefore(files, () => void remove(files.map(({ id, path }) => ({ key: id, name: fileName(path) }))));
  const keep = () => void keepRecordings(files.map(({ id }) => id), !files.every(({ kept }) => kept));
  const remux = () => files.forEach(({ id }) => void convertRecording('remux', id));
  // What goes on is not whole yet.
  const goesOn = useSelect((state) => only !== undefined && recordedOn(state, only.whole.id));
  const join = only && only.whole.files.length > 1 && !goesOn ? () => void convertRecording('join', only.whole.files[0].id) : null;
  const fold = useCallback(
    (key: string, isOpen: boolean) =>
      setOpen((before) => {
        const ids = new Set([...before].filter((id) => wholeKey({ id }) !== key));
        return isOpen ? ids.add(key.slice(wholeKey({ id: '' }).length)) : ids;
      }),
    [],
  );
  const folding = useMemo(() => ({ of: ({ level, isOpen }: RecordingRow) => ({ level, isOpen }), onFold: fold }), [fold]);
  const rename = () => setRenaming(single !== null);
  return (
    <>
      <div className={classes['tools']}>
        {tools}
        <div className={classes['actions']}>
          <Button size="compact-sm" variant="default" disabled={!only} onClick={() => only && play(only.key)} data-testid="play-button">
            {t('action.play')}
          </Button>
          <Button size="compact-sm" variant="default" disabled={!only} onClick={() => only && void revealRecording(only.files[0].id)}>
            {t('action.reveal')}
          </Button>
          {join && (
            <Button size="compact-sm" variant="default" onClick={join} data-testid="join-button">
              {t('action.join')}
            </Button>
          )}
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
          onOpen={play}
          folding={folding}
          onRemove={removeChosen}
          onRename={rename}
          onKeep={keep}
          onMenu={setMenuAt}
        />
      )}
      <div className={classes['foot']}>
        <Sums chosen={sumOf(counted(chosen))} shown={sumOf(counted(shown))} />
      </div>
      <ContextMenu at={menuAt} onClose={() => setMenuAt(null)}>
        {only && (
          <>
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} rightSection={<span className={classes['key']}>{t('key.enter')}</span>} onClick={() => play(only.key)}>
              {t('action.play')}
            </Menu.Item>
            {single && (
              <Menu.Item leftSection={<IconFolderOpen size={16} />} onClick={() => void openRecording(single.id)}>
                {t('action.open')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => void revealRecording(only.files[0].id)}>
              {t('action.reveal')}
            </Menu.Item>
            {single && (
              <Menu.Item leftSection={<IconPencil size={16} />} rightSection={<span className={classes['key']}>F2</span>} onClick={rename}>
                {t('action.rename')}
              </Menu.Item>
            )}
          </>
        )}
        <KeepItems chosen={files} onKeep={keep} />
        <Menu.Item leftSection={<IconFileExport size={16} />} onClick={remux}>
          {t('action.remux')}
        </Menu.Item>
        {join && (
          <Menu.Item leftSection={<IconStack2 size={16} />} onClick={join}>
            {t('action.join')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} rightSection={<span className={classes['key']}>{t('key.delete')}</span>} onClick={removeChosen}>
          {t('action.remove')}
        </Menu.Item>
      </ContextMenu>
      {keptQuestion}
      <Suspense>
        {isRenaming && single && (
          <NameDialog
            title={t('name.title')}
            label={t('name.label')}
            value={fileName(single.path)}
            check={(text) => fileNameProblem(text, fileName(single.path), t)}
            onSubmit={(text) => renameRecording(single.id, text)}
            onClose={() => setRenaming(false)}
          />
        )}
        {played.length > 0 && <PlayerDialog key={playing.join(' ')} recordings={played} onClose={() => setPlaying([])} />}
      </Suspense>
    </>
  );
}
