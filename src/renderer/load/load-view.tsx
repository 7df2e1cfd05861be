import { useMemo } from 'react';
import { Loader, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { thisComputer, type Host } from '@domain/host';
import { nameOfHost } from '../hosts/host-words';
import { capabilitiesOf } from '../state/host-looks';
import { chosenHostId } from '../state/hosts';
import { loadOfHost } from '../state/load';
import { loadHost, loadSession } from '../state/load-hosts';
import { sessionById } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { gpuGroups, hostGroup, type LoadGroup } from './load-graphs';
import { historyOf } from './load-summary';
import { LoadGraph } from './load-graph';
import { useStale } from './use-stale';
import classes from './load.module.css';

/** Before the station has told. */
export const unknownHost: Pick<Host, 'id' | 'name'> = { id: thisComputer, name: '' };

interface LoadViewProps {
  /** Session whose share is shown beside the whole; null for none, absent for the one in view. */
  readonly sessionId?: string | null;
  /** As large as the page allows; otherwise for a drawer. */
  readonly isLarge?: boolean;
}

/** A host and its GPUs at work, with the share of a session. */
export default function LoadView({ sessionId, isLarge = false }: LoadViewProps) {
  const { t } = useTranslation('load');
  const { t: hosts } = useTranslation('hosts');
  const shownHost = useSelect(loadHost) ?? unknownHost;
  const { history: host, error } = useSelect(({ load }) => loadOfHost(load, shownHost.id));
  const shown = useSelect((state) => (sessionId === undefined ? loadSession(state) : sessionId === null ? null : sessionById(state, sessionId)));
  const session = useSelect((state) => historyOf(state, shown));
  const name = nameOfHost(shownHost, hosts);
  const groups = useMemo(() => [...gpuGroups(t, host, session), hostGroup(t, name, host, session)], [t, host, session, name]);
  const isStale = useStale(host);
  const isAway = useSelect((state) => state.status.state === 'failed' && chosenHostId(state) === shownHost.id);
  const { retryLoad } = useCommands();
  const nowMs = Math.max(host.at(-1)?.atMs ?? 0, session.at(-1)?.atMs ?? 0);
  if (isAway) return <Empty>{t('away')}</Empty>;
  if (error) return <ErrorAlert error={error} tone="warning" onRetry={retryLoad} />;
  if (host.length === 0) {
    return (
      <div className={classes['waiting']}>
        <Loader size="xs" color="gray" aria-hidden="true" />
        <Text size="sm" c="dimmed" role="status">
          {t('waiting', { name })}
        </Text>
      </div>
    );
  }
  const sessionName = t(shown?.purpose === 'watch' ? 'of.picture' : 'of.recording');
  return (
    <div className={classes['load']} data-testid="load-view" data-stale={isStale} data-large={isLarge}>
      {isStale && (
        <Text size="xs" role="status" className={classes['stale'] ?? ''}>
          {t('stale', { name })}
        </Text>
      )}
      {groups.length === 1 && (
        <Text size="xs" c="dimmed">
          {t('noGpu', { name })}
        </Text>
      )}
      {groups.map((group) => (
        <Group key={group.key} group={group} nowMs={nowMs} sessionName={sessionName} hasSession={session.length > 0} />
      ))}
      <WholeGpuSwitch hostId={shownHost.id} />
    </div>
  );
}

interface GroupProps {
  readonly group: LoadGroup;
  readonly nowMs: number;
  readonly sessionName: string;
  readonly hasSession: boolean;
}

function Group({ group, nowMs, sessionName, hasSession }: GroupProps) {
  const { t } = useTranslation('load');
  const whole = t(group.key === 'host' ? 'of.host' : 'of.gpu');
  const names = useMemo(() => ({ whole, session: sessionName }), [whole, sessionName]);
  return (
    <section aria-label={t('groupLabel', { title: group.title })} data-testid="load-group" data-group={group.key}>
      <div className={classes['groupHead']}>
        <h3 className={classes['groupTitle']}>{group.title}</h3>
        <span className={classes['key']} data-of="whole">
          {whole}
        </span>
        {hasSession && (
          <span className={classes['key']} data-of="session">
            {sessionName}
          </span>
        )}
      </div>
      <div className={classes['figures']}>
        {group.graphs.map((graph) => (
          <LoadGraph key={graph.key} graph={graph} nowMs={nowMs} names={names} />
        ))}
      </div>
      {group.missing.length > 0 && (
        <dl className={classes['missing']} data-testid="load-missing">
          {group.missing.map(({ title, reason }) => (
            <div key={title} title={reason}>
              <dt>{title}</dt>
              <dd>{t('notAvailable', { reason })}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/**
 * Only Intel's counters of whole GPUs ask for more than every user may. Where nobody looked at the GPUs of a host, one on
 * PCI whose engines are not told may be Intel's.
 */
function mayHaveIntelGpu(state: AppState, hostId: string): boolean {
  const capabilities = capabilitiesOf(state, hostId);
  if (capabilities) return capabilities.renderNodes.some(({ vendorId, driver }) => vendorId === '8086' || driver === 'i915');
  const gpus = loadOfHost(state.load, hostId).history.at(-1)?.load.gpus ?? [];
  return hostId !== chosenHostId(state) && gpus.some(({ gpu, unavailable }) => gpu.startsWith('pci:') && unavailable.some(({ figure }) => figure === 'engines'));
}

function WholeGpuSwitch({ hostId }: { readonly hostId: string }) {
  const { t } = useTranslation('load');
  const isOn = useSelect(({ load }) => loadOfHost(load, hostId).wholeGpu);
  const isOffered = useSelect((state) => isOn || mayHaveIntelGpu(state, hostId));
  const dispatch = useDispatch();
  if (!isOffered) return null;
  return (
    <Switch
      size="xs"
      label={t('wholeGpu.label')}
      description={t('wholeGpu.description')}
      checked={isOn}
      onChange={(event) => dispatch({ type: 'load-whole-gpu', hostId, on: event.currentTarget.checked })}
    />
  );
}
