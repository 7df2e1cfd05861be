import { notApplicable, ok, warning, type Check } from '../check';

const tolerated = 2;

export const clock: Check = {
  id: 'clock',
  title: 'Clock of the host',
  group: 'connection',
  about:
    'The clock of the host differs from this computer’s, or nothing keeps it: the times in the names of recordings, in drawn clocks and in lists are wrong then. The recordings themselves are not touched by it.',
  shows: 'Names with a time that is not now; `System clock synchronized: no`',
  remedy: 'Let NTP keep the clock of both machines.',
  commands: ['timedatectl', 'sudo timedatectl set-ntp true'],
  find: ({ clockAheadSeconds, machine }) => {
    const synchronised = machine?.clockSynchronised ?? null;
    if (clockAheadSeconds === null && synchronised === null) return notApplicable('Its clock was not told.');
    const line = clockAheadSeconds === null ? '' : `${clockAheadSeconds >= 0 ? '+' : ''}${clockAheadSeconds.toFixed(1)} s against this computer`;
    if (clockAheadSeconds !== null && Math.abs(clockAheadSeconds) > tolerated) {
      return warning(line, `The clock of the host is ${clockAheadSeconds > 0 ? 'ahead of' : 'behind'} this computer’s by ${Math.abs(clockAheadSeconds).toFixed(1)} seconds.`);
    }
    const kept = `System clock synchronized: ${synchronised === true ? 'yes' : 'no'}`;
    if (synchronised === false) return warning([line, kept].filter(Boolean).join('; '), 'Nothing keeps the clock: it drifts.');
    return ok([line, synchronised === null ? '' : kept].filter(Boolean).join('; '), 'The clock is right.');
  },
};
