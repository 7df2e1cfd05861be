import { useTranslation } from 'react-i18next';
import type { Capabilities } from '@domain/capabilities';
import type { Host } from '@domain/host';
import { lookOf } from '../state/host-looks';
import type { AppState } from '../state/state';
import { useSelect } from '../state/store';
import { HostCard } from './host-card';
import classes from './hosts.module.css';

/** What is known of a host and its engine, in rows. */
export function HostFacts({ host, capabilities }: { readonly host: Host; readonly capabilities: Capabilities | null }) {
  const { t } = useTranslation('hosts');
  const seen = useSelect((state) => lookOf(state, host.id).seen?.overview.engine ?? null);
  const status = useSelect((state) => statusOf(state, host));
  const engine = status?.engine ?? seen;
  const docker = capabilities?.engine.kind === 'docker' ? capabilities.engine : null;
  const { recordings } = host;
  const place = recordings.kind === 'volume' ? t('space.volume', { name: recordings.name }) : recordings.path;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('facts.address'), host.address ?? engine?.endpoint ?? t('facts.ownDocker')],
    [t('facts.origin'), t(`origin.${host.origin}`)],
    [t('facts.certificates'), host.certificateDirectory],
    [t('facts.recordings'), host.address === null ? null : t('facts.recordingsPlace', { place })],
    [t('facts.engine'), engine?.because ?? null],
    [t('facts.docker'), docker && [docker.serverVersion, ...(docker.rootless ? [t('facts.rootless')] : []), ...(docker.podman ? ['Podman'] : [])].join(', ')],
    [t('facts.system'), docker?.operatingSystem || null],
    [t('facts.kernel'), capabilities?.kernel ?? null],
    [t('facts.ffmpeg'), capabilities?.ffmpeg.version ?? null],
    [t('facts.capstan'), status?.version ?? null],
    [t('facts.data'), host.address === null ? (status?.dataDirectory ?? null) : null],
  ];
  return (
    <HostCard title={t('facts.title')}>
      <dl className={classes['facts']}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </HostCard>
  );
}

/** The status where it is that of this host. */
const statusOf = ({ status }: Pick<AppState, 'status'>, host: Host) =>
  status.state === 'ready' && status.value.host.id === host.id ? status.value : null;
