import type { Check } from '../check';
import { stepCheck } from '../steps';

export const dockerCommand: Check = stepCheck({
  id: 'docker-command',
  title: 'Docker’s command line on the host',
  group: 'docker',
  step: 'docker',
  installs: ['docker'],
  about: 'There is no docker command on the host, or a login without a terminal does not find it, or it is too old for `docker system dial-stdio`.',
  shows: '`docker: command not found`, `docker: \'dial-stdio\' is not a docker command`',
  remedy: 'Install Docker there, and make sure that `ssh HOST docker version` works.',
  commands: [],
});
