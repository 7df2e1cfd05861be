import { failed, type Check } from '../check';
import { installSteps } from '../install-steps';
import { stepCheck } from '../steps';

const asked = stepCheck({
  id: 'docker-daemon',
  title: 'Docker’s daemon',
  group: 'docker',
  step: 'daemon',
  concerns: (kind) => kind !== 'daemon-forbidden',
  installs: ['docker'],
  about: 'No daemon answers: Docker is not installed, was not started, or DOCKER_HOST or the docker context names another place.',
  shows: '`Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?`',
  remedy: 'Start Docker, check DOCKER_HOST and `docker context ls`, or record with `--engine local`.',
  commands: ['sudo systemctl enable --now docker', 'docker context ls'],
});

export const dockerDaemon: Check = {
  ...asked,
  find: (evidence) => {
    const answer = asked.find(evidence);
    const { machine, host } = evidence;
    const programs = machine?.seenFrom === 'process' ? machine.programs : null;
    if (answer.status !== 'failed' || host.address !== null || programs === null || programs.has('docker')) return answer;
    const { remedy, commands } = installSteps('docker', machine);
    return failed(answer.evidence, `${answer.reason} There is no docker command on this computer.`, { remedy: `${remedy} Without Docker, record with \`--engine local\`.`, commands });
  },
};
