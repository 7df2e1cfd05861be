import { capstanError } from '@domain/errors';
import { hostCheckSteps, type Host, type HostCheck, type HostCheckStep } from '@domain/host';

const found: Readonly<Record<HostCheckStep['step'], string>> = {
  name: 'studio.example.org is 10.0.4.17.',
  connection: 'Port 22 answers.',
  'host-key': 'The key is the one in ~/.ssh/known_hosts.',
  login: 'The login as video works without a question.',
  docker: 'docker is at /usr/bin/docker.',
  daemon: 'The daemon answers.',
  version: 'Docker 27.5.1, API 1.47.',
  image: 'The image capstan/software:0.1.0-3f1c9a5e2b40 is there.',
  space: '812 GB of 1968 GB are free.',
};
const isOfSsh = (step: HostCheckStep['step']) => ['name', 'connection', 'host-key', 'login', 'docker'].includes(step);
const stepsOf = ({ address }: Host) => hostCheckSteps.filter((step) => address?.startsWith('ssh://') === true || !isOfSsh(step));

export const passedCheck = (host: Host): HostCheck => ({
  host,
  passed: true,
  steps: stepsOf(host).map((step) => ({ step, state: 'passed', detail: found[step], error: null })),
  offeredKey: null,
});

/** The login is refused. */
export const failedCheck = (host: Host): HostCheck => {
  const error = capstanError('ssh-auth-failed', 'video@studio.example.org: Permission denied (publickey,password).');
  return {
    host,
    passed: false,
    steps: [
      ...(['name', 'connection', 'host-key'] as const).map((step): HostCheckStep => ({ step, state: 'passed', detail: found[step], error: null })),
      { step: 'login', state: 'failed', detail: error.detail, error },
    ],
    offeredKey: null,
  };
};
