import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCommands, useSelect } from '../state/store';
import classes from './benchmark.module.css';

/** A benchmark takes the processor and the GPU from recordings of the same host: said where one would be started. */
export default function BenchmarkNotice({ hostId }: { readonly hostId: string }) {
  const { t } = useTranslation('benchmark');
  const run = useSelect(({ benchmark }) => benchmark.runs[hostId]);
  const { cancelBenchmark, showBenchmark } = useCommands();
  if (!run) return null;
  return (
    <Alert color="yellow" p="xs" role="status" data-testid="benchmark-notice">
      <div className={classes['notice']}>
        <Text size="xs">{t('disturbs')}</Text>
        <Button size="compact-xs" variant="default" onClick={() => showBenchmark(hostId)}>
          {t('show')}
        </Button>
        <Button size="compact-xs" variant="default" disabled={run.isCancelling} onClick={() => void cancelBenchmark(hostId)}>
          {t('cancelIt')}
        </Button>
      </div>
    </Alert>
  );
}
