import type { Check } from '../check';
import { stepCheck } from '../steps';

export const hostName: Check = stepCheck({
  id: 'host-name',
  title: 'Name of the host',
  group: 'connection',
  step: 'name',
  about: 'The address of the host names no machine: a misspelt name, a name that only ~/.ssh/config or a VPN knows, or no network.',
  shows: '`getaddrinfo ENOTFOUND studio.local`, `Could not resolve hostname`',
  remedy: 'Check the spelling of the address, or name the machine in ~/.ssh/config.',
  commands: ['capstan hosts list'],
});
