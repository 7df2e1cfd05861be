import { useMemo } from 'react';
import { Loader, Switch, Text } from '@mantine/core';
import { chosenHost } from '../state/hosts';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { gpuGroups, hostGroup, type LoadGroup } from './load-graphs';
import { loadSession, sessionHistory } from './load-summary';
import { LoadGraph } from './load-graph';
import { useStale } from './use-stale';
import classes from './load.module.css';

/** The chosen host and its GPUs at work, with the share of the session in view. */
export default function LoadView() {
  const host = useSelect(({ load }) => load.host);
  const session = useSelect(sessionHistory);
  const name = useSelect((state) => chosenHost(state)?.name ?? 'Host');
  const purpose = useSelect((state) => loadSession(state)?.purpose ?? null);
  const groups = useMemo(() => [...gpuGroups(host, session), hostGroup(name, host, session)], [host, session, name]);
  const isStale = useStale(host);
  const error = useSelect(({ load }) => load.error);
  const isAway = useSelect(({ status }) => status.state === 'failed');
  const { retryLoad } = useCommands();
  const nowMs = Math.max(host.at(-1)?.atMs ?? 0, session.at(-1)?.atMs ?? 0);
  if (isAway) return <Empty>The load is known once the host can be reached.</Empty>;
  if (error) return <ErrorAlert error={error} tone="warning" onRetry={retryLoad} />;
  if (host.length === 0) {
    return (
      <div className={classes['waiting']}>
        <Loader size="xs" color="gray" aria-hidden="true" />
        <Text size="sm" c="dimmed" role="status">
          Waiting for the first figures of {name}…
        </Text>
      </div>
    );
  }
  const sessionName = purpose === 'watch' ? 'this picture' : 'this recording';
  return (
    <div className={classes['load']} data-testid="load-view" data-stale={isStale}>
      {isStale && (
        <Text size="xs" role="status" className={classes['stale'] ?? ''}>
          No figures come from {name} just now. What is shown is as old as it says.
        </Text>
      )}
      {groups.length === 1 && (
        <Text size="xs" c="dimmed">
          No GPU of {name} tells its load.
        </Text>
      )}
      {groups.map((group) => (
        <Group key={group.key} group={group} nowMs={nowMs} sessionName={sessionName} hasSession={session.length > 0} />
      ))}
      <WholeGpuSwitch />
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
  const whole = group.key === 'host' ? 'whole host' : 'whole GPU';

  return (
    <section aria-label={`Load of ${group.title}`} data-testid="load-group" data-group={group.key}>
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
          <LoadGraph key={graph.key} graph={graph} nowMs={nowMs} names={{ whole, session: sessionName }} />
        ))}
      </div>
      {group.missing.length > 0 && (
        <dl className={classes['missing']} data-testid="load-missing">
          {group.missing.map(({ title, reason }) => (
            <div key={title} title={reason}>
              <dt>{title}</dt>
              <dd>
                not available<span className={classes['reason']}>: {reason}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** Only Intel's counters of whole GPUs ask for more than every user may. */
function hasIntelGpu({ capabilities }: AppState): boolean {
  return capabilities.state === 'ready' && capabilities.value.renderNodes.some(({ vendorId, driver }) => vendorId === '8086' || driver === 'i915');
}

function WholeGpuSwitch() {
  const isOffered = useSelect((state) => hasIntelGpu(state) || state.load.wholeGpu);
  const isOn = useSelect(({ load }) => load.wholeGpu);
  const dispatch = useDispatch();
  if (!isOffered) return null;
  return (
    <Switch
      size="xs"
      label="Counters of the whole Intel GPU"
      description="Reads them with intel_gpu_top, which needs the CAP_PERFMON right on the host. Off: only what each recording takes."
      checked={isOn}
      onChange={(event) => dispatch({ type: 'load-whole-gpu', on: event.currentTarget.checked })}
    />
  );
}
