import { failed, notApplicable, ok, warning, type Check } from '../check';

export const diskSpeed: Check = {
  id: 'disk-speed',
  title: 'Speed of the disk against the bit rate',
  group: 'disk',
  about: 'The disk writes more slowly than recordings grow: a network folder, a memory card, or a disk that others use. Pictures are then dropped, whatever the encoder does.',
  shows: '`Thread message queue blocking`, dropped frames while the processor is idle',
  remedy: 'Record to another disk, or with a lower bit rate; network folders are for finished recordings.',
  commands: ['findmnt -T .', 'capstan load'],
  find: ({ disk }) => {
    if (disk === null) return notApplicable('The disk of the recordings could not be looked at.');
    if (disk.writeBytesPerSecond === null) return notApplicable('Its speed could not be measured.', { evidence: disk.place });
    const needed = (disk.usualBitRateKbps * 1000) / 8;
    const megabytes = disk.writeBytesPerSecond / 1e6;
    const line = `${disk.place}: ${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB/s written through to the disk`;
    const times = disk.writeBytesPerSecond / needed;
    const told = `A recording at ${disk.usualBitRateKbps} kbit/s takes ${(needed / 1e6).toFixed(1)} MB/s`;
    if (times < 1) return failed(line, `${told}: more than the disk writes.`);
    if (times < 3) return warning(line, `${told}: the disk writes only ${times.toFixed(1)} times that, too little for a peak or a second recording.`);
    return ok(line, `${told}: the disk has ${times >= 10 ? Math.floor(times) : times.toFixed(1)} times that.`);
  },
};
