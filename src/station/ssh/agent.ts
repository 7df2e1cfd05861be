import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SshLink } from './link';

/** Connections for http that are commands on a host. Idle ones are few: each holds a process there. */
export class SshAgent extends Agent {
  constructor(private readonly link: SshLink) {
    super({ keepAlive: true, maxFreeSockets: 4 });
  }

  /** A failure goes to the request that asked, not to whoever called. */
  override createConnection(_options: unknown, done?: (error: Error | null, stream: Duplex) => void): Duplex | null {
    try {
      return this.link.dial();
    } catch (thrown) {
      const told = done as ((error: unknown) => void) | undefined;
      told?.(thrown);
      return null;
    }
  }
}
