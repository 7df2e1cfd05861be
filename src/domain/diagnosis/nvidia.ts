import { isLocal, isWsl, type DiagnosisFacts } from './facts';
import { evidenceLine, phrase, type FailureRule } from './rule';

const software = 'or choose an encoder in software';

/** The limit of consumer cards rose with the drivers. */
function sessionLimit(driverVersion: string | null): string {
  const [major = ''] = /^\d+/.exec(driverVersion ?? '') ?? [];
  if (major === '') return '3 sessions before driver 530, 5 up to 546, 8 from 550 on';
  return Number(major) < 530 ? `3 sessions with driver ${major}` : Number(major) < 550 ? `5 sessions with driver ${major}` : `8 sessions with driver ${major}`;
}
const driverOf = ({ gpu, capabilities }: DiagnosisFacts): string | null => (gpu?.kind === 'nvidia' ? gpu.nvidia.driverVersion : (capabilities?.nvidiaGpus[0]?.driverVersion ?? null));

/** How NVENC and CUDA fail. */
export const nvidiaRules: readonly FailureRule[] = [
  {
    id: 'nvidia-driver-too-old',
    title: 'The NVIDIA driver is too old for this ffmpeg',
    shows: phrase(String.raw`Driver does not support the required nvenc API version\. Required: (\d[\d.]*)`),
    reason: ({ output }) => {
      const [, required = '', found = ''] = phrase(String.raw`Required: (\d[\d.]*) Found: (\d[\d.]*)`).exec(output) ?? [];
      const [, least] = phrase(String.raw`minimum required Nvidia driver for nvenc is (\d[\d.]*)`).exec(output) ?? [];
      return `The NVIDIA driver is too old for this ffmpeg, which needs NVENC ${required}${found === '' ? '' : ` and has ${found}`}${least === undefined ? '' : `: driver ${least} or newer`}.`;
    },
    remedy: `Update the NVIDIA driver on the host, use an image with an ffmpeg of older NVENC headers, ${software}.`,
    commands: ['nvidia-smi --query-gpu=driver_version --format=csv'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvenc-sessions',
    title: 'The NVIDIA card takes no further encoding session',
    shows: phrase(String.raw`OpenEncodeSessionEx failed: (?:out of memory|incompatible client key)`),
    reason: (facts) => `The NVIDIA card takes no further encoding session. Consumer cards allow ${sessionLimit(driverOf(facts))}, counted for the whole machine, other programs’ too.`,
    remedy: `Stop another recording that uses this card, ${software}.`,
    commands: ['nvidia-smi --query-gpu=index,encoder.stats.sessionCount,name --format=csv'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'frame-size',
    title: 'The encoder does not take pictures of this size',
    shows: phrase(String.raw`Frame Dimension less than the minimum supported value|Source (?:Width|Height) must be at least \d+|Hardware does not support encoding at size [^\n]*|(?:Width|Height) \d+ exceeds \d+`),
    reason: ({ output }) => (/exceeds|encoding at size/.test(output) ? 'The picture is too small or too large for this encoder.' : 'The picture is too small for this encoder.'),
    remedy: 'Choose a larger frame size, or an encoder in software.',
    kind: 'preset-invalid',
    field: 'source.frameSize',
  },
  {
    id: 'nvenc-feature',
    title: 'The NVIDIA card does not have what the settings ask for',
    shows: phrase(
      String.raw`10 bit encode not supported|Provided device doesn't support required NVENC features|(?:B frames as references|Lookahead|Temporal AQ|Lossless encoding|Weighted Prediction|Custom VBV buffer size|YUV444P|Intra refresh|Max B-frames)(?: is| are)?(?: not supported| \d+ exceed \d+)|MB adaptive mode not supported|Interlaced encoding is not supported[^\n]*`,
      'i',
    ),
    reason: 'This generation of the card lacks one of the things that the preset asks for.',
    remedy: 'Take what the message names out of the preset: 10 bit, B-frames, look-ahead or the profile.',
    kind: 'preset-invalid',
    field: 'video.encoder',
  },
  {
    id: 'nvenc-unsupported-gpu',
    title: 'The NVIDIA card has no encoder for this codec',
    shows: phrase(String.raw`OpenEncodeSessionEx failed: (?:unsupported device|no encode device|invalid device)|No (?:NVENC )?capable devices found|Codec not supported$|does not support NVENC`, 'i'),
    reason: 'The NVIDIA card cannot encode this codec: cards for computing (A100, H100) have no encoder, and AV1 takes the RTX 40 series or later.',
    remedy: `Choose H.264 or HEVC on a card that has an encoder, ${software}.`,
    commands: ['nvidia-smi -L'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'wsl-encoder-missing',
    title: 'WSL has no NVIDIA encoder here',
    shows: phrase(String.raw`Cannot load (libnvidia-encode\S*|libnvcuvid\S*)`),
    when: isWsl,
    reason: 'nvidia-smi works in WSL even where the driver of Windows brings no library for encoding.',
    remedy: `Update the NVIDIA driver of Windows, not that of Linux, and look for the library, ${software}.`,
    commands: ['ls -l /usr/lib/wsl/lib/libnvidia-encode.so.1'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvidia-video-capability',
    title: 'NVIDIA’s video libraries are not in the container',
    shows: phrase(String.raw`Cannot load (libnvidia-encode\S*|libnvcuvid\S*)`),
    reason: (facts) =>
      isLocal(facts)
        ? 'The NVIDIA driver is missing its libraries for video, which are a package of their own.'
        : 'The NVIDIA driver is missing its libraries for video where ffmpeg runs: the container was given the GPU without the capability `video`, or the host’s driver was installed without them.',
    remedy: (facts) =>
      isLocal(facts)
        ? 'Install the libraries of your driver’s version.'
        : 'NVIDIA_DRIVER_CAPABILITIES of the container must include video: Capstan sets it, so install the libraries on the host if they are missing there.',
    commands: ['ldconfig -p | grep -E "libnvidia-encode|libnvcuvid"', 'sudo apt install libnvidia-encode1'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'podman-gpu',
    title: 'Podman gives no GPU by Docker’s request',
    shows: phrase(String.raw`Cannot load libcuda|Could not dynamically load CUDA`),
    when: ({ capabilities }) => capabilities?.engine.kind === 'docker' && capabilities.engine.podman,
    reason: 'Podman behind Docker’s interface leaves a request for GPUs out without a word: it knows them by their CDI names alone.',
    remedy: 'Write the CDI description on the host; Capstan then asks for nvidia.com/gpu=all.',
    commands: ['sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml', 'nvidia-ctk cdi list'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvidia-driver-missing',
    title: 'The NVIDIA driver is missing where ffmpeg runs',
    shows: phrase(String.raw`Cannot load (?:libcuda\S*|nvcuda\S*)|Could not dynamically load CUDA`),
    reason: ({ capabilities }) =>
      capabilities !== null && capabilities.nvidiaGpus.length > 0
        ? 'The NVIDIA driver is missing where ffmpeg runs, though the host has it: the container was not given the GPU.'
        : 'The NVIDIA driver is missing where ffmpeg runs.',
    remedy: `Install the NVIDIA driver on the host and its container toolkit, ${software}.`,
    commands: ['nvidia-smi', 'sudo apt install nvidia-container-toolkit && sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'cuda-no-device',
    title: 'CUDA finds no NVIDIA device',
    shows: phrase(String.raw`CUDA_ERROR_(?:NO_DEVICE|UNKNOWN|INVALID_DEVICE)`),
    reason: 'The library of the driver is there, but not all of its nodes: CUDA needs /dev/nvidia-uvm, nvidia-uvm-tools and nvidia-modeset beside nvidia0.',
    remedy: 'Load the modules on the host, which makes the nodes, and start anew: a container keeps the nodes that it was made with.',
    commands: ['sudo nvidia-modprobe -c 0 -u', 'ls -l /dev/nvidia*'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'cuda-gl-interop',
    title: 'CUDA and OpenGL do not share pictures here',
    shows: (facts) => {
      const [line] = /^.*CUDA_ERROR_(?:OPERATING_SYSTEM|INVALID_GRAPHICS_CONTEXT).*$/m.exec(facts.output) ?? (facts.family === 'nvenc' ? /^.*GL_(?:VENDOR|RENDERER)\b.*(?:Mesa|llvmpipe).*$/m.exec(facts.output) : null) ?? [];
      return line === undefined ? null : evidenceLine(line);
    },
    reason: 'OpenGL runs on Mesa or in software instead of NVIDIA’s driver, so that CUDA cannot use its pictures.',
    remedy: 'Give the container the EGL device and its vendor file (10_nvidia.json), with a driver that is not the headless variant; else convert by the CPU and encode with NVENC.',
    commands: ['ls /usr/share/glvnd/egl_vendor.d/'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvidia-mismatch',
    title: 'The NVIDIA driver was updated while it ran',
    shows: phrase(String.raw`Driver\/library version mismatch|CUDA_ERROR_SYSTEM_DRIVER_MISMATCH`),
    reason: 'The kernel still runs the driver from before an update; the libraries are those from after it.',
    remedy: 'Restart the machine.',
    commands: ['sudo reboot'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'cuda-memory',
    title: 'The NVIDIA card has no memory left',
    shows: phrase(String.raw`CUDA_ERROR_OUT_OF_MEMORY`),
    reason: 'The memory of the card is full, or (in WSL) CUDA could not be started.',
    remedy: `Close what else uses the card, ${software}.`,
    commands: ['nvidia-smi'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'cuda-start',
    title: 'The NVIDIA card could not be started',
    shows: phrase(String.raw`cuInit\(0\) failed -> (CUDA_ERROR_\w+)|cu\w+\([^)\n]*\) failed -> (CUDA_ERROR_\w+)`),
    reason: 'The NVIDIA card could not be started ($1).',
    remedy: `See whether nvidia-smi works on the host, and in its kernel’s log what the driver says, ${software}.`,
    commands: ['nvidia-smi', 'sudo dmesg | grep -i nvrm | tail -n 20'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvidia-gpu-lost',
    title: 'The container has lost its GPU',
    shows: phrase(String.raw`Failed to initialize NVML: (?:Unknown Error|Insufficient Permissions)`),
    reason: 'A reload of systemd on the host took the container’s access to the GPU away.',
    remedy: 'Start the recording anew. It lasts with the cgroupfs driver in Docker’s settings, or with links for the nodes in /dev/char.',
    commands: ['sudo nvidia-ctk system create-dev-char-symlinks --create-all'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvidia-gpu-fell-off',
    title: 'An NVIDIA card does not answer any more',
    shows: phrase(String.raw`Unable to determine the device handle for GPU\s?\S+ [^\n]*|GPU is lost|GPU requires reset`),
    reason: 'The card fell off the bus or must be reset: too hot, too little power, or a fault of the driver.',
    remedy: 'Restart the machine, and look at the kernel’s log for lines with Xid.',
    commands: ['sudo dmesg | grep -i xid'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'nvidia-driver-stopped',
    title: 'The NVIDIA driver does not run on the host',
    shows: phrase(String.raw`couldn't communicate with the NVIDIA driver|nvidia-container-cli: initialization error: (?:nvml error: driver not loaded|load library failed: libnvidia-ml[^\n]*|driver not loaded)|Failed to initialize NVML: Driver Not Loaded`, 'i'),
    reason: 'The module of the NVIDIA driver is not loaded: it is not installed, or was not built for the kernel that runs.',
    remedy: 'Install the driver on the host, or build it for this kernel, and restart the machine.',
    commands: ['sudo modprobe nvidia && nvidia-smi', 'dkms status'],
    kind: 'encoder-unavailable',
  },
];
