import { useState } from 'react';
import { Button, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { expectedSeconds } from '@domain/benchmark/pace';
import { standardClipNames, type BenchmarkOffer } from '@domain/benchmark/report';
import type { Host } from '@domain/host';
import { nameOfHost } from '../hosts/host-words';
import { hostsOf } from '../state/hosts';
import { isRunning } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import ConfirmDialog from '../ui/confirm-dialog';
import { ErrorAlert } from '../ui/error-alert';
import { ChoiceField, NumberField } from '../ui/fields';
import { clipName } from './benchmark-words';
import { CheckList } from './check-list';
import { EncoderList } from './encoder-list';
import { PicturesField } from './pictures-field';
import { wantedRows } from './wanted-rows';
import classes from './benchmark.module.css';

/** What is measured, and how. */
export function BenchmarkForm({ host }: { readonly host: Pick<Host, 'id' | 'name'> }) {
  const { t } = useTranslation('benchmark');
  const { t: hostWords } = useTranslation('hosts');
  const hosts = useSelect(hostsOf);
  const offer = useSelect((state) => state.benchmark.offers[host.id]);
  const isBusy = useSelect((state) => state.benchmark.runs[host.id] !== undefined);
  const dispatch = useDispatch();
  const { loadBenchmarkOffer } = useCommands();
  return (
    <section className={classes['form']} aria-label={t('settings')} data-testid="benchmark-form">
      {hosts.length > 1 && (
        <ChoiceField
          label={t('host')}
          value={host.id}
          choices={hosts.map((one) => ({ value: one.id, label: nameOfHost(one, hostWords) }))}
          onChange={(hostId) => dispatch({ type: 'benchmark-host', hostId })}
        />
      )}
      {(offer === undefined || offer.state === 'loading') && (
        <Text size="sm" c="dimmed" role="status">
          {t('looking')}
        </Text>
      )}
      {offer?.state === 'failed' && <ErrorAlert error={offer.error} onRetry={() => void loadBenchmarkOffer(host.id)} />}
      {offer?.state === 'ready' && <Wishes host={host} offer={offer.value} isBusy={isBusy} />}
    </section>
  );
}

function Wishes({ host, offer, isBusy }: { readonly host: Pick<Host, 'id' | 'name'>; readonly offer: BenchmarkOffer; readonly isBusy: boolean }) {
  const { t } = useTranslation('benchmark');
  const wish = useSelect((state) => state.benchmark.wish);
  const dispatch = useDispatch();
  const change = (changed: Partial<typeof wish>) => dispatch({ type: 'benchmark-wish', wish: changed });
  const clips = standardClipNames.filter((name) => offer.clips.includes(name));
  return (
    <fieldset className={classes['fields']} disabled={isBusy}>
      <EncoderList hostId={host.id} offer={offer} chosen={wish.encoders} onChange={(encoders) => change({ encoders })} />
      <PicturesField hostId={host.id} />
      {wish.source === null && (
        <CheckList label={t('clips')} items={clips.map((name) => ({ value: name, label: clipName(name, t) }))} chosen={wish.clips} onChange={(chosen) => change({ clips: chosen })} />
      )}
      <div className={classes['numbers']}>
        <NumberField label={t('seconds')} help={t('secondsHelp')} value={wish.secondsPerRun} minimum={1} maximum={60} suffix=" s" onChange={(seconds) => seconds !== null && change({ secondsPerRun: seconds })} />
        <NumberField label={t('runs')} help={t('runsHelp')} value={wish.runs} minimum={1} maximum={10} onChange={(runs) => runs !== null && change({ runs })} />
      </div>
      <Switch size="xs" label={t('withQuality')} description={t('withQualityHelp')} checked={wish.quality} onChange={(event) => change({ quality: event.currentTarget.checked })} />
      <Switch size="xs" label={t('withStreams')} description={t('withStreamsHelp')} checked={wish.streams} onChange={(event) => change({ streams: event.currentTarget.checked })} />
      <Start host={host} offer={offer} isBusy={isBusy} />
    </fieldset>
  );
}

function Start({ host, offer, isBusy }: { readonly host: Pick<Host, 'id' | 'name'>; readonly offer: BenchmarkOffer; readonly isBusy: boolean }) {
  const { t } = useTranslation('benchmark');
  const wish = useSelect((state) => state.benchmark.wish);
  const fileName = useSelect((state) => state.benchmark.fileName);
  const recordings = useSelect(({ sessions }) => sessions.filter((session) => session.purpose === 'record' && session.host.id === host.id && isRunning(session)).length);
  const { runBenchmark } = useCommands();
  const [isAsking, setAsking] = useState(false);
  const missing = missingOf(wish, offer, fileName);
  const start = () => (recordings > 0 ? setAsking(true) : void runBenchmark(host.id));
  return (
    <div className={classes['start']}>
      <Button size="sm" data-testid="measure" disabled={missing !== null || isBusy} onClick={start}>
        {t('start')}
      </Button>
      <Text size="xs" c="dimmed" role="status">
        {missing === null ? t('expected', { count: Math.max(1, Math.ceil(expectedSeconds(wantedRows(wish, offer), wish) / 60)) }) : t(`missing.${missing}`)}
      </Text>
      {isAsking && (
        <ConfirmDialog title={t('whileRecording.title')} action={t('whileRecording.do')} onConfirm={() => void runBenchmark(host.id)} onClose={() => setAsking(false)}>
          {t('whileRecording.what', { count: recordings })}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** What has to be chosen before anything can be measured; null where nothing has. */
function missingOf({ encoders, clips, source }: { readonly encoders: readonly string[] | null; readonly clips: readonly string[] | null; readonly source: { readonly kind: string } | null }, offer: BenchmarkOffer, fileName: string | null) {
  if (offer.encoders.length === 0) return 'offer';
  if (encoders?.length === 0) return 'encoders';
  if (source === null && clips?.length === 0) return 'clips';
  return source?.kind === 'file' && fileName === null ? 'file' : null;
}
