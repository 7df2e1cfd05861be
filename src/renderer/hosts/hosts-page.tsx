import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { thisComputer } from '@domain/host';
import { chosenHostId, hostById, type HostShown } from '../state/hosts';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { HostDetails } from './host-details';
import { HostForm } from './host-form';
import { HostList } from './host-list';
import classes from './hosts.module.css';

const EncodersDialog = lazy(() => import('../encoders/encoders-dialog'));

/** Every machine that can be recorded on, and how it is: looked at, checked, added, renamed and removed. */
export default function HostsPage() {
  const { t } = useTranslation('hosts');
  const hosts = useSelect((state) => state.hosts);
  const chosenId = useSelect(chosenHostId);
  const asked = useSelect((state) => state.shownHost);
  const shown: HostShown = asked ?? { shows: 'host', id: chosenId ?? thisComputer };
  const host = useSelect((state) => (shown.shows === 'host' ? hostById(state, shown.id) : null));
  const isChoosingEncoder = useSelect((state) => state.isEncodersDialogOpen);
  const { loadHosts } = useCommands();
  if (hosts.state === 'failed') {
    return (
      <div className={classes['pane']}>
        <ErrorAlert error={hosts.error} onRetry={() => void loadHosts()} />
      </div>
    );
  }
  if (hosts.state === 'loading') return <Empty>{t('readingList')}</Empty>;
  return (
    <div className={classes['panes']}>
      <HostList hosts={hosts.value.hosts} shown={shown} />
      <div className={classes['pane']}>
        {shown.shows === 'new' && <HostForm />}
        {host && <HostDetails key={host.id} host={host} />}
        {shown.shows === 'host' && !host && <Empty>{t('gone')}</Empty>}
      </div>
      <Suspense>{isChoosingEncoder && <EncodersDialog />}</Suspense>
    </div>
  );
}
