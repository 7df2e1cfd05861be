import type { Check } from '../check';
import { stepCheck } from '../steps';

export const dockerVersion: Check = stepCheck({
  id: 'docker-version',
  title: 'Version of Docker',
  group: 'docker',
  step: 'version',
  installs: ['docker'],
  about: 'Docker is older than 20.10, or speaks no version of its interface that Capstan knows.',
  shows: '`client version 1.41 is too new. Maximum supported API version is 1.39`',
  remedy: 'Update Docker on the host to 20.10 or later.',
  commands: ['docker version'],
});
