import { useTranslation } from 'react-i18next';
import type { Host } from '@domain/host';
import { chosenHostId } from '../state/hosts';
import { awayBecause, capabilitiesOf, lookOf } from '../state/host-looks';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import { Empty } from '../ui/section';
import { forHost } from './for-host';
import { HostAudio } from './host-audio';
import { HostCameras } from './host-cameras';
import { HostCard } from './host-card';
import { HostCheckView } from './host-check-view';
import { HostFacts } from './host-facts';
import { HostGpus } from './host-gpus';
import { HostHead } from './host-head';
import { HostImages } from './host-images';
import { HostSessions } from './host-sessions';
import { HostSpace } from './host-space';
import classes from './hosts.module.css';

/** One host: how it is, what it has, what runs there, and what can be done about it. */
export function HostDetails({ host }: { readonly host: Host }) {
  const { t } = useTranslation('hosts');
  const check = useSelect((state) => state.checks[host.id]);
  const capabilities = useSelect((state) => capabilitiesOf(state, host.id));
  const look = useSelect((state) => lookOf(state, host.id));
  const isChosen = useSelect((state) => chosenHostId(state) === host.id);
  return (
    <article className={classes['details']} aria-label={host.name} data-testid="host-details" data-host={host.id}>
      <HostHead host={host} />
      {check && (
        <HostCard title={t('check.title')}>
          <HostCheckView host={host} check={check} />
        </HostCard>
      )}
      <Trouble host={host} isExplained={check?.state === 'done' && !check.check.passed} />
      {capabilities === null && look.isLooking && <Empty>{t('looking')}</Empty>}
      <div className={classes['cards']}>
        <HostSessions host={host} />
        {capabilities && (
          <>
            <HostSpace host={host} />
            <HostCameras host={host} capabilities={capabilities} />
            <HostGpus capabilities={capabilities} isChosen={isChosen} />
            <HostAudio capabilities={capabilities} />
            <HostImages capabilities={capabilities} isChosen={isChosen} />
          </>
        )}
        <HostFacts host={host} capabilities={capabilities} />
      </div>
    </article>
  );
}

/** Why the host cannot be used, with what helps; what is known of it stays below, with its age. */
function Trouble({ host, isExplained }: { readonly host: Host; readonly isExplained: boolean }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  const away = useSelect((state) => awayBecause(state, host.id));
  const { seen, error } = useSelect((state) => lookOf(state, host.id));
  const { lookAtHost, reconnect } = useCommands();
  const isLost = useSelect((state) => chosenHostId(state) === host.id && state.status.state === 'failed');
  const trouble = away ?? error;
  if (trouble === null) return null;
  return (
    <>
      {!isExplained && (
        <ErrorAlert
          error={trouble}
          tone={away ? 'error' : 'warning'}
          fill={(nextStep) => forHost(nextStep, host)}
          onRetry={() => void (isLost ? reconnect() : lookAtHost(host.id))}
        />
      )}
      {seen && away && (
        <p className={classes['stale']} role="status" data-testid="host-stale">
          {t('asOf', { time: formats.time(seen.at) })}
        </p>
      )}
    </>
  );
}
