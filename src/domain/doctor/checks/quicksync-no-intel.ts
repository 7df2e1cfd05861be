import { notApplicable, ok, type Check } from '../check';
import { gpusOfVendor, noIntel } from '../hardware';
import { fromRule, pastFailure } from '../past';
import { failedTrial } from '../trial';

export const quicksyncNoIntel: Check = {
  ...fromRule('quicksync-no-intel'),
  title: 'GPU for Quick Sync',
  group: 'intel',
  about: 'Quick Sync is part of Intel’s GPUs. Processors without graphics (those with an F in their name, most Xeons) have none, and it may be turned off in the firmware of the machine.',
  shows: '`Error creating a MFX session: -9` on a machine without an Intel GPU',
  find: (evidence) => {
    const [gpu] = gpusOfVendor(evidence, '8086') ?? [];
    const past = failedTrial(evidence, 'quicksync-no-intel') ?? pastFailure(evidence, 'quicksync-no-intel');
    if (past !== null) return past;
    if (gpu === undefined) return notApplicable(noIntel(evidence) ?? 'This host has no Intel GPU.');
    return ok(gpu.line, 'There is an Intel GPU.');
  },
};
