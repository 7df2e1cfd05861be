import type { Check } from '../check';
import { stepCheck } from '../steps';

export const dockerImage: Check = stepCheck({
  id: 'docker-image',
  title: 'Container image',
  group: 'docker',
  step: 'image',
  about: 'The image with ffmpeg is not on the host yet. It is made at the first need; without a registry that takes a script, or an image of your own.',
  shows: '`No such image`, `pull access denied`, `dial tcp: lookup registry-1.docker.io`',
  remedy: 'Connect to the internet once so that it can be built, make it from Debian’s packages with `resources/images/bootstrap.sh`, or set CAPSTAN_IMAGE.',
  commands: ['capstan images', 'capstan images build software'],
});
