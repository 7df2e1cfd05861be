import { ok, type Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const tenBitProfile: Check = trialCheck({
  id: 'ten-bit-profile',
  title: 'Encoding in 10 bit',
  group: 'gpus',
  about: '10 bit takes pictures as P010 and a profile of 10 bit (main10) together, and a GPU that has both. Half of it is refused.',
  shows: '`No usable encoding profile found.` with p010 or main10',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
  seen: ({ capabilities }) => {
    const tried = capabilities?.encoders?.filter(({ tenBit }) => tenBit !== null) ?? [];
    const works = tried.filter(({ tenBit }) => tenBit === true).map(({ encoder }) => encoder);
    if (works.length > 0) return ok([...new Set(works)].join(', '), 'These encoders made 10 bit when they were tried.');
    return null;
  },
});
