import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostRecording } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import { nameOfHost } from '../hosts/host-words';
import { fileName, unknown, useFormats } from '../ui/format';
import type { Column } from './recording-table';
import type { HostColumn, RecordingColumn } from './sorting';
import { StateCell } from './state-cell';
import { Thumbnail } from './thumbnail';
import { HostTransfer } from './transfer-view';
import classes from './recordings.module.css';

/** Recordings of this computer. */
export function useRecordingColumns(): readonly Column<Recording, RecordingColumn>[] {
  const { t } = useTranslation('recordings');
  const { t: hosts } = useTranslation('hosts');
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('column.name'),
        width: null,
        cell: ({ id, path }) => (
          <span className={classes['name']}>
            <Thumbnail id={id} />
            <span className={classes['clip']} title={path}>
              {fileName(path)}
            </span>
          </span>
        ),
      },
      { id: 'recorded', title: t('column.recorded'), width: 164, cell: ({ startedAt }) => formats.time(startedAt) },
      { id: 'length', title: t('column.length'), width: 80, isNumber: true, cell: ({ durationSeconds }) => formats.duration(durationSeconds) },
      { id: 'size', title: t('column.size'), width: 88, isNumber: true, cell: ({ sizeBytes }) => formats.bytes(sizeBytes) },
      {
        id: 'picture',
        title: t('column.picture'),
        width: 168,
        cell: ({ media, source }) => (media ? `${media.codec} ${media.frameSize.width} × ${media.frameSize.height}` : source),
      },
      { id: 'host', title: t('column.host'), width: 120, isExtra: true, cell: ({ host }) => <span title={nameOfHost(host, hosts)}>{nameOfHost(host, hosts)}</span> },
      { id: 'preset', title: t('column.preset'), width: 130, isExtra: true, cell: ({ presetName }) => <span title={presetName}>{presetName}</span> },
      { id: 'state', title: t('column.state'), width: 150, cell: (recording) => <StateCell recording={recording} /> },
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
