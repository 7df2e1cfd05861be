import { notApplicable, ok, warning, type Check } from '../check';

export const unseen: Check = {
  id: 'unseen',
  title: 'What could be looked at',
  group: 'connection',
  about: 'A part of the host gave no answer in time, or refused to be looked at: a disk that hangs, a device that blocks, a daemon that cannot start a container. Checks that need that part do not apply then.',
  shows: '`no answer within 60 s`, or what the daemon said',
  remedy: 'Look at the host itself: its load, its disks and the log of its daemon; then try again.',
  commands: ['uptime', 'sudo journalctl --unit docker --since -10min', 'sudo dmesg --ctime | tail -n 30'],
  find: ({ unseen: parts = [], steps, machine, capabilities }) => {
    const broken = steps?.find(({ state }) => state === 'failed');
    if (broken !== undefined) return notApplicable(`What could not be seen is explained by this: ${broken.error?.title ?? broken.detail}.`);
    if (parts.length === 0) return machine === null && capabilities === null ? notApplicable('The host was not looked at.') : ok('', 'All parts of the host were looked at.');
    const told = parts.map(({ what, error }) => `${what}: ${error.detail}`).join(' ');
    return warning(told, `Not everything could be looked at: ${parts.map(({ what }) => what).join(', ')}.`);
  },
};
