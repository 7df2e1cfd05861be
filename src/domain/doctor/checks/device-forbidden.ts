import { failed, notApplicable, ok, type Check } from '../check';
import { fromRule, pastFailure } from '../past';

export const deviceForbidden: Check = {
  ...fromRule('device-forbidden'),
  title: 'Group of the cameras',
  group: 'cameras',
  about: 'The nodes of cameras belong to a group, usually video, and whoever records must be in it. Containers get the group by its number.',
  shows: '`Cannot open video device /dev/video0: Permission denied`',
  find: (evidence) => {
    const { capabilities, machine } = evidence;
    const devices = capabilities?.captureDevices ?? [];
    const [first] = devices;
    const past = pastFailure(evidence, 'device-forbidden', 'device-forbidden');
    if (first === undefined) return past ?? notApplicable('No camera is connected.');
    const groups = machine?.ownGroups ?? null;
    if (capabilities?.engine.kind === 'local' && groups !== null && capabilities.user.uid !== 0) {
      const modeOf = (path: string): number | null => machine?.nodes.find((node) => node.path === path)?.mode ?? null;
      const closed = devices.find(({ path, groupId }) => !groups.includes(groupId) && ((modeOf(path) ?? 0) & 0o006) !== 0o006);
      if (closed !== undefined) {
        return failed(`${closed.path} belongs to the group ${closed.groupId}; yours are ${groups.join(', ')}`, 'Your account is not in the group of this camera.', {
          remedy: 'Join the group, then log out and in again.',
          commands: ["stat -c '%n %g %G %a' /dev/video*", 'sudo usermod -aG video "$USER"'],
        });
      }
    }
    if (past !== null) return past;
    if (capabilities?.engine.kind === 'local' && groups === null && capabilities.user.uid !== 0) return notApplicable('Your groups are not known.');
    return ok(`${first.path} belongs to the group ${first.groupId}`, capabilities?.engine.kind === 'docker' ? 'Recorders get this group.' : 'Your account may open it.');
  },
};
