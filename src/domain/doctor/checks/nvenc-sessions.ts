import { nvencSessionLimit } from '../../nvenc-sessions';
import { ok, type Check } from '../check';
import { noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const nvencSessions: Check = trialCheck({
  id: 'nvenc-sessions',
  title: 'Sessions of NVENC',
  group: 'nvidia',
  about: 'Consumer cards encode few streams at once: 3 before driver 530, 5 up to 546, 8 from 550 on, counted over all cards of the machine and all programs.',
  shows: '`OpenEncodeSessionEx failed: out of memory (10)`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: ({ capabilities }) => {
    const [gpu] = capabilities?.nvidiaGpus ?? [];
    if (gpu === undefined) return null;
    const limit = nvencSessionLimit(gpu);
    const line = `${gpu.name}, driver ${gpu.driverVersion ?? 'unknown'}`;
    return ok(line, limit === null ? 'No limit is known for this card.' : `This driver lets consumer cards encode ${limit} streams at once.`);
  },
});
