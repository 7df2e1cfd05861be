import type { TFunction } from 'i18next';
import { thisComputer, type Host } from '@domain/host';
import type { HostCondition } from '../state/host-looks';

type HostsT = TFunction<'hosts'>;

/** This computer is called so in the reader's language; others have the name that they were given. */
export const nameOfHost = ({ id, name }: Pick<Host, 'id' | 'name'>, t: HostsT): string => (id === thisComputer ? t('thisComputer') : name);

/** What the color of a condition says. */
export const toneOf: Readonly<Record<HostCondition, 'good' | 'bad' | 'none'>> = {
  docker: 'good',
  local: 'good',
  connecting: 'none',
  away: 'bad',
  reachable: 'good',
  looking: 'none',
  unknown: 'none',
};
