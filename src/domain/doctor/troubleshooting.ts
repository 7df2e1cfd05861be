import type { Check } from './check';
import { checks } from './checks';
import { checkGroups, type CheckGroup } from './finding';
import { distributions, installable, installSteps, type Distribution, type Installable } from './install-steps';

const headings: Readonly<Record<CheckGroup, readonly [title: string, about: string]>> = {
  connection: ['Connection', 'The way to another machine, and its clock.'],
  docker: ['Docker', 'The daemon that runs the containers.'],
  disk: ['Disk', 'The disk that recordings are written to.'],
  cameras: ['Cameras and capture cards', 'From the USB bus to the format that is asked for.'],
  gpus: ['Graphics cards', 'What all of them need: a driver, a render node, the right to open it, and VAAPI.'],
  intel: ['Intel', 'Quick Sync, and VAAPI on Intel’s graphics.'],
  amd: ['AMD', 'VAAPI on AMD’s graphics.'],
  nvidia: ['NVIDIA', 'NVENC, from the driver of the host to the libraries in the container.'],
  boards: ['Boards', 'Jetson, Raspberry Pi and others with encoders of their own.'],
  encoders: ['Encoders', 'What shows only when something is really encoded.'],
};

const distributionNames: Readonly<Record<Distribution, string>> = { debian: 'Debian', ubuntu: 'Ubuntu', fedora: 'Fedora', rhel: 'RHEL and its kin', suse: 'openSUSE', arch: 'Arch', alpine: 'Alpine' };
const installableNames: Readonly<Record<Installable, string>> = {
  'nvidia-driver': 'Install NVIDIA’s driver',
  'nvidia-toolkit': 'Install NVIDIA’s container toolkit',
  'nvidia-video-libraries': 'Install NVIDIA’s video libraries',
  'intel-driver': 'Install Intel’s VAAPI driver',
  'intel-runtime': 'Install the runtime of Quick Sync',
  'amd-driver': 'Install AMD’s VAAPI driver',
  'intel-firmware': 'Install the firmware for Intel’s graphics',
  'intel-huc': 'Let i915 load the HuC firmware',
  kernel: 'Get a newer kernel',
  docker: 'Install Docker',
};

/** `docs/troubleshooting.md`: every check for people, and how to install what can be missing. */
export function troubleshootingMarkdown(): string {
  const parts = [introduction(), ...checkGroups.map(groupPart), installPart()];
  return `${parts.join('\n\n')}\n`;
}

function introduction(): string {
  const contents = [...checkGroups.map((group) => headings[group][0]), installTitle].map((title) => `[${title}](#${anchorOf(title)})`);
  return [
    '# Troubleshooting',
    '<!-- Written by the unit tests from src/domain/doctor: `npx vitest run --project unit test/unit/domain/doctor -u`. -->',
    'This page is what `capstan doctor` looks for. It looks by itself, shows the line that tells, and names only what concerns your machine:',
    fence(['capstan doctor                  # this computer', 'capstan doctor --host studio    # another machine', 'capstan doctor --encoders       # tries the hardware encoders first']),
    'Each finding has the name that is below its title here. Commands are ready to copy; Capstan itself runs none of them. “Docker host” is the machine whose daemon runs the containers: often this computer, and not so with `--host`.',
    contents.join(' · '),
  ].join('\n\n');
}

function groupPart(group: CheckGroup): string {
  const [title, about] = headings[group];
  return [`## ${title}`, about, ...checks.filter((check) => check.group === group).map(checkPart)].join('\n\n');
}

function checkPart({ id, title, about, shows, remedy, commands, installs = [] }: Check): string {
  const more = installs.map((what) => `[${installableNames[what]}](#${anchorOf(installableNames[what])})`).join(' · ');
  return [`### ${title}`, `<sub>\`${id}\`</sub>`, about, `**Shows as:** ${shows}${/[.!?]$/.test(shows) ? '' : '.'}`, `**What helps:** ${remedy}`, ...(commands.length === 0 ? [] : [fence(commands)]), ...(more === '' ? [] : [`By distribution: ${more}.`])].join('\n\n');
}

const installTitle = 'Installing what is missing';

function installPart(): string {
  const parts = installable.map((what) => [`### ${installableNames[what]}`, ...stepsParts(what)].join('\n\n'));
  return [`## ${installTitle}`, 'On the Docker host itself, as `capstan doctor` shows it for the distribution that runs there. Elsewhere follow the page of whoever makes it.', ...parts].join('\n\n');
}

/** Distributions with the same steps stand together. */
function stepsParts(what: Installable): string[] {
  const names = new Map<string, string[]>();
  for (const id of distributions) {
    const name = distributionNames[id];
    const { commands, note } = installSteps(what, { distribution: { id: id === 'suse' ? 'opensuse' : id, like: [], version: '', name } });
    const steps = [note === undefined ? '' : ` ${note}`, commands.length === 0 ? '' : `\n\n${fence(commands)}`].join('');
    names.set(steps, [...(names.get(steps) ?? []), name]);
  }
  return [...names].map(([steps, same]) => `**${same.join(', ')}.**${steps}`);
}

const fence = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');
/** As GitHub makes it. */
const anchorOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-').replace(/[^\p{L}\d-]/gu, '');
