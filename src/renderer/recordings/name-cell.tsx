import { useTranslation } from 'react-i18next';
import type { Gap } from '@domain/gap';
import { fileName } from '../ui/format';
import { useGapWords } from './gap-words';
import { KeptMark } from './keep-items';
import { isWhole, type RecordingRow } from './rows';
import { Thumbnail } from './thumbnail';
import classes from './recordings.module.css';

/** A picture of it, its name, and below that of how many parts it is and what is missing in it. */
export function NameCell({ row }: { readonly row: RecordingRow }) {
  const [file] = row.files;
  const note = useNote(row);
  return (
    <span className={classes['name']} data-level={row.level}>
      <Thumbnail id={file.id} />
      <span className={classes['lines']}>
        <span className={classes['clip']} title={file.path}>
          {fileName(file.path)}
        </span>
        {note && (
          <span className={classes['note']} data-missing={note.isMissing} title={note.hint} data-testid="parts-note">
            {note.text}
          </span>
        )}
      </span>
      {row.files.some(({ kept }) => kept) && <KeptMark />}
    </span>
  );
}

/** What is missing right before a part. */
export function GapNote({ gap }: { readonly gap: Gap | null }) {
  const words = useGapWords();
  return (
    gap && (
      <span className={classes['gap']} title={words.line(gap)} data-testid="gap-note">
        {words.before(gap)}
      </span>
    )
  );
}

function useNote(row: RecordingRow): { readonly text: string; readonly hint: string; readonly isMissing: boolean } | null {
  const { t } = useTranslation('recordings');
  const words = useGapWords();
  const { whole } = row;
  const [{ joined }] = row.files;
  if (isWhole(row)) {
    const parts = [
      t('parts.count', { count: whole.parts }),
      ...(whole.parts === whole.files.length ? [] : [t('parts.files', { count: whole.files.length })]),
      ...(whole.gaps.length === 0 ? [] : [words.sum(whole.gaps)]),
      ...(whole.missing === null ? [] : [t('parts.incomplete')]),
    ];
    return { text: parts.join(' · '), hint: whole.gaps.map(words.line).join('\n'), isMissing: whole.gaps.length > 0 || whole.missing !== null };
  }
  if (joined) {
    const parts = [t('parts.joined', { count: joined.parts }), ...(joined.gaps.length === 0 ? [] : [words.sum(joined.gaps)])];
    return { text: parts.join(' · '), hint: joined.gaps.map(words.inFile).join('\n'), isMissing: joined.gaps.length > 0 };
  }
  return null;
}
