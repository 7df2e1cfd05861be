import type { Host } from '@domain/host';
import type { AppState } from '../state/state';
import { useSelect } from '../state/store';
import classes from './hosts.module.css';

const origins: Readonly<Record<Host['origin'], string>> = {
  'this-computer': 'always there',
  'docker-context': 'docker context; changed with `docker context`',
  added: 'added here',
  'command-line': 'given on a command line',
};

/** What is known of a host, in rows. */
export function HostFacts({ host }: { readonly host: Host }) {
  const engine = useSelect((state) => statusOf(state, host)?.engine ?? null);
  const ffmpeg = useSelect((state) =>
    statusOf(state, host) && state.capabilities.state === 'ready' ? state.capabilities.value.ffmpeg.version : null,
  );
  const version = useSelect((state) => statusOf(state, host)?.version ?? null);
  const dataDirectory = useSelect((state) => statusOf(state, host)?.dataDirectory ?? null);
  const { recordings } = host;
  const place = recordings.kind === 'volume' ? `volume ${recordings.name}` : recordings.path;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Address', host.address ?? engine?.endpoint ?? 'the Docker of this computer'],
    ['Origin', origins[host.origin]],
    ['Certificates', host.certificateDirectory],
    ['Recordings', host.address === null ? null : `${place}, where its files are not this computer’s`],
    ['State', engine?.because ?? null],
    ['ffmpeg', ffmpeg],
    ['Capstan', version],
    ['Data', host.address === null ? dataDirectory : null],
  ];
  return (
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
  );
}

/** The status where it is that of this host. */
const statusOf = ({ status }: Pick<AppState, 'status'>, host: Host) =>
  status.state === 'ready' && status.value.host.id === host.id ? status.value : null;
