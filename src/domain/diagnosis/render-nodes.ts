import { isDockerDesktop, isIntel, isLocal, isWsl, nodeOf, type DiagnosisFacts } from './facts';
import { evidenceLine, phrase, type FailureRule } from './rule';

const dri = String.raw`\/dev\/dri(?:\/(?:renderD|card)\d{1,4})?`;
const software = 'or record with a software encoder';

const isAmd = (facts: DiagnosisFacts): boolean => nodeOf(facts)?.vendorId === '1002' || /radeonsi_drv_video|r600_drv_video/.test(facts.output);

/**
 * The driver that libva could not use. It tries several: one that failed means nothing where the next was opened. What
 * it tried is told to the curious alone; `VAAPI connection: -1` is what is left of it at ffmpeg's usual log level.
 */
function failedDriver({ output }: DiagnosisFacts): string | null {
  const tries = [...output.matchAll(/va_openDriver\(\)\s+returns\s+(-?\d+)/g)];
  const last = tries.at(-1);
  if (last?.[1] === '0') return null;
  const [line] = /^.*(?:dlopen of \S+ failed|_drv_video\.so init failed).*$/m.exec(output) ?? [];
  if (line !== undefined) return evidenceLine(line);
  if (last !== undefined) {
    const tried = [...output.matchAll(/^.*Trying to open \S+/gm)].findLast(({ index }) => index < last.index);
    return evidenceLine(output.slice(tried?.index ?? last.index, last.index + last[0].length));
  }
  const [refused] = phrase(String.raw`^.*Failed to initialise VAAPI connection: -1\b.*$`).exec(output) ?? [];
  return refused === undefined ? null : evidenceLine(refused);
}
/** It was found, and then refused the GPU. */
const wasLoaded = ({ output }: DiagnosisFacts): boolean => /_drv_video\.so init failed|Found init function/.test(output);

/** How a render node and its VAAPI driver fail to open. */
export const renderNodeRules: readonly FailureRule[] = [
  {
    id: 'docker-desktop',
    title: 'Docker Desktop runs in a virtual machine',
    shows: phrase(String.raw`error gathering device information while adding custom device "(${dri})"`),
    when: isDockerDesktop,
    reason: 'Containers see the devices of Docker Desktop’s virtual machine, which has no GPU for video.',
    remedy: `Use the Docker engine of the system itself, ${software}.`,
    commands: ['docker context use default'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'render-node-missing',
    title: 'The render node is not there',
    shows: phrase(
      String.raw`error gathering device information while adding custom device "(${dri})"|(?:open|stat|access) (${dri}): no such file or directory|(${dri}): No such file or directory|(?:Failed to|Could not) open (${dri})[^\n]{0,200}: No such (?:file|device)`,
      'i',
    ),
    reason: (facts) => (isWsl(facts) ? 'WSL has no render nodes unless its kernel and driver bring them.' : 'The machine that runs the containers has no such node: there is no GPU, its driver is not loaded, or the node has another number now.'),
    remedy: `Look at what is there on the Docker host, then probe the host again, ${software}.`,
    commands: ['ls -l /dev/dri', 'capstan probe --encoders --refresh'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'libva-mismatch',
    title: 'The VAAPI driver and libva do not fit together',
    shows: phrase(String.raw`_drv_video\.so has no function __vaDriverInit_\d_\d+`),
    reason: 'The VAAPI driver was built for another version of libva than the one that loads it.',
    remedy: 'Take libva and the driver from one distribution release: use Capstan’s own image, or update both.',
    commands: ['sudo apt install --reinstall libva2 libva-drm2 intel-media-va-driver mesa-va-drivers'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'libva-driver-unknown',
    title: 'libva knows no driver for this GPU',
    shows: phrase(String.raw`va_?[gG]etDriverName(?:s|ByIndex)?\(\) (?:failed with|returned) (?!0\b|success)[^\n]*|driver_name\s*=\s*\(null\)`),
    reason: 'No VAAPI driver belongs to the kernel driver of this render node: it draws, or shows a screen, and has no video encoder.',
    remedy: `Use another GPU of this machine, ${software}.`,
    commands: ['ls -l /sys/class/drm/renderD*/device/driver'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'amd-driver-missing',
    title: 'The VAAPI driver for AMD is missing',
    shows: failedDriver,
    when: (facts) => isAmd(facts) && !wasLoaded(facts),
    reason: 'libva could not load the VAAPI driver of Mesa, radeonsi_drv_video.so: it is not installed where ffmpeg runs.',
    remedy: 'Install it in the image, and leave the choice of driver to Capstan or set LIBVA_DRIVER_NAME=radeonsi.',
    commands: ['sudo apt install mesa-va-drivers'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'libva-driver',
    title: 'The VAAPI driver cannot be loaded',
    shows: failedDriver,
    reason: 'libva found the VAAPI driver missing or unfit for this GPU. Intel’s GPUs take iHD from Broadwell (5th generation) on and i965 before; neither serves both.',
    remedy: 'Install the driver for this GPU where ffmpeg runs, and try both names where it is unclear which one it is.',
    commands: ['sudo apt install intel-media-va-driver i965-va-driver vainfo', 'LIBVA_DRIVER_NAME=iHD vainfo --display drm', 'LIBVA_DRIVER_NAME=i965 vainfo --display drm'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'not-a-render-node',
    title: 'The node is no GPU that libva can use',
    shows: phrase(String.raw`Cannot open a VA display from DRM device (?!\(null\))(\S+?)\.$|Failed to a DRM display for the given device|Cannot use DRM device (\S+)`),
    reason: 'What is at the path of the render node does not answer as a GPU: another device was mapped there, or VAAPI has no part in it.',
    remedy: `Look at what the node is on the Docker host, ${software}.`,
    commands: ['ls -l /dev/dri /dev/dri/by-path'],
    kind: 'encoder-unavailable',
  },
  {
    id: 'render-group',
    title: 'The render node may not be opened',
    shows: phrase(
      String.raw`Failed to open (\S+) as DRM device node|No VA display found for device (\S+?)\.?$|(${dri}): (?:Permission denied|Operation not permitted)|Failed to open the given device!|Cannot open DRM render node for device \d+|failed to open (${dri})`,
      'i',
    ),
    reason: (facts) => {
      const node = nodeOf(facts);
      return node === null
        ? 'VAAPI could not open the render node. It usually belongs to the group render, video or input, whose number differs from machine to machine; or the node is gone.'
        : `VAAPI could not open ${node.path}, which belongs to the group with the number ${node.groupId} on its host; or the node is gone.`;
    },
    remedy: (facts) =>
      isLocal(facts)
        ? 'Add your user to the group of the node, then log out and in again.'
        : 'The number of the group on the Docker host must be passed to the container: Capstan does so by what it saw last, so probe the host again if the node has changed. With rootless Docker the node’s group must be one of your own.',
    commands: (facts) => ["stat -c '%n %g %G %a' /dev/dri/renderD*", ...(isLocal(facts) ? ['sudo usermod -aG render "$USER"'] : ['capstan probe --encoders --refresh'])],
    kind: 'encoder-unavailable',
  },
  {
    id: 'free-intel-driver',
    title: 'The Intel driver decodes and does not encode',
    shows: ({ output }) => (/VAEntrypointVLD/.test(output) && !/VAEntrypointEnc/.test(output) && /Intel|iHD|i965/.test(output) ? evidenceLine(/^.*(?:Driver version|vainfo: Driver|VAEntrypointVLD).*$/m.exec(output)?.[0] ?? '') : null),
    reason: 'vainfo lists decoders and no encoder. The free build of Intel’s driver, as in Debian, leaves most encoders out.',
    remedy: 'Install the full driver from the distribution’s non-free part where ffmpeg runs.',
    commands: ['sudo apt install intel-media-va-driver-non-free', 'sudo apt install i965-va-driver-shaders'],
    kind: 'encoder-unavailable',
  },
];

/** Asked last: VAAPI failed, and nothing that was said tells why. */
export const unexplainedVaapi: FailureRule = {
  id: 'vaapi-not-opened',
  title: 'VAAPI could not be started',
  shows: phrase(
    String.raw`Failed to initialise VAAPI connection|vaInitialize failed|Failed to create a VAAPI device|Failed to set value '[^'\n]*' for option '(?:vaapi_device|qsv_device)'|Failed to set value '(?:vaapi|qsv)[^'\n]*' for option 'init_hw_device'`,
  ),
  // Quick Sync's own messages say more.
  when: ({ output }) => !/MFX session/.test(output),
  reason: (facts) => `VAAPI${isIntel(facts) ? ', which Quick Sync is built on,' : ''} could not be started on this render node, and ffmpeg does not say why: the driver for this GPU is missing where it runs, or the GPU has no video encoder.`,
  remedy: 'Ask libva itself where ffmpeg runs: it names the driver that it tries.',
  commands: ['vainfo --display drm --device /dev/dri/renderD128'],
  kind: 'encoder-unavailable',
};
