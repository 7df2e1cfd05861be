import { Text } from '@mantine/core';
import type { Diagnosis, EncoderProof } from '@domain/capabilities';
import { allGpus } from '@domain/plan/gpus';
import { useSelect } from '../state/store';
import { CopyButton } from '../ui/copy-button';
import type { EncoderEntry } from './encoder-entries';
import { pathWords } from './words';
import classes from './encoders.module.css';

/** How one encoder is on this host: what works on which GPU, or why not and what helps. */
export function EncoderDetails({ entry }: { readonly entry: EncoderEntry }) {
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
          That ffmpeg lists it does not mean that it works: only a trial tells. It can be recorded with untried; the CPU converts the pictures then.
        </Text>
      )}
      {entry.proofs.map((proof) => (
        <Proof key={proof.gpu ?? ''} proof={proof} />
      ))}
    </div>
  );
}

function Proof({ proof }: { readonly proof: EncoderProof }) {
  const name = useSelect(({ capabilities }) =>
    capabilities.state === 'ready' ? (allGpus(capabilities.value).find(({ id }) => id === proof.gpu)?.name ?? proof.gpu) : proof.gpu,
  );
  const { usable, paths, lowPower, tenBit, framesPerSecond, libvaDriver, diagnosis } = proof;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Speed', framesPerSecond === null ? null : `${Math.round(framesPerSecond)} frames a second of 640 × 480 in the trial`],
    ['Low power', lowPower && lowPowerWords(lowPower)],
    ['10 bit', tenBit === null ? null : tenBit ? 'works' : 'does not work'],
    ['libva driver', libvaDriver],
  ];
  return (
    <section className={classes['proof']} data-usable={usable} aria-label={name ?? 'This host'}>
      <Text size="sm" fw={600}>
        {name ?? 'This host'}: {usable ? 'works' : (diagnosis?.title ?? 'does not work')}
      </Text>
      {usable && paths.length > 0 && (
        <ul className={classes['paths']}>
          {paths.map((path) => (
            <li key={path}>{pathWords[path]}</li>
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

function lowPowerWords({ off, on }: { readonly off: boolean; readonly on: boolean }): string {
  if (off && on) return 'works with and without';
  return on ? 'works only with it' : 'works only without it';
}

function Why({ diagnosis: { evidence, reason, remedy, commands } }: { readonly diagnosis: Diagnosis }) {
  return (
    <>
      <Text size="sm">{reason}</Text>
      <Text size="sm">
        <strong>{remedy}</strong>
      </Text>
      {commands.map((command) => (
        <div key={command} className={classes['command']}>
          <code>{command}</code>
          <CopyButton text={command} label={`Copy the command ${command}`} />
        </div>
      ))}
      <Text size="xs" c="dimmed">
        What was seen:
      </Text>
      <pre className={classes['evidence']} tabIndex={0} aria-label="What was seen">
        {evidence}
      </pre>
    </>
  );
}
