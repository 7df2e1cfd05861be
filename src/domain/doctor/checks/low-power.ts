import { ok, type Check } from '../check';
import { noIntel } from '../hardware';
import { trialCheck } from '../trial';

export const lowPower: Check = trialCheck({
  id: 'low-power',
  title: 'Low power encoding',
  group: 'intel',
  about: 'Some GPUs have the fixed-function encoder (low power) alone, some have it for H.264 only, some not at all. Capstan takes what was proved to work.',
  shows: '`No usable encoding entrypoint found`, `Low power mode is unsupported`',
  families: ['vaapi', 'quicksync'],
  absent: noIntel,
  seen: ({ capabilities }) => {
    const tried = (capabilities?.encoders ?? []).filter(({ usable, lowPower: modes }) => usable && modes !== null);
    const words = tried.map(({ encoder, lowPower: modes }) => `${encoder}: off ${modes?.off === true ? 'works' : 'fails'}, on ${modes?.on === true ? 'works' : 'fails'}`);
    return words.length === 0 ? null : ok(words.join('; '), 'Capstan takes the mode that works.');
  },
});
