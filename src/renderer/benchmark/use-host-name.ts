import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import { hostsOf } from '../state/hosts';
import { useSelect } from '../state/store';

/** How the host of a report is called here, from the name that it had then. */
export function useHostName(): (name: string) => string {
  const { t } = useTranslation('hosts');
  const hosts = useSelect(hostsOf);
  return (name) => {
    const host = hosts.find((one) => one.name === name);
    return host ? nameOfHost(host, t) : name;
  };
}
