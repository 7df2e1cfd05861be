import type { Diagnosis, FfmpegBuild } from '../capabilities';
import { errorKinds, type CapstanError } from '../errors';
import type { Gpu } from '../plan/gpus';

const leaveIt = 'Leave it: it will never encode. Software encoders work on every machine.';

/** Drivers of graphics that have no part for video, and what that means. */
const withoutVideo: readonly (readonly [pattern: RegExp, reason: string, remedy: string])[] = [
  [/^(vgem|vkms|faux)/, 'is a virtual driver without hardware behind it', leaveIt],
  [/^(virtio|qxl|bochs|cirrus|vboxvideo|vmwgfx|hyperv)/, 'is the screen of a virtual machine', 'Pass a real GPU through to the virtual machine, or use a software encoder.'],
  [/^(ast|mgag200|simple|efi|vesa|udl|evdi|gm12u320)/, 'drives a screen alone', 'Use another GPU of this machine, or a software encoder.'],
  [/^nouveau/, 'is the free driver of NVIDIA cards, which cannot encode', 'Install NVIDIA’s own driver, or use a software encoder.'],
  [
    /^(lima|panfrost|panthor|v3d|vc4|etnaviv|msm|powervr|pvr|tegra|asahi)/,
    'draws pictures alone; video is the work of another part of this chip',
    'Use that part where the host lists it as a V4L2 encoder, or a software encoder.',
  ],
];

/** What a render node's driver says about it already; null where it may encode. */
export function withoutVideoHardware(gpu: Gpu, evidence: string): Diagnosis | null {
  if (gpu.kind !== 'render-node') return null;
  const { driver, path, vendorId } = gpu.node;
  const found = (reason: string, remedy: string): Diagnosis => ({ id: 'no-video-hardware', title: 'This GPU has no video encoder', evidence, reason, remedy, commands: [] });
  if (driver === null) {
    // On no bus and bound to no driver: vgem and its like.
    return vendorId === null ? found(`No driver of hardware is behind ${path}: it is a virtual node, such as that of vgem.`, leaveIt) : null;
  }
  const known = withoutVideo.find(([pattern]) => pattern.test(driver));
  return known === undefined ? null : found(`The driver of ${path}, ${driver}, ${known[1]}.`, known[2]);
}

export const notBuilt = (encoder: string, { version }: FfmpegBuild): Diagnosis => ({
  id: 'encoder-not-built',
  title: 'This ffmpeg does not have the encoder',
  evidence: `ffmpeg ${version} does not list ${encoder}.`,
  reason: 'The image, or this computer’s ffmpeg, was built without it.',
  remedy: 'Use an image with a newer or fuller ffmpeg.',
  commands: [],
});

export const hung = (seconds: number): Diagnosis => ({
  id: 'encoder-hung',
  title: 'The encoder did not answer',
  evidence: `ffmpeg did not end within ${seconds} s and was killed.`,
  reason: 'The driver or the GPU hangs: half a second of small pictures takes a working encoder far less.',
  remedy: 'Look at the kernel’s log on the host for messages of the GPU; start the host again if it tells of a hang.',
  commands: ['sudo dmesg | grep -iE "drm|i915|xe|amdgpu|nvidia|nvrm" | tail -n 40'],
});

export const wrongPictures = (evidence: string): Diagnosis => ({
  id: 'encoder-garbage',
  title: 'The encoder writes broken pictures',
  evidence,
  reason: 'It ended without an error, but what it wrote is not what it was given.',
  remedy: 'Update the GPU’s driver and the image; until then choose another encoder.',
  commands: [],
});

export const noPictures = (evidence: string): Diagnosis => ({ ...wrongPictures(evidence), title: 'The encoder writes no pictures that can be read' });

/** What kept the trials from being started at all. */
export const notStarted = ({ kind, title, detail, nextStep }: CapstanError): Diagnosis => ({
  id: kind,
  title,
  evidence: detail,
  reason: 'The trials could not be started.',
  remedy: nextStep,
  commands: [],
});

/** The same where the image for such hardware could not be had, and the one for all had to do. */
export function triedElsewhere(diagnosis: Diagnosis, { detail, nextStep }: CapstanError): Diagnosis {
  if (diagnosis.id === 'no-video-hardware') return diagnosis;
  const reason = `${diagnosis.reason} It was tried in the image for software, since that for this hardware is not there: ${detail}`;
  return { ...diagnosis, reason, remedy: `${nextStep} ${diagnosis.remedy}` };
}

/** They say something about this moment, not about the hardware. */
const momentary = ['encoder-hung', 'nvenc-sessions', 'cuda-memory', 'memory-limit', 'nvidia-gpu-lost', 'nvidia-gpu-fell-off'];

/** They say something about how the host is set up, and nothing that a proof depends on changes when that is mended. */
const setUp = [
  ...['nvidia-toolkit-missing', 'nvidia-runtime-missing', 'nvidia-rootless', 'nvidia-driver-missing', 'nvidia-driver-stopped', 'nvidia-mismatch', 'nvidia-video-capability'],
  ...['cdi-only', 'cdi-disabled', 'cdi-stale', 'podman-gpu', 'docker-desktop', 'wsl-no-gpu', 'wsl-encoder-missing'],
  ...['cuda-no-device', 'cuda-start', 'cuda-gl-interop', 'render-group', 'render-node-missing', 'v4l2m2m-missing', 'huc-firmware'],
];

/** Not remembered: `errorKinds` are those of `notStarted`. Failures of the hardware and of the image are. */
const passing = new Set<string>([...momentary, ...setUp, ...errorKinds]);
export const isPassing = ({ id }: Diagnosis): boolean => passing.has(id);
