import type { Check } from '../check';
import { stepCheck } from '../steps';

export const hostConnection: Check = stepCheck({
  id: 'host-connection',
  title: 'Connection to the host',
  group: 'connection',
  step: 'connection',
  about: 'No ssh server answers: the machine is off, sleeps, is behind a firewall, or sshd listens on another port.',
  shows: '`ssh: connect to host studio.local port 22: Connection refused`, `No route to host`',
  remedy: 'Check its power, the network and the port; `ssh HOST true` in a terminal must work.',
  commands: [],
});
