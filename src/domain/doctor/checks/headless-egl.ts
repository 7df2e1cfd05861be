import { notApplicable, ok, warning, type Check } from '../check';
import { isWsl, noMachine, noNvidia, notSeen, packagesLike } from '../hardware';
import { installSteps } from '../install-steps';

const vendorFile = '10_nvidia.json';
const headless = /^(?:nvidia-headless|nvidia-driver-\d+-(?:server-)?headless|xserver-headless)/;
const openGl = /^(?:libegl-nvidia|libnvidia-gl|libnvidia-egl|nvidia-driver-libs|nvidia-egl|xorg-x11-drv-nvidia-libs|nvidia-utils)/;

export const headlessEgl: Check = {
  id: 'headless-egl',
  title: 'NVIDIA’s OpenGL without a screen',
  group: 'nvidia',
  installs: ['nvidia-driver'],
  about:
    'OpenGL without a screen needs EGL on the device, the vendor file 10_nvidia.json, and a driver that is not the headless variant, which leaves OpenGL out. Else Mesa’s llvmpipe draws on the processor though nvidia-smi works. NVENC itself does not need it.',
  shows: 'GL_RENDERER says llvmpipe, while `nvidia-smi` shows the card',
  remedy: 'Install the full driver with its libraries for OpenGL, and use the EGL device (no display): `eglinfo` must name NVIDIA.',
  commands: ['ls /usr/share/glvnd/egl_vendor.d/', 'eglinfo -B'],
  find: (evidence) => {
    const reason = noNvidia(evidence);
    if (reason !== null) return notApplicable(reason);
    const { machine } = evidence;
    if (machine === null) return noMachine;
    if (machine.eglVendorFiles === null) return notSeen('The files of EGL');
    if (isWsl(evidence)) return notApplicable('WSL has no OpenGL of NVIDIA’s own.');
    const variant = packagesLike(machine, headless)?.[0];
    const hasOpenGl = (packagesLike(machine, openGl)?.length ?? 0) > 0;
    const files = machine.eglVendorFiles.join(', ') || 'no vendor file';
    if (variant !== undefined && !hasOpenGl) return warning(variant, 'This is the headless variant of the driver: it encodes, and has no OpenGL.', installSteps('nvidia-driver', machine));
    if (!machine.eglVendorFiles.includes(vendorFile)) return warning(`/usr/share/glvnd/egl_vendor.d: ${files}`, `The vendor file ${vendorFile} is missing: EGL does not find NVIDIA’s driver.`, installSteps('nvidia-driver', machine));
    return ok(`/usr/share/glvnd/egl_vendor.d: ${files}`, 'EGL finds NVIDIA’s driver.');
  },
};
