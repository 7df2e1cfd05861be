import { failed, ok, type Check } from '../check';
import { gpusOfVendor, noIntel } from '../hardware';
import { installSteps } from '../install-steps';
import { intelGeneration } from '../intel-generations';
import { trialCheck } from '../trial';

const runtimes = { libmfx: /^(?:libmfx\.so|libmfxhw64)/, 'libmfx-gen': /^libmfx-gen/ } as const;

export const quicksyncRuntime: Check = trialCheck({
  id: 'quicksync-runtime',
  title: 'Runtime of Quick Sync',
  group: 'intel',
  installs: ['intel-runtime'],
  about: 'Quick Sync needs Intel’s runtime where ffmpeg runs: libmfx-gen from the 11th generation on, libmfx before it. VAAPI works without it.',
  shows: '`Error creating a MFX session: -9`',
  families: ['quicksync'],
  absent: noIntel,
  seen: (evidence) => {
    const { machine, capabilities } = evidence;
    const [gpu] = gpusOfVendor(evidence, '8086') ?? [];
    const runtime = intelGeneration(gpu?.deviceId ?? null)?.runtime ?? null;
    if (machine === null || machine.libraries === null || capabilities?.engine.kind !== 'local' || gpu === undefined || runtime === null) return null;
    const found = machine.libraries.find((name) => runtimes[runtime].test(name));
    if (found !== undefined) return ok(found, `${runtime} serves this generation.`);
    return failed(`${gpu.line}; libraries: ${machine.libraries.join(', ') || 'none of those asked for'}`, `The loader knows no ${runtime}, which this generation needs.`, installSteps('intel-runtime', machine));
  },
});
