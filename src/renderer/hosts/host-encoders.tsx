import { Button } from '@mantine/core';
import type { Capabilities } from '@domain/capabilities';
import { allGpus, isProofOf, type Gpu } from '@domain/plan/gpus';
import { TrialBar } from '../encoders/trial-bar';
import { useDispatch, useSelect } from '../state/store';
import classes from './hosts.module.css';

/** What the chosen host encodes with: its GPUs, the encoders that work there, and its images. */
export function HostEncoders() {
  const capabilities = useSelect((state) => (state.capabilities.state === 'ready' ? state.capabilities.value : null));
  const dispatch = useDispatch();
  if (!capabilities) return null;
  return (
    <section className={classes['encoders']} aria-label="GPUs and encoders">
      <dl className={classes['facts']}>
        {allGpus(capabilities).map((gpu) => (
          <div key={gpu.id}>
            <dt>GPU</dt>
            <dd>
              {gpu.name}
              <span className={classes['dim']}> {placeOf(gpu)}</span>
              <br />
              {workingOn(gpu, capabilities)}
            </dd>
          </div>
        ))}
        {capabilities.engine.kind === 'docker' && capabilities.engine.images.length > 0 && (
          <div>
            <dt>Images</dt>
            <dd>{capabilities.engine.images.map(({ family, ffmpeg }) => `${family} (ffmpeg ${ffmpeg.version})`).join(', ')}</dd>
          </div>
        )}
      </dl>
      <TrialBar />
      <Button size="xs" variant="default" onClick={() => dispatch({ type: 'encoders-dialog', isOpen: true })}>
        All encoders…
      </Button>
    </section>
  );
}

const placeOf = (gpu: Gpu): string => (gpu.kind === 'render-node' ? gpu.node.path : gpu.id === gpu.name ? '' : gpu.id);

function workingOn(gpu: Gpu, { encoders }: Capabilities): string {
  const proofs = encoders?.filter((proof) => isProofOf(proof, gpu)) ?? [];
  if (proofs.length === 0) return 'Nothing was tried on it yet.';
  const working = proofs.filter(({ usable }) => usable).map(({ encoder }) => encoder);
  const [why] = [...new Set(proofs.flatMap(({ diagnosis }) => (diagnosis ? [diagnosis.title] : [])))];
  return working.length > 0 ? `Works: ${working.join(', ')}` : `Nothing works: ${why ?? 'no encoder did'}`;
}
