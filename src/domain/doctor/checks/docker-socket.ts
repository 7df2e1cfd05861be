import type { Check } from '../check';
import { stepCheck } from '../steps';

export const dockerSocket: Check = stepCheck({
  id: 'docker-socket',
  title: 'Right to use Docker',
  group: 'docker',
  step: 'daemon',
  concerns: (kind) => kind === 'daemon-forbidden',
  about: 'Docker runs, but its socket belongs to the group docker, which the account is not in; or it joined the group and has not logged in again since.',
  shows: '`permission denied while trying to connect to the Docker daemon socket`, `connect EACCES /var/run/docker.sock`',
  remedy: 'Join the group, then log out and in again. Whoever is in it can become root on that machine.',
  commands: ['sudo usermod -aG docker "$USER"', 'id -nG'],
});
