import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine, LogMatch } from './log-lines';
import classes from './details.module.css';

interface LogRowsProps {
  readonly lines: readonly LogLine[];
  readonly matches: readonly LogMatch[];
  readonly queryLength: number;
  /** The match that is stood on. */
  readonly current: LogMatch | null;
}

/** The lines of a log; those out of view are not laid out. */
export function LogRows({ lines, matches, queryLength, current }: LogRowsProps) {
  const starts = new Map<number, number[]>();
  for (const { line, start } of matches) starts.set(line, [...(starts.get(line) ?? []), start]);
  return lines.map(({ text, isError }, line) => (
    <LogRow
      // oxlint-disable-next-line react/no-array-index-key
      key={line}
      {...{ text, isError, queryLength }}
      found={starts.get(line)?.join(' ') ?? ''}
      currentStart={current?.line === line ? current.start : null}
    />
  ));
}

interface LogRowProps {
  readonly text: string;
  readonly isError: boolean;
  /** First letters of the matches, parted by spaces. */
  readonly found: string;
  readonly queryLength: number;
  readonly currentStart: number | null;
}

const LogRow = memo(function LogRow({ text, isError, found, queryLength, currentStart }: LogRowProps) {
  const { t } = useTranslation('details');
  return (
    <div className={classes['row']} data-error={isError}>
      <span className={classes['gutter']}>
        {isError && (
          <span role="img" aria-label={t('log.error')} title={t('log.error')}>
            !
          </span>
        )}
      </span>
      <span>{found === '' ? text : marked(text, found.split(' ').map(Number), queryLength, currentStart)}</span>
    </div>
  );
});

function marked(text: string, starts: readonly number[], length: number, currentStart: number | null): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const start of starts) {
    parts.push(text.slice(end, start));
    parts.push(
      <mark key={start} className={classes['match']} data-current={start === currentStart}>
        {text.slice(start, start + length)}
      </mark>,
    );
    end = start + length;
  }
  return [...parts, text.slice(end)];
}
