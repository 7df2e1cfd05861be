import type { MachineEvidence } from './evidence';

/** What can be missing on a host. */
export const installable = ['nvidia-driver', 'nvidia-toolkit', 'nvidia-video-libraries', 'intel-driver', 'intel-runtime', 'amd-driver', 'intel-firmware', 'intel-huc', 'kernel', 'docker'] as const;
export type Installable = (typeof installable)[number];

/** Families of distributions: those that are told apart by how they are set up. */
export const distributions = ['debian', 'ubuntu', 'fedora', 'rhel', 'suse', 'arch', 'alpine'] as const;
export type Distribution = (typeof distributions)[number];

interface Steps {
  readonly commands: readonly string[];
  /** What must be known besides. */
  readonly note?: string;
}

const toolkitKey =
  'curl -fsSL https://nvidia.github.io/libnvidia-container/gpgkey | sudo gpg --dearmor -o /usr/share/keyrings/nvidia-container-toolkit-keyring.gpg';
const toolkitList =
  "curl -fsSL https://nvidia.github.io/libnvidia-container/stable/deb/nvidia-container-toolkit.list | sed 's#deb https://#deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg] https://#g' | sudo tee /etc/apt/sources.list.d/nvidia-container-toolkit.list";
const toolkitRepository = 'https://nvidia.github.io/libnvidia-container/stable/rpm/nvidia-container-toolkit.repo';
const configure = 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker';
const aptToolkit = [toolkitKey, toolkitList, 'sudo apt update && sudo apt install nvidia-container-toolkit', configure];
const dnfToolkit = [`curl -fsSL ${toolkitRepository} | sudo tee /etc/yum.repos.d/nvidia-container-toolkit.repo`, 'sudo dnf install nvidia-container-toolkit', configure];
const epel =
  'sudo dnf install "https://dl.fedoraproject.org/pub/epel/epel-release-latest-$(rpm -E %rhel).noarch.rpm" "https://mirrors.rpmfusion.org/free/el/rpmfusion-free-release-$(rpm -E %rhel).noarch.rpm" "https://mirrors.rpmfusion.org/nonfree/el/rpmfusion-nonfree-release-$(rpm -E %rhel).noarch.rpm"';
const enableGuc = 'echo "options i915 enable_guc=2" | sudo tee /etc/modprobe.d/i915.conf';
const none = (note: string): Steps => ({ commands: [], note });

const table: Readonly<Record<Installable, Readonly<Record<Distribution, Steps>>>> = {
  'nvidia-driver': {
    debian: {
      commands: ['sudo apt install "linux-headers-$(dpkg --print-architecture)" nvidia-driver firmware-misc-nonfree libnvidia-encode1', 'sudo reboot'],
      note: 'The sources of apt must have the parts contrib, non-free and non-free-firmware.',
    },
    ubuntu: { commands: ['sudo ubuntu-drivers install', 'sudo reboot'] },
    fedora: {
      commands: [
        'sudo dnf install "https://mirrors.rpmfusion.org/nonfree/fedora/rpmfusion-nonfree-release-$(rpm -E %fedora).noarch.rpm"',
        'sudo dnf install akmod-nvidia xorg-x11-drv-nvidia-cuda',
        'sudo reboot',
      ],
      note: 'The module is built for some minutes before the restart.',
    },
    rhel: {
      commands: [
        'sudo dnf install "https://dl.fedoraproject.org/pub/epel/epel-release-latest-$(rpm -E %rhel).noarch.rpm"',
        'sudo dnf config-manager --add-repo "https://developer.download.nvidia.com/compute/cuda/repos/rhel$(rpm -E %rhel)/$(uname -m)/cuda-rhel$(rpm -E %rhel).repo"',
        'sudo dnf module install nvidia-driver:latest-dkms',
        'sudo reboot',
      ],
      note: 'From RHEL 10 on, which has no modules, the third line is `sudo dnf install cuda-drivers`.',
    },
    suse: {
      commands: ['sudo zypper addrepo --refresh https://download.nvidia.com/opensuse/tumbleweed NVIDIA', 'sudo zypper install-new-recommends --repo NVIDIA', 'sudo reboot'],
      note: 'On Leap the address ends in leap/ and its version, such as leap/15.6.',
    },
    arch: { commands: ['sudo pacman -S nvidia nvidia-utils', 'sudo reboot'], note: 'With another kernel than `linux` the package is nvidia-dkms; newer cards take nvidia-open.' },
    alpine: none('NVIDIA has no driver for Alpine’s C library: record in software there, or use another distribution.'),
  },
  'nvidia-toolkit': {
    debian: { commands: aptToolkit },
    ubuntu: { commands: aptToolkit },
    fedora: { commands: dnfToolkit },
    rhel: { commands: dnfToolkit },
    suse: { commands: [`sudo zypper addrepo ${toolkitRepository}`, 'sudo zypper --gpg-auto-import-keys install nvidia-container-toolkit', configure] },
    arch: { commands: ['sudo pacman -S nvidia-container-toolkit', configure] },
    alpine: none('NVIDIA has no driver for Alpine’s C library.'),
  },
  'nvidia-video-libraries': {
    debian: { commands: ['sudo apt install libnvidia-encode1 libnvcuvid1'] },
    ubuntu: { commands: ['sudo ubuntu-drivers install'], note: 'The packages libnvidia-encode-N and libnvidia-decode-N must be of the driver’s own number.' },
    fedora: { commands: ["sudo dnf install 'libnvidia-encode.so.1()(64bit)'"] },
    rhel: { commands: ["sudo dnf install 'libnvidia-encode.so.1()(64bit)'"] },
    suse: { commands: ["sudo zypper install 'libnvidia-encode.so.1()(64bit)'"] },
    arch: { commands: ['sudo pacman -S nvidia-utils'] },
    alpine: none('NVIDIA has no driver for Alpine’s C library.'),
  },
  'intel-driver': {
    debian: {
      commands: ['sudo apt install intel-media-va-driver-non-free i965-va-driver-shaders vainfo'],
      note: 'The sources of apt must have the part non-free.',
    },
    ubuntu: { commands: ['sudo apt install intel-media-va-driver-non-free i965-va-driver-shaders vainfo'] },
    fedora: {
      commands: [
        'sudo dnf install "https://mirrors.rpmfusion.org/nonfree/fedora/rpmfusion-nonfree-release-$(rpm -E %fedora).noarch.rpm"',
        'sudo dnf install intel-media-driver libva-utils',
      ],
      note: 'Processors before Broadwell take libva-intel-driver.',
    },
    rhel: { commands: [epel, 'sudo dnf install intel-media-driver libva-utils'] },
    suse: { commands: ['sudo zypper install intel-media-driver libva-utils'] },
    arch: { commands: ['sudo pacman -S intel-media-driver libva-utils'], note: 'Processors before Broadwell take libva-intel-driver.' },
    alpine: { commands: ['sudo apk add intel-media-driver libva-utils'], note: 'Processors before Broadwell take libva-intel-driver.' },
  },
  'intel-runtime': {
    debian: { commands: ['sudo apt install libmfx-gen1.2', 'sudo apt install libmfx1'], note: 'The first is for the 11th generation and later, the second for those before.' },
    ubuntu: { commands: ['sudo apt install libmfx-gen1.2', 'sudo apt install libmfx1'], note: 'The first is for the 11th generation and later, the second for those before.' },
    fedora: { commands: ['sudo dnf install intel-vpl-gpu-rt'], note: 'Before the 11th generation it is intel-mediasdk.' },
    rhel: { commands: ['sudo dnf install intel-vpl-gpu-rt'], note: 'Before the 11th generation it is intel-mediasdk of EPEL.' },
    suse: { commands: ["sudo zypper install 'libmfx-gen.so.1.2()(64bit)'"], note: 'Before the 11th generation it is libmfx.so.1.' },
    arch: { commands: ['sudo pacman -S vpl-gpu-rt'], note: 'Before the 11th generation it is intel-media-sdk.' },
    alpine: { commands: ['sudo apk add onevpl-intel-gpu'] },
  },
  'amd-driver': {
    debian: { commands: ['sudo apt install mesa-va-drivers firmware-amd-graphics vainfo'], note: 'The firmware is in the part non-free-firmware.' },
    ubuntu: { commands: ['sudo apt install mesa-va-drivers vainfo'] },
    fedora: {
      commands: [
        'sudo dnf install "https://mirrors.rpmfusion.org/free/fedora/rpmfusion-free-release-$(rpm -E %fedora).noarch.rpm"',
        'sudo dnf swap mesa-va-drivers mesa-va-drivers-freeworld',
      ],
      note: 'Fedora’s own Mesa leaves H.264 and HEVC out.',
    },
    rhel: { commands: [epel, 'sudo dnf install mesa-va-drivers-freeworld'], note: 'RHEL’s own Mesa leaves H.264 and HEVC out.' },
    suse: { commands: ['sudo zypper install Mesa-libva'], note: 'openSUSE’s own Mesa may leave H.264 and HEVC out; Packman’s has them.' },
    arch: { commands: ['sudo pacman -S mesa libva-utils'] },
    alpine: { commands: ['sudo apk add mesa-va-gallium libva-utils'] },
  },
  'intel-firmware': {
    debian: { commands: ['sudo apt install firmware-misc-nonfree', 'sudo reboot'], note: 'From Debian 13 on it is firmware-intel-graphics.' },
    ubuntu: { commands: ['sudo apt install linux-firmware', 'sudo reboot'] },
    fedora: { commands: ['sudo dnf install intel-gpu-firmware', 'sudo reboot'] },
    rhel: { commands: ['sudo dnf install linux-firmware', 'sudo reboot'] },
    suse: { commands: ['sudo zypper install kernel-firmware-i915', 'sudo reboot'] },
    arch: { commands: ['sudo pacman -S linux-firmware', 'sudo reboot'] },
    alpine: { commands: ['sudo apk add linux-firmware-i915', 'sudo reboot'] },
  },
  'intel-huc': {
    debian: { commands: [enableGuc, 'sudo update-initramfs -u', 'sudo reboot'] },
    ubuntu: { commands: [enableGuc, 'sudo update-initramfs -u', 'sudo reboot'] },
    fedora: { commands: [enableGuc, 'sudo dracut --force', 'sudo reboot'] },
    rhel: { commands: [enableGuc, 'sudo dracut --force', 'sudo reboot'] },
    suse: { commands: [enableGuc, 'sudo dracut --force', 'sudo reboot'] },
    arch: { commands: [enableGuc, 'sudo mkinitcpio -P', 'sudo reboot'] },
    alpine: { commands: [enableGuc, 'sudo mkinitfs', 'sudo reboot'] },
  },
  kernel: {
    debian: {
      commands: ['sudo apt install -t "$(. /etc/os-release; echo "$VERSION_CODENAME")-backports" linux-image-amd64', 'sudo reboot'],
      note: 'The sources of apt must have the backports of the release.',
    },
    ubuntu: { commands: ['sudo apt install --install-recommends "linux-generic-hwe-$(. /etc/os-release; echo "$VERSION_ID")"', 'sudo reboot'] },
    fedora: { commands: ['sudo dnf upgrade --refresh', 'sudo reboot'] },
    rhel: {
      commands: ['sudo dnf install "https://www.elrepo.org/elrepo-release-$(rpm -E %rhel).el$(rpm -E %rhel).elrepo.noarch.rpm"', 'sudo dnf --enablerepo=elrepo-kernel install kernel-ml', 'sudo reboot'],
      note: 'RHEL carries new hardware back into its own kernel: see first whether its next release has it.',
    },
    suse: { commands: ['sudo zypper dup', 'sudo reboot'], note: 'Leap gets a newer kernel with its next release.' },
    arch: { commands: ['sudo pacman -Syu', 'sudo reboot'] },
    alpine: { commands: ['sudo apk upgrade', 'sudo reboot'], note: 'A newer kernel comes with the next release.' },
  },
  docker: {
    debian: { commands: ['sudo apt install docker.io', 'sudo usermod -aG docker "$USER"'] },
    ubuntu: { commands: ['sudo apt install docker.io', 'sudo usermod -aG docker "$USER"'] },
    fedora: { commands: ['sudo dnf install moby-engine', 'sudo systemctl enable --now docker', 'sudo usermod -aG docker "$USER"'] },
    rhel: {
      commands: ['sudo dnf config-manager --add-repo https://download.docker.com/linux/rhel/docker-ce.repo', 'sudo dnf install docker-ce', 'sudo systemctl enable --now docker', 'sudo usermod -aG docker "$USER"'],
    },
    suse: { commands: ['sudo zypper install docker', 'sudo systemctl enable --now docker', 'sudo usermod -aG docker "$USER"'] },
    arch: { commands: ['sudo pacman -S docker', 'sudo systemctl enable --now docker', 'sudo usermod -aG docker "$USER"'] },
    alpine: { commands: ['sudo apk add docker', 'sudo rc-update add docker default && sudo service docker start', 'sudo addgroup "$USER" docker'] },
  },
};

/** The page of whoever makes it, by its name, for distributions that are not known here. */
const pages: Readonly<Record<Installable, string>> = {
  'nvidia-driver': 'NVIDIA’s “Driver Installation Guide” (docs.nvidia.com)',
  'nvidia-toolkit': 'NVIDIA’s “Installing the NVIDIA Container Toolkit” (docs.nvidia.com)',
  'nvidia-video-libraries': 'NVIDIA’s “Driver Installation Guide” (docs.nvidia.com)',
  'intel-driver': 'the page of intel/media-driver (github.com)',
  'intel-runtime': 'the page of intel/vpl-gpu-rt (github.com)',
  'amd-driver': 'Mesa’s “Platforms and Drivers” (docs.mesa3d.org)',
  'intel-firmware': 'your distribution’s page on linux-firmware',
  'intel-huc': 'your distribution’s page on options of kernel modules, and give i915 the option enable_guc=2',
  kernel: 'your distribution’s page on newer kernels',
  docker: 'Docker’s “Install Docker Engine” (docs.docker.com)',
};

const byId: Readonly<Record<string, Distribution>> = {
  debian: 'debian',
  raspbian: 'debian',
  ubuntu: 'ubuntu',
  linuxmint: 'ubuntu',
  pop: 'ubuntu',
  fedora: 'fedora',
  rhel: 'rhel',
  centos: 'rhel',
  opensuse: 'suse',
  'opensuse-tumbleweed': 'suse',
  'opensuse-leap': 'suse',
  suse: 'suse',
  sles: 'suse',
  arch: 'arch',
  alpine: 'alpine',
};

/** The family of a distribution, by its own id and then by those that it is like; null where none is known. */
export function distributionOf(distribution: MachineEvidence['distribution']): Distribution | null {
  if (distribution === null) return null;
  const id = [distribution.id, ...distribution.like].find((one) => Object.hasOwn(byId, one));
  return id === undefined ? null : (byId[id] ?? null);
}

export interface InstallSteps {
  readonly remedy: string;
  readonly commands: readonly string[];
  /** What must be known besides; part of the remedy too. */
  readonly note?: string;
}

/** How to install something on the distribution that a host runs: words and commands, or the page where it is told. */
export function installSteps(what: Installable, machine: Pick<MachineEvidence, 'distribution'> | null): InstallSteps {
  const distribution = machine?.distribution ?? null;
  const family = distributionOf(distribution);
  if (family === null) {
    const named = distribution === null ? 'Which distribution this host runs is not known' : `There are no steps here for ${distribution.name}`;
    return { remedy: `${named}: follow ${pages[what]}.`, commands: [] };
  }
  const { commands, note } = table[what][family];
  const steps = commands.length === 0 ? '' : `On ${distribution?.name ?? family} do this, on the host itself.`;
  return { remedy: [steps, note].filter((part) => part !== undefined && part !== '').join(' '), commands, ...(note !== undefined && { note }) };
}
