import { lazy, Suspense, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Switch, Text } from '@mantine/core';
import { longestAwaitDeviceSeconds, type PresetSettings } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { NumberField } from '../ui/fields';
import { Columns, Section } from '../ui/section';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));

type Limits = PresetSettings['limits'];

const summaryOf = ({ memoryMiB, cpus, restarts, privileged }: Limits, t: TFunction<'settings'>) =>
  [
    privileged ? t('limits.privileged') : null,
    memoryMiB === null ? t('limits.automatic') : `${memoryMiB} MiB`,
    cpus === null ? null : t('limits.cpusCount', { count: cpus }),
    restarts === 0 ? null : t('limits.restartsCount', { count: restarts }),
  ]
    .filter(Boolean)
    .join(', ');

/** What the recorder's container may use, and what happens when it fails. */
export function LimitsPanel() {
  const { t } = useTranslation('settings');
  const limits = useSelect((state) => state.draft.settings.limits);
  const isLocal = useSelect((state) => state.status.state === 'ready' && state.status.value.engine.kind === 'local');
  const memoryError = useSelect((state) => fieldError(state, 'limits.memoryMiB'));
  const swapError = useSelect((state) => fieldError(state, 'limits.swapMiB'));
  const cpusError = useSelect((state) => fieldError(state, 'limits.cpus'));
  const awaitDeviceError = useSelect((state) => fieldError(state, 'limits.awaitDeviceSeconds'));
  const { edit } = useCommands();
  const hasError = useSelect((state) => fieldError(state, 'limits') !== null);
  const change = (part: Partial<Limits>) => edit({ limits: { ...limits, ...part } });
  return (
    <Section name="limits" title={t('limits.title')} summary={summaryOf(limits, t)} isOpenAtFirst={false} hasError={hasError}>
      {isLocal && (
        <Text size="xs" c="dimmed">
          {t('limits.local')}
        </Text>
      )}
      <Columns>
        <NumberField
          label={t('limits.memory.label')}
          help={t('limits.memory.help')}
          value={limits.memoryMiB}
          minimum={64}
          maximum={1_048_576}
          step={64}
          placeholder={t('limits.memory.none')}
          error={memoryError}
          onChange={(memoryMiB) => change({ memoryMiB })}
        />
        <NumberField
          label={t('limits.swap.label')}
          help={t('limits.swap.help')}
          value={limits.swapMiB}
          minimum={0}
          maximum={1_048_576}
          step={64}
          error={swapError}
          onChange={(swapMiB) => swapMiB !== null && change({ swapMiB })}
        />
        <NumberField
          label={t('limits.cpus.label')}
          help={t('limits.cpus.help')}
          value={limits.cpus}
          minimum={0.1}
          maximum={1024}
          step={0.5}
          allowDecimal
          placeholder={t('limits.cpus.none')}
          error={cpusError}
          onChange={(cpus) => change({ cpus })}
        />
        <NumberField
          label={t('limits.restarts.label')}
          help={t('limits.restarts.help')}
          value={limits.restarts}
          minimum={0}
          maximum={100}
          onChange={(restarts) => restarts !== null && change({ restarts })}
        />
        <NumberField
          label={t('limits.awaitDevice.label')}
          help={t('limits.awaitDevice.help')}
          value={limits.awaitDeviceSeconds}
          minimum={0}
          maximum={longestAwaitDeviceSeconds}
          step={60}
          placeholder={t('limits.awaitDevice.none')}
          error={awaitDeviceError}
          onChange={(awaitDeviceSeconds) => change({ awaitDeviceSeconds })}
        />
        <NumberField
          label={t('limits.logSize.label')}
          help={t('limits.logSize.help')}
          value={limits.logMiB}
          minimum={1}
          maximum={1024}
          onChange={(logMiB) => logMiB !== null && change({ logMiB })}
        />
        <NumberField
          label={t('limits.logFiles.label')}
          help={t('limits.logFiles.help')}
          value={limits.logFiles}
          minimum={1}
          maximum={100}
          onChange={(logFiles) => logFiles !== null && change({ logFiles })}
        />
      </Columns>
      {limits.restarts > 0 && (
        <Text size="xs" c="dimmed">
          {t('limits.restartsNote')}
        </Text>
      )}
      <Privileged isOn={limits.privileged} onChange={(privileged) => change({ privileged })} />
    </Section>
  );
}

function Privileged({ isOn, onChange }: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  const { t } = useTranslation('settings');
  const [isAsking, setAsking] = useState(false);
  const error = useSelect((state) => fieldError(state, 'limits.privileged'));
  return (
    <>
      <Switch
        size="xs"
        color="red"
        label={t('limits.privilegedField.label')}
        description={isOn ? t('limits.privilegedField.on') : t('limits.privilegedField.off')}
        checked={isOn}
        error={error}
        onChange={(event) => (event.currentTarget.checked ? setAsking(true) : onChange(false))}
      />
      <Suspense>
        {isAsking && (
          <ConfirmDialog
            title={t('limits.privilegedField.title')}
            action={t('limits.privilegedField.action')}
            onConfirm={() => onChange(true)}
            onClose={() => setAsking(false)}
          >
            {t('limits.privilegedField.text')}
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  );
}
