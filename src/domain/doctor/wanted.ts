/**
 * What the checks look for on a machine whose programs can be seen. Names that are not here are never asked for.
 * Packages are named as Debian, Ubuntu, Fedora, openSUSE, Arch and Alpine name them.
 */
export const wantedPrograms = ['docker', 'podman', 'snap', 'nvidia-smi', 'nvidia-ctk', 'nvidia-container-runtime', 'vainfo', 'intel_gpu_top', 'v4l2-ctl', 'fuser', 'timedatectl'] as const;

export const wantedLibraries = [
  'libcuda.so.1',
  'libnvidia-encode.so.1',
  'libnvcuvid.so.1',
  'libnvidia-ml.so.1',
  'libEGL_nvidia.so.0',
  'libva.so.2',
  'libva-drm.so.2',
  'libvpl.so.2',
  'libmfx.so.1',
  'libmfxhw64.so.1',
  'libmfx-gen.so.1.2',
] as const;

/** By how their names begin: the packages of drivers hold the driver's version in their names. */
export const wantedPackagePrefixes = [
  'intel-media',
  'i965-va-driver',
  'libva-intel',
  'libmfx',
  'libvpl',
  'onevpl',
  'vpl-gpu-rt',
  'intel-vpl',
  'mesa-va',
  'libva-mesa',
  'mesa-dri',
  'nvidia-driver',
  'nvidia-headless',
  'nvidia-container-toolkit',
  'nvidia-utils',
  'akmod-nvidia',
  'libnvidia-encode',
  'libnvidia-egl',
  'libegl-nvidia',
  'xorg-x11-drv-nvidia',
  'libnvidia-gl',
  'firmware-misc-nonfree',
  'firmware-intel-graphics',
  'firmware-amd-graphics',
  'linux-firmware',
  'intel-gpu-firmware',
  'docker.io',
  'docker-ce',
  'moby-engine',
  'podman',
] as const;
