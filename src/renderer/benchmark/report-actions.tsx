import { lazy, Suspense, useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BenchmarkReport } from '@domain/benchmark/report';
import type { BenchmarkFormat } from '@domain/benchmark/wish';
import { useCommands, useDispatch } from '../state/store';
import { copyText } from '../ui/copy-text';
import { fileName, useFormats } from '../ui/format';
import { useHostName } from './use-host-name';
import classes from './benchmark.module.css';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));

/** To pass a benchmark on, or to remove it. */
export function ReportActions({ report: { id, host, startedAt } }: { readonly report: BenchmarkReport }) {
  const { t } = useTranslation('benchmark');
  const formats = useFormats();
  const nameOf = useHostName();
  const [isRemoving, setRemoving] = useState(false);
  const { benchmarkMarkdown, saveBenchmark, removeBenchmark } = useCommands();
  const dispatch = useDispatch();
  const tell = (text: string) => dispatch({ type: 'toast', toast: { id: 'benchmark', text } });
  const copy = async () => {
    const text = await benchmarkMarkdown(id);
    if (text !== undefined) tell(copyText(text) ? t('copied') : t('notCopied'));
  };
  const save = async (format: BenchmarkFormat) => {
    const path = await saveBenchmark(id, format);
    if (path) tell(t('saved', { file: fileName(path) }));
  };
  return (
    <div className={classes['actions']}>
      <Button size="xs" variant="default" onClick={() => void copy()}>
        {t('copyMarkdown')}
      </Button>
      <Button size="xs" variant="default" onClick={() => void save('markdown')}>
        {t('saveMarkdown')}
      </Button>
      <Button size="xs" variant="default" onClick={() => void save('json')}>
        {t('saveJson')}
      </Button>
      <Button size="xs" variant="subtle" color="red" onClick={() => setRemoving(true)}>
        {t('remove.start')}
      </Button>
      <Suspense>
        {isRemoving && (
          <ConfirmDialog title={t('remove.title')} action={t('remove.do')} onConfirm={() => void removeBenchmark(id)} onClose={() => setRemoving(false)}>
            {t('remove.what', { name: nameOf(host.name), time: formats.time(startedAt) })}
          </ConfirmDialog>
        )}
      </Suspense>
    </div>
  );
}
