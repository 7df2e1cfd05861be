import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Diagnosis, EncoderProof } from '@domain/capabilities';
import { allGpus } from '@domain/plan/gpus';
import { useSelect } from '../state/store';
import { CommandLines } from '../ui/command-lines';
import type { EncoderEntry } from './encoder-entries';
import type { EncodersT } from './words';
import classes from './encoders.module.css';

/** How one encoder is on this host: what works on which GPU, or why not and what helps. */
export function EncoderDetails({ entry }: { readonly entry: EncoderEntry }) {
  const { t } = useTranslation('encoders');
  return (
    <div className={classes['details']} data-testid="encoder-details" data-state={entry.state}>
      <div>
        <h3 className={classes['title']}>{entry.label}</h3>
        <Text size="xs" c="dimmed" ff="monospace">
          {entry.encoder}
        </Text>
      </div>
      {entry.proofs.length === 0 && <Text size="sm">{entry.summary}.</Text>}
      {entry.state === 'untried' && (
        <Text size="sm" c="dimmed">
          {t('untried')}
        </Text>
      )}
      {entry.proofs.map((proof) => (
        <Proof key={proof.gpu ?? ''} proof={proof} />
      ))}
    </div>
  );
}

function Proof({ proof }: { readonly proof: EncoderProof }) {
  const { t } = useTranslation('encoders');
  const name = useSelect(({ capabilities }) =>
    capabilities.state === 'ready' ? (allGpus(capabilities.value).find(({ id }) => id === proof.gpu)?.name ?? proof.gpu) : proof.gpu,
  );
  const { usable, paths, lowPower, tenBit, framesPerSecond, libvaDriver, diagnosis } = proof;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('fact.speed'), framesPerSecond === null ? null : t('fact.speedInTrial', { fps: Math.round(framesPerSecond) })],
    [t('fact.lowPower'), lowPower && lowPowerWords(lowPower, t)],
    [t('fact.tenBit'), tenBit === null ? null : tenBit ? t('fact.works') : t('fact.fails')],
    [t('fact.libvaDriver'), libvaDriver],
  ];
  return (
    <section className={classes['proof']} data-usable={usable} aria-label={name ?? t('thisHost')}>
      <Text size="sm" fw={600}>
        {name ?? t('thisHost')}: {usable ? t('fact.works') : (diagnosis?.title ?? t('fact.fails'))}
      </Text>
      {usable && paths.length > 0 && (
        <ul className={classes['paths']}>
          {paths.map((path) => (
            <li key={path}>{t(`path.${path}`)}</li>
          ))}
        </ul>
      )}
      <dl className={classes['facts']}>
        {facts.map(
          ([term, value]) =>
            value !== null && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {diagnosis && <Why diagnosis={diagnosis} />}
    </section>
  );
}

function lowPowerWords({ off, on }: { readonly off: boolean; readonly on: boolean }, t: EncodersT): string {
  if (off && on) return t('fact.lowPowerBoth');
  return on ? t('fact.lowPowerOn') : t('fact.lowPowerOff');
}

function Why({ diagnosis: { evidence, reason, remedy, commands } }: { readonly diagnosis: Diagnosis }) {
  const { t } = useTranslation('encoders');
  return (
    <>
      <Text size="sm">{reason}</Text>
      <Text size="sm">
        <strong>{remedy}</strong>
      </Text>
      <CommandLines commands={commands} />
      <Text size="xs" c="dimmed">
        {t('seen')}:
      </Text>
      <pre className={classes['evidence']} tabIndex={0} aria-label={t('seen')}>
        {evidence}
      </pre>
    </>
  );
}
