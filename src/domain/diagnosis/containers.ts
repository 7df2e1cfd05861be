import { phrase, type FailureRule } from './rule';

const configure = 'sudo apt install nvidia-container-toolkit && sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker';
const generate = 'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml';

/** How a daemon fails to give a GPU to a container. */
export const containerRules: readonly FailureRule[] = [
  {
    id: 'wsl-no-gpu',
    title: 'WSL has no GPU',
    shows: phrase(String.raw`WSL environment detected but no adapters were found`),
    reason: 'Windows gives WSL no graphics card: its driver is too old, or this Windows cannot.',
    remedy: 'Install the newest NVIDIA driver in Windows, and restart WSL; or choose an encoder in software.',
    commands: ['wsl.exe --shutdown'],
    kind: 'runtime-missing',
  },
  {
    id: 'cdi-only',
    title: 'The host gives GPUs by CDI alone',
    shows: phrase(String.raw`could not select device driver "(?:nvidia)?" with capabilities: \[+[^\]\n]*gpu[^\]\n]*\]+|unknown (?:or invalid )?runtime (?:name: |specified )"?nvidia`, 'i'),
    when: ({ capabilities }) => capabilities?.engine.kind === 'docker' && !capabilities.engine.runtimes.includes('nvidia') && capabilities.engine.cdiDevices.length > 0,
    reason: 'The daemon has no NVIDIA runtime; it names its GPUs as CDI devices.',
    remedy: 'Probe the host again: Capstan then asks for the CDI device.',
    commands: ['capstan probe', 'nvidia-ctk cdi list'],
    kind: 'runtime-missing',
  },
  {
    id: 'nvidia-toolkit-missing',
    title: 'The NVIDIA container toolkit is missing',
    shows: phrase(String.raw`could not select device driver "(?:nvidia)?" with capabilities: \[+[^\]\n]*gpu[^\]\n]*\]+|no known GPU vendor found`),
    reason: 'The daemon cannot give NVIDIA GPUs to containers: the toolkit is not installed on the Docker host, or Docker was not restarted since. Docker as a snap cannot use the toolkit at all.',
    remedy: 'Install the toolkit on the Docker host from NVIDIA’s package source, and restart Docker; replace a snap by the package docker-ce or docker.io.',
    commands: [configure, 'snap list docker'],
    kind: 'runtime-missing',
  },
  {
    id: 'nvidia-runtime-missing',
    title: 'Docker does not know the NVIDIA runtime',
    shows: phrase(String.raw`unknown (?:or invalid )?runtime (?:name: |specified )"?nvidia|runtime "nvidia" (?:binary )?not found`, 'i'),
    reason: 'The runtime `nvidia` is not in the settings of the daemon.',
    remedy: 'Let the toolkit write it there, and restart Docker.',
    commands: [configure],
    kind: 'runtime-missing',
  },
  {
    id: 'cdi-disabled',
    title: 'The daemon does not know CDI',
    shows: phrase(String.raw`could not select device driver "cdi"`),
    reason: 'Docker gives CDI devices from version 25 on, where the feature is turned on; from 28.2 on it always is.',
    remedy: 'Turn it on ("features": {"cdi": true} in /etc/docker/daemon.json) and restart Docker, or install the NVIDIA runtime.',
    commands: ['sudo nvidia-ctk runtime configure --runtime=docker --cdi.enabled && sudo systemctl restart docker'],
    kind: 'runtime-missing',
  },
  {
    id: 'cdi-stale',
    title: 'The CDI description of the GPUs is missing or out of date',
    shows: phrase(String.raw`unresolvable CDI devices[^\n]*|CDI device injection failed[^\n]*|failed to inject (?:CDI )?devices[^\n]*`, 'i'),
    reason: 'The host’s list of CDI devices does not hold this one: it was never written, or the driver or the cards have changed since.',
    remedy: 'Write it anew on the host, and again after each update of the driver.',
    commands: [generate, 'nvidia-ctk cdi list'],
    kind: 'runtime-missing',
  },
  {
    id: 'nvidia-rootless',
    title: 'Rootless Docker may not set up the GPU’s cgroup',
    shows: phrase(String.raw`bpf_prog_query\([^)\n]*\) failed: operation not permitted`, 'i'),
    reason: 'NVIDIA’s toolkit wants to change cgroups, which a rootless daemon may not.',
    remedy: 'Tell the toolkit to leave cgroups alone, and restart the rootless Docker.',
    commands: ['sudo nvidia-ctk config --set nvidia-container-cli.no-cgroups --in-place', 'systemctl --user restart docker'],
    kind: 'runtime-missing',
  },
];
