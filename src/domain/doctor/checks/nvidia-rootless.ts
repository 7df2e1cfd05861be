import { failed, ok, type Check } from '../check';
import { dockerOf, noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const nvidiaRootless: Check = trialCheck({
  id: 'nvidia-rootless',
  title: 'Toolkit with rootless Docker',
  group: 'nvidia',
  about: 'NVIDIA’s toolkit changes cgroups, which a rootless daemon may not. A line in the toolkit’s settings tells it to leave them alone.',
  shows: '`bpf_prog_query(BPF_CGROUP_DEVICE) failed: operation not permitted`',
  families: ['nvenc'],
  absent: (evidence) => (evidence.capabilities !== null && dockerOf(evidence)?.rootless !== true ? 'The daemon is not rootless.' : noNvidia(evidence)),
  seen: (evidence) => {
    if (dockerOf(evidence)?.rootless !== true || noNvidia(evidence) !== null) return null;
    const config = evidence.machine?.nvidiaRuntimeConfig ?? null;
    if (config === null) return null;
    const [line] = /^[ \t]*#?[ \t]*no-cgroups.*$/m.exec(config) ?? [];
    if (/^[ \t]*no-cgroups[ \t]*=[ \t]*true/m.test(config)) return ok(line ?? '', 'The toolkit leaves cgroups alone.');
    return failed(line ?? 'no line no-cgroups in /etc/nvidia-container-runtime/config.toml', 'The daemon is rootless, and the toolkit wants to change cgroups.');
  },
});
