import type { MachineEvidence } from './evidence';

export type Distribution = NonNullable<MachineEvidence['distribution']>;

/** How distributions call themselves, with the id and relatives that their /etc/os-release has. */
const distributions: readonly (readonly [pattern: RegExp, id: string, like: readonly string[]])[] = [
  [/^Debian\b/i, 'debian', []],
  [/^Ubuntu\b/i, 'ubuntu', ['debian']],
  [/^Linux Mint\b/i, 'linuxmint', ['ubuntu', 'debian']],
  [/^Pop!_OS\b/i, 'pop', ['ubuntu', 'debian']],
  [/^Raspbian\b|^Raspberry Pi OS\b/i, 'raspbian', ['debian']],
  [/^Fedora\b/i, 'fedora', []],
  [/^Red Hat Enterprise Linux\b/i, 'rhel', ['fedora']],
  [/^Rocky Linux\b/i, 'rocky', ['rhel', 'centos', 'fedora']],
  [/^AlmaLinux\b/i, 'almalinux', ['rhel', 'centos', 'fedora']],
  [/^CentOS\b/i, 'centos', ['rhel', 'fedora']],
  [/^openSUSE Leap\b/i, 'opensuse-leap', ['suse', 'opensuse']],
  [/^openSUSE Tumbleweed\b/i, 'opensuse-tumbleweed', ['opensuse', 'suse']],
  [/^(?:SUSE Linux Enterprise|SLES)\b/i, 'sles', ['suse']],
  [/^Arch Linux\b/i, 'arch', []],
  [/^Manjaro\b/i, 'manjaro', ['arch']],
  [/^EndeavourOS\b/i, 'endeavouros', ['arch']],
  [/^Alpine Linux\b/i, 'alpine', []],
];

/** By the name that a daemon gives for its system, such as `Ubuntu 24.04.1 LTS`; null where it is not known. */
export function distributionOf(name: string): Distribution | null {
  const found = distributions.find(([pattern]) => pattern.test(name));
  if (!found) return null;
  const [, id, like] = found;
  return { id, like, version: /\d{1,5}(?:\.\d{1,5}){0,2}/.exec(name)?.[0] ?? '', name: name.trim() };
}
