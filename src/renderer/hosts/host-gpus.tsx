import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Capabilities } from '@domain/capabilities';
import { encoderTable } from '@domain/plan/encoders';
import { allGpus, isProofOf, type Gpu } from '@domain/plan/gpus';
import { TrialBar } from '../encoders/trial-bar';
import { useDispatch } from '../state/store';
import { HostCard } from './host-card';
import classes from './hosts.module.css';

interface HostGpusProps {
  readonly capabilities: Capabilities;
  /** Encoders are tried on the chosen host. */
  readonly isChosen: boolean;
}

/** What a host encodes with: its GPUs, and the encoders that work there. */
export function HostGpus({ capabilities, isChosen }: HostGpusProps) {
  const { t } = useTranslation('hosts');
  const dispatch = useDispatch();
  const gpus = allGpus(capabilities);
  const software = encoderTable.filter(({ family, encoder }) => family === 'software' && capabilities.ffmpeg.encoders.includes(encoder));
  return (
    <HostCard title={t('gpus.title')} aside={gpus.length} testId="host-gpus">
      <ul className={classes['rows']}>
        {gpus.map((gpu) => (
          <li key={gpu.id} className={classes['block']}>
            <Text size="sm">
              {gpu.name} <span className={classes['dim']}>{placeOf(gpu)}</span>
            </Text>
            <Working gpu={gpu} capabilities={capabilities} />
          </li>
        ))}
        <li className={classes['block']}>
          <Text size="sm">{gpus.length === 0 ? t('gpus.none') : t('gpus.cpu')}</Text>
          <Encoders names={software.map(({ encoder }) => encoder)} />
        </li>
      </ul>
      {isChosen && (
        <>
          {gpus.length > 0 && <TrialBar />}
          <div className={classes['actions']}>
            <Button size="xs" variant="default" onClick={() => dispatch({ type: 'encoders-dialog', isOpen: true })}>
              {t('gpus.all')}
            </Button>
          </div>
        </>
      )}
    </HostCard>
  );
}

const placeOf = (gpu: Gpu): string => (gpu.kind === 'render-node' ? gpu.node.path : gpu.id === gpu.name ? '' : gpu.id);

const Encoders = ({ names }: { readonly names: readonly string[] }) => (
  <span className={classes['chips']}>
    {names.map((name) => (
      <code key={name}>{name}</code>
    ))}
  </span>
);

function Working({ gpu, capabilities: { encoders } }: { readonly gpu: Gpu; readonly capabilities: Capabilities }) {
  const { t } = useTranslation('hosts');
  const proofs = encoders?.filter((proof) => isProofOf(proof, gpu)) ?? [];
  const working = proofs.filter(({ usable }) => usable).map(({ encoder }) => encoder);
  if (working.length > 0) return <Encoders names={working} />;
  const [why] = proofs.flatMap(({ diagnosis }) => (diagnosis ? [diagnosis.title] : []));
  return (
    <Text size="xs" c="dimmed">
      {proofs.length === 0 ? t('gpus.untried') : t('gpus.nothing', { why: why ?? t('gpus.noEncoder') })}
    </Text>
  );
}
