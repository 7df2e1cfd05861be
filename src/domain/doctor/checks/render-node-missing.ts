import { failed, notApplicable, ok, type Check } from '../check';
import { gpusOfVendor, noGpu } from '../hardware';
import { fromRule, pastFailure } from '../past';
import { failedTrial } from '../trial';

export const renderNodeMissing: Check = {
  ...fromRule('render-node-missing'),
  title: 'Render nodes',
  group: 'gpus',
  about: 'VAAPI and Quick Sync need /dev/dri/renderD128 (or a higher number) on the machine that runs the containers. It is missing where there is no GPU, no driver, or another machine in between.',
  shows: '`error gathering device information while adding custom device "/dev/dri/renderD128": no such file or directory`',
  find: (evidence) => {
    const past = failedTrial(evidence, 'render-node-missing') ?? pastFailure(evidence, 'render-node-missing');
    const nodes = evidence.capabilities?.renderNodes ?? [];
    const seen = evidence.machine?.nodes.filter(({ path }) => path.startsWith('/dev/dri/renderD')).map(({ path }) => path) ?? [];
    const paths = [...new Set([...nodes.map(({ path }) => path), ...seen])];
    if (past !== null) return past;
    if (paths.length > 0) return ok(nodes.map(({ path, name, driver }) => [path, name, driver].filter(Boolean).join(' ')).join(', ') || paths.join(', '), 'The render nodes are there.');
    const gpu = [...(gpusOfVendor(evidence, '8086') ?? []), ...(gpusOfVendor(evidence, '1002') ?? [])][0];
    if (gpu !== undefined) return failed(gpu.line, 'There is a GPU on PCI, and no render node for it.');
    return notApplicable(noGpu(evidence) ?? 'The GPUs of this host have no render nodes.');
  },
};
