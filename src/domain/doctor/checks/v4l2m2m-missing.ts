import { ok, type Check } from '../check';
import { trialCheck } from '../trial';

export const v4l2m2mMissing: Check = trialCheck({
  id: 'v4l2m2m-missing',
  title: 'V4L2 encoders of the board',
  group: 'boards',
  about: 'Raspberry Pis up to 4 and other boards encode through V4L2 nodes, which must be there and in the container. Other machines have none, though ffmpeg lists the encoders.',
  shows: '`[h264_v4l2m2m] Could not find a valid device`',
  families: ['v4l2m2m'],
  absent: ({ capabilities }) => (capabilities !== null && capabilities.codecNodes.length === 0 ? 'This host has no V4L2 encoder.' : null),
  seen: ({ capabilities }) => {
    const nodes = capabilities?.codecNodes ?? [];
    return nodes.length === 0 || capabilities?.encoders === null ? null : ok(nodes.map(({ path, name }) => `${path} ${name}`).join(', '), 'The nodes of the encoder are there.');
  },
});
