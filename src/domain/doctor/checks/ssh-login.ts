import type { Check } from '../check';
import { stepCheck } from '../steps';

export const sshLogin: Check = stepCheck({
  id: 'ssh-login',
  title: 'Login on the host',
  group: 'connection',
  step: 'login',
  about: 'The login needs a password, a key that is not loaded, or is refused. Capstan logs in as `ssh` does, and never asks for a password.',
  shows: '`Permission denied (publickey,password).`',
  remedy: 'Put your public key on the machine, or load the key into the agent, until `ssh HOST true` works without a question.',
  commands: ['ssh-add -l'],
});
