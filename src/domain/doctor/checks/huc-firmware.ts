import { notApplicable, ok, warning, type Check } from '../check';
import type { MachineEvidence } from '../evidence';
import { gpusOfVendor, noIntel } from '../hardware';
import { installSteps, type InstallSteps } from '../install-steps';
import { intelGeneration, type IntelGeneration } from '../intel-generations';
import { fromRule, pastFailure, saysFailure } from '../past';
import { failedTrial } from '../trial';

const isRunning = /\b(?:status: (?:RUNNING|TRANSFERRED)|HuC (?:authenticated|disabled): (?:yes|no))\b|HuC status 0x0*1\b/i;

/** The firmware must be there; and where the kernel does not load it by itself, i915 must be told to. */
function mending(huc: IntelGeneration['huc'], machine: MachineEvidence | null): InstallSteps {
  const firmware = installSteps('intel-firmware', machine);
  if (huc !== 'asked') return firmware;
  const { commands } = installSteps('intel-huc', machine);
  const remedy = `Install the firmware, and let i915 load it (enable_guc=2). ${firmware.remedy}`;
  return { remedy, commands: [...firmware.commands.filter((command) => command !== 'sudo reboot'), ...commands] };
}

export const hucFirmware: Check = {
  ...fromRule('huc-firmware'),
  title: 'HuC firmware',
  group: 'intel',
  installs: ['intel-firmware', 'intel-huc'],
  about: 'Low power encoding with a bit rate (CBR, VBR) needs the HuC firmware. From 12th generation mobile, 13th, 14th and Arc on the kernel loads it by itself; before, i915 must be told to by enable_guc=2.',
  shows: '`HuC firmware: i915/tgl_huc.bin status: DISABLED`; `Selected ratecontrol mode is unsupported`',
  find: (evidence) => {
    const [gpu] = gpusOfVendor(evidence, '8086') ?? [];
    const tried = failedTrial(evidence, 'huc-firmware') ?? pastFailure(evidence, 'huc-firmware');
    if (gpu === undefined) return tried ?? notApplicable(noIntel(evidence) ?? 'This host has no Intel GPU.');
    const { machine } = evidence;
    const said = saysFailure('huc-firmware', machine?.hucInfo ?? null, evidence);
    const { huc } = intelGeneration(gpu.deviceId) ?? { huc: null };
    if (said !== null) return warning(said.evidence, said.reason, mending(huc, machine));
    if (tried !== null) return tried;
    const info = machine?.hucInfo?.trim() ?? '';
    if (isRunning.test(info)) return ok(info.split('\n').find((line) => isRunning.test(line)) ?? info, 'The firmware runs.');
    const enableGuc = machine?.moduleParameters.get('i915.enable_guc');
    const generation = intelGeneration(gpu.deviceId);
    if (generation?.huc === null) return notApplicable(`${generation.name} has no HuC.`, { evidence: gpu.line });
    if (enableGuc === undefined) return notApplicable('Its state can be read by root alone (debugfs).', { evidence: gpu.line, commands: fromRule('huc-firmware').commands.filter((command) => command.includes('huc_info')) });
    const line = `i915.enable_guc = ${enableGuc}`;
    if (generation?.huc === 'asked' && /^[01]$/.test(enableGuc)) return warning(line, `The kernel does not load HuC for ${generation.name} by itself, and was not told to: low power encoding has CQP alone.`, mending('asked', machine));
    return ok(line, generation?.huc === 'by-itself' ? `The kernel loads HuC for ${generation.name} by itself.` : 'The kernel was left to choose, or told to load it.');
  },
};
