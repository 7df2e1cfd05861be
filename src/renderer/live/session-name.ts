import type { TFunction } from 'i18next';
import type { SessionView } from '@domain/session';
import { nameOfHost } from '../hosts/host-words';

/** How a recording is called in the window: by its preset, with its part, and its host where that is not the chosen one. */
export function sessionName({ presetName, part, host }: SessionView, chosenHostId: string | null, t: TFunction<'live'>, hostsT: TFunction<'hosts'>): string {
  const name = part ? t('strip.part', { name: presetName, number: part.number }) : presetName;
  return chosenHostId !== null && host.id !== chosenHostId ? t('strip.onHost', { name, host: nameOfHost(host, hostsT) }) : name;
}
