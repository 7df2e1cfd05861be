import { failed, notApplicable, ok, warning, type Check } from '../check';

export const diskSpace: Check = {
  id: 'disk-space',
  title: 'Free space for recordings',
  group: 'disk',
  about: 'The disk of the recordings is nearly full. Capstan stops a recording and closes its file before the disk is full.',
  shows: '`No space left on device`; a recording that ended with “There is no space left”',
  remedy: 'Free some space, or choose a folder on another disk.',
  commands: ['df -h', 'capstan recordings clean --keep-free 20 --dry-run'],
  find: ({ disk, steps }) => {
    const step = steps?.find(({ step: name, error }) => name === 'space' && error !== null)?.error;
    if (step) return failed(step.detail, `${step.title}.`, { remedy: step.nextStep });
    if (disk === null) return notApplicable('The disk of the recordings could not be looked at.');
    const gigabytes = disk.freeBytes / 1e9;
    const minutes = Math.floor((disk.freeBytes * 8) / (disk.usualBitRateKbps * 1000) / 60);
    const line = `${disk.place}: ${gigabytes.toFixed(1)} GB free`;
    const lasts = `That is about ${minutes} minutes at ${disk.usualBitRateKbps} kbit/s.`;
    if (gigabytes < 1) return failed(line, `There is no room for a recording. ${lasts}`);
    return minutes < 60 ? warning(line, lasts) : ok(line, lasts);
  },
};
