import type { Check } from '../check';
import { stepCheck } from '../steps';

export const hostKey: Check = stepCheck({
  id: 'host-key',
  title: 'Key of the host',
  group: 'connection',
  step: 'host-key',
  about:
    'The key of the machine is not known yet, or is another one than before. Capstan never accepts one by itself: it could be somebody in between.',
  shows: '`Host key verification failed.`, `REMOTE HOST IDENTIFICATION HAS CHANGED!`',
  remedy: 'Compare the fingerprint with that of the machine itself and accept it in the window, or with `capstan hosts check`. Where it has changed, ask who runs the machine first.',
  commands: ['ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'],
});
