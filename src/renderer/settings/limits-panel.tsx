import { lazy, Suspense, useState } from 'react';
import { Switch, Text } from '@mantine/core';
import type { PresetSettings } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));

type Limits = PresetSettings['limits'];

const summaryOf = ({ memoryMiB, cpus, restarts, privileged }: Limits) =>
  [
    privileged ? 'Privileged' : null,
    memoryMiB === null ? 'Automatic' : `${memoryMiB} MiB`,
    cpus === null ? null : `${cpus} CPUs`,
    restarts === 0 ? null : `${restarts} restarts`,
  ]
    .filter(Boolean)
    .join(', ');

/** What the recorder's container may use, and what happens when it fails. */
export function LimitsPanel() {
  const limits = useSelect((state) => state.draft.settings.limits);
  const isLocal = useSelect((state) => state.status.state === 'ready' && state.status.value.engine.kind === 'local');
  const memoryError = useSelect((state) => fieldError(state, 'limits.memoryMiB'));
  const swapError = useSelect((state) => fieldError(state, 'limits.swapMiB'));
  const cpusError = useSelect((state) => fieldError(state, 'limits.cpus'));
  const { edit } = useCommands();
  // A refusal opens the section, so that what is wrong is in view; it stays open then.
  const [isOpen, setOpen] = useState(false);
  if (memoryError !== null && !isOpen) setOpen(true);
  const change = (part: Partial<Limits>) => edit({ limits: { ...limits, ...part } });
  return (
    <Section title="Limits" summary={summaryOf(limits)} isOpen={isOpen}>
      {isLocal && (
        <Text size="xs" c="dimmed">
          Memory, CPUs and log are limits of containers: this computer’s own ffmpeg runs without them.
        </Text>
      )}
      <Columns>
        <NumberField
          label="Memory (MiB)"
          value={limits.memoryMiB}
          minimum={64}
          maximum={1_048_576}
          step={64}
          placeholder="Automatic"
          error={memoryError}
          onChange={(memoryMiB) => change({ memoryMiB })}
        />
        <NumberField
          label="Swap beyond it (MiB)"
          value={limits.swapMiB}
          minimum={0}
          maximum={1_048_576}
          step={64}
          error={swapError}
          onChange={(swapMiB) => swapMiB !== null && change({ swapMiB })}
        />
        <NumberField
          label="CPUs"
          value={limits.cpus}
          minimum={0.1}
          maximum={1024}
          step={0.5}
          allowDecimal
          placeholder="All"
          error={cpusError}
          onChange={(cpus) => change({ cpus })}
        />
        <NumberField
          label="Restarts on failure"
          value={limits.restarts}
          minimum={0}
          maximum={100}
          onChange={(restarts) => restarts !== null && change({ restarts })}
        />
        <NumberField
          label="Log file (MiB)"
          value={limits.logMiB}
          minimum={1}
          maximum={1024}
          onChange={(logMiB) => logMiB !== null && change({ logMiB })}
        />
        <NumberField
          label="Log files kept"
          value={limits.logFiles}
          minimum={1}
          maximum={100}
          onChange={(logFiles) => logFiles !== null && change({ logFiles })}
        />
      </Columns>
      {limits.restarts > 0 && (
        <Text size="xs" c="dimmed">
          A recording that fails goes on in a new part, in a file of its own: what was recorded stays.
        </Text>
      )}
      <Privileged isOn={limits.privileged} onChange={(privileged) => change({ privileged })} />
    </Section>
  );
}

function Privileged({ isOn, onChange }: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  const [isAsking, setAsking] = useState(false);
  const error = useSelect((state) => fieldError(state, 'limits.privileged'));
  return (
    <>
      <Switch
        size="xs"
        color="red"
        label="Privileged container"
        description={isOn ? 'The recorder can do anything on the host.' : 'Off: the recorder has only its devices and its folder.'}
        checked={isOn}
        error={error}
        onChange={(event) => (event.currentTarget.checked ? setAsking(true) : onChange(false))}
      />
      <Suspense>
        {isAsking && (
          <ConfirmDialog
            title="Run the recorder privileged?"
            action="Allow everything"
            onConfirm={() => onChange(true)}
            onClose={() => setAsking(false)}
          >
            The container then sees every device of the host, with all powers of its administrator: whoever gets into
            ffmpeg, as by a damaged video file, owns the machine. Use it only where a device cannot be opened otherwise.
            It is kept in the preset.
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  );
}
