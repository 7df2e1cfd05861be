import { failed, notApplicable, ok, type Check } from '../check';

export const sshClient: Check = {
  id: 'ssh-client',
  title: 'Program that carries the connection',
  group: 'connection',
  about:
    'Libraries with an ssh of their own open a connection for each request, check no host key, and read no ~/.ssh/config. Capstan goes through OpenSSH and `docker system dial-stdio` instead, which must be there on both sides.',
  shows: '`exec: "ssh": executable file not found`, `docker: command not found` (the PATH of a login without a terminal is shorter)',
  remedy: 'Install OpenSSH’s client here, and Docker’s command line on the host, where a login without a terminal finds it.',
  commands: ['ssh -V'],
  find: ({ host, steps, ssh }) => {
    if (host.address?.startsWith('ssh://') !== true && ssh === null) return notApplicable('This host is not reached over ssh.');
    const error = steps?.find((step) => step.error !== null && ['ssh-missing', 'ssh-misconfigured', 'docker-missing'].includes(step.error.kind))?.error;
    if (error) return failed(error.detail, `${error.title}.`, { remedy: error.nextStep });
    const through = steps?.find(({ step, state }) => step === 'docker' && state === 'passed');
    return through === undefined ? notApplicable('The connection did not come so far.') : ok(through.detail, 'OpenSSH carries the connection, with its own settings and its own check of the host key.');
  },
};
