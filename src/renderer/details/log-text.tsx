import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/copy-button';
import { logLines, matchesIn } from './log-lines';
import { LogRows } from './log-rows';
import { LogSearch } from './log-search';
import classes from './details.module.css';

/** Nearer to the end than this counts as at the end, in pixels. */
const nearPx = 12;

/** As scrollIntoView, which scrolls the page as well where it must stand still. */
function scrollWithin(scroller: HTMLElement, { top, bottom }: DOMRect): void {
  const view = scroller.getBoundingClientRect();
  if (top < view.top) scroller.scrollBy({ top: top - view.top - nearPx });
  else if (bottom > view.bottom) scroller.scrollBy({ top: bottom - view.bottom + nearPx });
}

/** The text of a log: follows its end unless it is scrolled up, searched from match to match, copied as a whole. */
export function LogText({ text }: { readonly text: string }) {
  const { t } = useTranslation('details');
  const [query, setQuery] = useState('');
  const [step, setStep] = useState(0);
  const [follows, setFollows] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const lines = useMemo(() => logLines(text), [text]);
  const searched = useDeferredValue(query);
  const matches = useMemo(() => matchesIn(lines, searched), [lines, searched]);
  const position = matches.length === 0 ? 0 : (((step % matches.length) + matches.length) % matches.length) + 1;
  const current = matches[position - 1] ?? null;

  // New lines and another height of the drawer alike: who is at the end stays there.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !follows) return undefined;
    const toEnd = () => element.scrollTo({ top: element.scrollHeight });
    toEnd();
    const observer = new ResizeObserver(toEnd);
    for (const watched of [element, ...element.children]) observer.observe(watched);
    return () => observer.disconnect();
  }, [follows]);
  useEffect(() => {
    const element = scroller.current;
    const mark = element?.querySelector('mark[data-current="true"]');
    if (current && element && mark) scrollWithin(element, mark.getBoundingClientRect());
  }, [current]);

  const search = (next: string) => {
    setQuery(next);
    setStep(0);
  };
  const press = (event: KeyboardEvent) => {
    if (!event.ctrlKey || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    field.current?.select();
  };
  return (
    <div className={classes['log']} onKeyDown={press}>
      <div className={classes['tools']}>
        <LogSearch ref={field} query={query} onQuery={search} count={matches.length} position={position} onStep={(by) => setStep(step + by)} />
        <span className={classes['spring']} />
        {!follows && (
          <Button size="compact-xs" variant="default" onClick={() => setFollows(true)}>
            {t('log.toEnd')}
          </Button>
        )}
        <CopyButton text={text} label={t('log.copy')} />
      </div>
      <div
        ref={scroller}
        className={classes['rows']}
        data-testid="log-text"
        data-follows={follows}
        role="log"
        aria-live="off"
        tabIndex={0}
        aria-label={t('log.label')}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => setFollows(scrollHeight - scrollTop - clientHeight < nearPx)}
      >
        <div>
          <LogRows lines={lines} matches={matches} queryLength={searched.length} current={current} />
        </div>
      </div>
    </div>
  );
}
