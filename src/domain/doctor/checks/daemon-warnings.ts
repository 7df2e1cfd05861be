import { notApplicable, ok, warning, type Check } from '../check';

export const daemonWarnings: Check = {
  id: 'daemon-warnings',
  title: 'What the daemon warns of',
  group: 'docker',
  about: 'The daemon itself names what its kernel lacks, such as limits of memory that it cannot keep, or a socket that is open to the network.',
  shows: '`WARNING: No memory limit support`, `WARNING: No swap limit support`',
  remedy: 'Limits of memory need the cgroup controllers of the kernel: on a Raspberry Pi and on older Debian they are turned on at the kernel’s command line.',
  commands: ['docker info'],
  find: ({ daemon }) => {
    if (daemon === null) return notApplicable('What the daemon tells of itself could not be had.');
    // Bridges have no part in recordings, and nothing here limits block I/O.
    const telling = daemon.warnings.filter((line) => line.trim() !== '' && !/bridge-nf|blkio|cpu shares/i.test(line));
    const about = `cgroup v${daemon.cgroupVersion ?? '?'}, driver ${daemon.cgroupDriver ?? '?'}`;
    if (telling.length === 0) return ok(about, 'The daemon warns of nothing that matters to recordings.');
    const grave = telling.find((line) => /memory limit|without (?:encryption|authentication)|insecure/i.test(line));
    return grave === undefined ? ok(telling.join(' '), 'Recordings go on without it.') : warning(grave, 'The daemon cannot keep the limits that recordings run under, or is open to others.');
  },
};
