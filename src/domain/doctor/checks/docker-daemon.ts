import type { Check } from '../check';
import { stepCheck } from '../steps';

export const dockerDaemon: Check = stepCheck({
  id: 'docker-daemon',
  title: 'Docker’s daemon',
  group: 'docker',
  step: 'daemon',
  kinds: ['daemon-unreachable', 'connection-lost', 'host-unreachable', 'host-invalid', 'internal', 'ssh-misconfigured'],
  about: 'No daemon answers: Docker is not installed, was not started, or DOCKER_HOST or the docker context names another place.',
  shows: '`Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?`',
  remedy: 'Start Docker, check DOCKER_HOST and `docker context ls`, or record with `--engine local`.',
  commands: ['sudo systemctl enable --now docker', 'docker context ls'],
});
