import { ok, warning, type Check } from '../check';
import { dockerOf, driverVersionOf, noNvidia } from '../hardware';
import { usualNvenc } from '../nvenc-drivers';
import { describeProof, trialCheck } from '../trial';
import { isAtLeast } from '../version';

export const nvidiaDriverTooOld: Check = trialCheck({
  id: 'nvidia-driver-too-old',
  title: 'NVIDIA driver against ffmpeg’s NVENC',
  group: 'nvidia',
  about: 'Each ffmpeg is built for a version of NVENC, and each of those takes a driver: 11.1 takes 470.57, 12.0 520.56, 12.1 530.41, 12.2 550.54, 13.0 570.',
  shows: '`Driver does not support the required nvenc API version. Required: 13.0 Found: 12.2`',
  families: ['nvenc'],
  absent: noNvidia,
  seen: (evidence) => {
    const { capabilities } = evidence;
    const driver = driverVersionOf(evidence);
    const nvenc = capabilities?.encoders?.find(({ family, usable }) => family === 'nvenc' && usable);
    if (capabilities === null || driver === null) return null;
    if (nvenc !== undefined) return ok(`driver ${driver}; ${describeProof(nvenc)}`, 'The driver is new enough: NVENC worked when it was tried.');
    const docker = dockerOf(evidence);
    const { version } = docker?.images.find(({ family }) => family === 'nvenc')?.ffmpeg ?? capabilities.ffmpeg;
    const usual = usualNvenc(version);
    if (usual === null) return null;
    const line = `driver ${driver}; ffmpeg ${version}`;
    if (isAtLeast(driver, usual.driver) !== false) return ok(line, `An ffmpeg of this version is usually built for NVENC ${usual.api}, which takes driver ${usual.driver} or newer.`);
    return warning(line, `An ffmpeg of this version is usually built for NVENC ${usual.api}, which takes driver ${usual.driver} or newer: a trial tells whether this one is.`);
  },
});
