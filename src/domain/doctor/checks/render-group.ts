import { failed, notApplicable, ok, warning, type Check } from '../check';
import { fromRule, pastFailure } from '../past';
import { failedTrial } from '../trial';

export const renderGroup: Check = {
  ...fromRule('render-group'),
  title: 'Group of the render nodes',
  group: 'gpus',
  about: 'A render node belongs to the group render, video or input, whose number differs from machine to machine. A container must be given the number that it has on the Docker host; on this computer your account must be in the group.',
  shows: '`Failed to open /dev/dri/renderD128 as DRM device node`, `No VA display found for device /dev/dri/renderD128`',
  find: (evidence) => {
    const { capabilities, machine } = evidence;
    const tried = failedTrial(evidence, 'render-group') ?? pastFailure(evidence, 'render-group');
    const [node] = capabilities?.renderNodes ?? [];
    const seen = machine?.nodes.find(({ path }) => path === (node?.path ?? path) && path.startsWith('/dev/dri/renderD'));
    if (node === undefined) return tried ?? notApplicable('This host has no render node.');
    const names = [...(machine?.groups ?? [])].filter(([, id]) => id === node.groupId).map(([name]) => name);
    const line = `${node.path} ${node.groupId}${names.length === 0 ? '' : ` (${names.join(', ')})`}${seen === undefined ? '' : ` ${seen.mode.toString(8)}`}`;
    const isMine = capabilities?.engine.kind !== 'local' || capabilities.user.uid === 0 || ((seen?.mode ?? 0) & 0o006) === 0o006;
    if (!isMine && machine?.ownGroups != null && !machine.ownGroups.includes(node.groupId)) {
      return failed(line, 'Your account is not in the group of this render node.', { commands: [`sudo usermod -aG ${names[0] === 'video' ? 'video' : 'render'} "$USER"`, "stat -c '%n %g %G %a' /dev/dri/renderD*"] });
    }
    if (tried !== null) return tried;
    if (seen !== undefined && seen.groupId !== node.groupId) return warning(`${line}; now ${seen.groupId}`, 'The group of this node is another one than when the host was probed last.');
    if (seen !== undefined && (seen.mode & 0o060) !== 0o060) return warning(line, 'The group of this node may not use it.', { remedy: 'Give the node back its usual rights, by udev’s rules and not by hand.', commands: ['sudo udevadm trigger --subsystem-match=drm'] });
    return ok(line, capabilities?.engine.kind === 'docker' ? 'Recorders get this group by its number.' : 'Your account may open it.');
  },
};
