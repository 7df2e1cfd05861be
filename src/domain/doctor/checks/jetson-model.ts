import { notApplicable, ok, warning, type Check } from '../check';

export const jetsonModel: Check = {
  id: 'jetson-model',
  title: 'Model of the board',
  group: 'boards',
  about: 'Boards encode with hardware of their own: Jetsons through NVIDIA’s libraries for their release, Raspberry Pis up to 4 through V4L2. The Orin Nano and the Pi 5 have no encoder.',
  shows: '/proc/device-tree/model; /etc/nv_tegra_release',
  remedy: 'Choose an encoder that the board has, or one in software.',
  commands: ['cat /proc/device-tree/model', 'capstan probe --encoders'],
  find: ({ capabilities, machine }) => {
    const model = capabilities?.jetson?.model ?? machine?.model ?? null;
    if (model === null) return notApplicable(capabilities === null && machine === null ? 'The model of this machine could not be read.' : 'This machine names no board.');
    if (/Raspberry Pi 5|Raspberry Pi Compute Module 5/i.test(model)) return warning(model, 'The Raspberry Pi 5 has no video encoder: it records in software.');
    if (/Orin Nano/i.test(model)) return warning(model, 'The Jetson Orin Nano has no video encoder: it records in software.');
    if (/Raspberry Pi/i.test(model)) return ok(model, 'Its encoder is used through V4L2.');
    if (capabilities?.jetson != null) return ok(`${model}${capabilities.jetson.release === null ? '' : `, L4T ${capabilities.jetson.release}`}`, 'Its encoder is used through NVIDIA’s libraries for its release.');
    return notApplicable('This is no board whose encoder Capstan knows.', { evidence: model });
  },
};
