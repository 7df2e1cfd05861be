import { hostAgentArgv } from '@domain/host-probe/script';
import type { OpenAgent } from '../devices/agent-link';
import { startPiped } from '../process';

/** The agent as a process of this computer. It ends with its stdin, as when Capstan is killed. */
export const openLocalAgent =
  (env: NodeJS.ProcessEnv): OpenAgent =>
  async ({ stdout, stderr, ended }) => {
    const agent = startPiped(hostAgentArgv({ devDirectory: '/dev', usersDirectory: '/run/user' }), { env });
    agent.stdout.on('data', stdout);
    agent.stderr.on('data', stderr);
    agent.closed.then(ended, ended);
    return {
      write: (text) => agent.stdin.write(text),
      close: async () => {
        agent.stdin.end();
        agent.kill('SIGTERM');
        await agent.closed;
      },
    };
  };
