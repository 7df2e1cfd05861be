import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostRecording } from '@domain/host-recording';
import { nameOfHost } from '../hosts/host-words';
import { unknown, useFormats } from '../ui/format';
import { GapNote, NameCell } from './name-cell';
import type { Column } from './recording-table';
import { isWhole, type RecordingRow } from './rows';
import type { HostColumn, RecordingColumn } from './sorting';
import { StateCell } from './state-cell';
import { Thumbnail } from './thumbnail';
import { HostTransfer } from './transfer-view';
import classes from './recordings.module.css';

const allOf = (row: RecordingRow) => (isWhole(row) ? row.whole : row.files[0]);

/** Its picture, host and preset are those of the line above: there is room for what is missing before it. */
const isPart = ({ level }: RecordingRow) => level === 2;

/** Recordings of this computer. */
export function useRecordingColumns(): readonly Column<RecordingRow, RecordingColumn>[] {
  const { t } = useTranslation('recordings');
  const { t: hosts } = useTranslation('hosts');
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('column.name'),
        width: null,
        cell: (row) => <NameCell row={row} />,
      },
      { id: 'recorded', title: t('column.recorded'), width: 164, cell: ({ files: [{ startedAt }] }) => formats.time(startedAt) },
      { id: 'length', title: t('column.length'), width: 80, isNumber: true, cell: (row) => formats.duration(allOf(row).durationSeconds) },
      { id: 'size', title: t('column.size'), width: 88, isNumber: true, cell: (row) => formats.bytes(allOf(row).sizeBytes) },
      {
        id: 'picture',
        title: t('column.picture'),
        width: 168,
        cell: (row) => {
          const [{ media, source }] = row.files;
          if (isPart(row)) return <GapNote gap={row.gap} />;
          return media ? `${media.codec} ${media.frameSize.width} × ${media.frameSize.height}` : source;
        },
      },
      { id: 'host', title: t('column.host'), width: 120, isExtra: true, cell: (row) => !isPart(row) && <span title={nameOfHost(row.files[0].host, hosts)}>{nameOfHost(row.files[0].host, hosts)}</span> },
      { id: 'preset', title: t('column.preset'), width: 130, isExtra: true, cell: (row) => !isPart(row) && <span title={row.files[0].presetName}>{row.files[0].presetName}</span> },
      { id: 'state', title: t('column.state'), width: 150, cell: (row) => <StateCell row={row} /> },
    ],
    [t, hosts, formats],
  );
}

/** What lies on a host. */
export function useHostColumns(): readonly Column<HostRecording, HostColumn>[] {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('column.name'),
        width: null,
        cell: ({ fileName: name, sessionId, localPath }) => (
          <span className={classes['name']}>
            {sessionId !== null && localPath !== null && <Thumbnail id={sessionId} />}
            <span className={classes['clip']} title={name}>
              {name}
            </span>
          </span>
        ),
      },
      { id: 'changed', title: t('column.changed'), width: 160, cell: ({ modifiedAt }) => formats.time(modifiedAt) },
      { id: 'length', title: t('column.length'), width: 80, isNumber: true, cell: ({ durationSeconds }) => (durationSeconds === null ? unknown : formats.duration(durationSeconds)) },
      { id: 'size', title: t('column.size'), width: 88, isNumber: true, cell: ({ sizeBytes }) => formats.bytes(sizeBytes) },
      { id: 'here', title: t('column.here'), width: 300, cell: (recording) => <HostTransfer recording={recording} /> },
    ],
    [t, formats],
  );
}
