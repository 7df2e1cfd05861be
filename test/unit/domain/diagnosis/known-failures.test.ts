import { expect, it } from 'vitest';
import { failureRules } from '@domain/diagnosis/diagnose';
import { clientLoads, parseFdinfo } from '@domain/gpu-load/fdinfo';
import { parseSshLog } from '@domain/ssh-log';

/** Days that users lost with hardware encoding, each with the rules that show it, or why no output shows it. */
const knownFailures: Readonly<Record<string, readonly string[] | string>> = {
  'the render group’s number differs': ['render-group'],
  'no /dev/dri or /dev/videoN': ['render-node-missing', 'device-absent'],
  'Docker Desktop': ['docker-desktop'],
  'WSL 2': ['wsl-no-gpu', 'wsl-encoder-missing'],
  'iHD or i965': ['libva-driver', 'libva-mismatch', 'libva-driver-unknown', 'not-a-render-node', 'vaapi-not-opened'],
  'the AMD driver is not in the image': ['amd-driver-missing'],
  'no NVIDIA toolkit': ['nvidia-toolkit-missing', 'nvidia-runtime-missing'],
  'a host with CDI alone': ['cdi-only', 'cdi-disabled'],
  'a stale CDI description': ['cdi-stale'],
  'video libraries not in the container': ['nvidia-video-capability'],
  'NVENC newer than the driver': ['nvidia-driver-too-old'],
  'the limit of NVENC sessions': ['nvenc-sessions'],
  'a GPU lost while running': ['nvidia-gpu-lost', 'nvidia-gpu-fell-off', 'nvidia-mismatch', 'nvidia-driver-stopped'],
  CUDA_ERROR_NO_DEVICE: ['cuda-no-device', 'cuda-start', 'cuda-memory', 'nvidia-driver-missing'],
  'rootless Docker': ['nvidia-rootless'],
  'Podman behind Docker’s API': ['podman-gpu'],
  'HuC and low power': ['huc-firmware', 'rate-control', 'quicksync-parameters'],
  'low power asked for and not there': ['low-power'],
  'HEVC with 10 bit': ['ten-bit-profile'],
  'an encoder that is listed and does not work': ['encoder-not-built', 'nvenc-unsupported-gpu', 'nvenc-feature', 'vaapi-profile', 'frame-size', 'v4l2m2m-missing', 'gpu-path'],
  Jetson: ['jetson-image', 'jetson-no-encoder'],
  'CUDA and OpenGL': ['cuda-gl-interop'],
  'the wrong GPU': 'Nothing fails: the load figures show which GPU works.',
  intel_gpu_top: ['gpu-counters-forbidden', 'intel-gpu-top-no-gpu'],
  'AMD’s encoder reads 0': 'Nothing fails: the engine is called media (see below).',
  'a camera plugged in again': ['device-gone', 'device-forbidden', 'device-missing', 'not-a-camera'],
  'a device in use': ['device-busy'],
  'USB bandwidth': ['usb-bandwidth', 'format-refused'],
  'half the frame rate': 'Nothing is said: what was delivered is measured against what was asked for.',
  'ssh refuses many sessions': 'Said by ssh, whose rules are in ssh-log (see below).',
  'docker-modem’s own ssh': 'Not used: Capstan goes through OpenSSH.',
  'Debian’s free Intel driver': ['free-intel-driver'],
  'no Quick Sync runtime': ['quicksync-runtime', 'quicksync-no-intel'],
  'too little memory': ['memory-limit'],
  'NVIDIA GL without a screen': ['cuda-gl-interop'],
};

it('each known failure has its rules, and each rule its failure', () => {
  const named = Object.values(knownFailures).flatMap((rules) => (typeof rules === 'string' ? [] : rules));
  expect([...new Set(named)].toSorted()).toEqual(failureRules.map(({ id }) => id).toSorted());
});

it('ssh that refuses many sessions is told by the rules of ssh', () => {
  expect(parseSshLog('kex_exchange_identification: Connection closed by remote host', 255)?.kind).toBe('host-unreachable');
});

it('AMD’s merged queue is media', () => {
  const client = (dec: number) => parseFdinfo(`drm-driver: amdgpu\ndrm-client-id: 1\ndrm-engine-dec: ${dec} ns\ndrm-engine-enc: 0 ns\n`)!;
  expect(clientLoads([client(1)], [client(5e8 + 1)], 1e9)[0]?.engines).toEqual([{ engine: 'media', name: 'dec', busyPercent: 50 }]);
});
