import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A network namespace behind a pair of virtual devices: another machine, as far as a connection can tell. It needs root. */
export class FarLink {
  private constructor(
    private readonly namespace: string,
    private readonly device: string,
    /** Of the far end. */
    readonly address: string,
  ) {}

  static async make(): Promise<FarLink> {
    const number = randomInt(2, 250);
    const [namespace, device, near, far] = [`capstan-f${number}`, `capf${number}`, `10.214.${number}.1`, `10.214.${number}.2`];
    await run('ip', ['netns', 'add', namespace]);
    try {
      await run('ip', ['link', 'add', device, 'type', 'veth', 'peer', 'name', 'far', 'netns', namespace]);
      await run('ip', ['address', 'add', `${near}/24`, 'dev', device]);
      await run('ip', ['link', 'set', device, 'up']);
      for (const words of [['address', 'add', `${far}/24`, 'dev', 'far'], ['link', 'set', 'far', 'up'], ['link', 'set', 'lo', 'up']]) await run('ip', ['-n', namespace, ...words]);
    } catch (error) {
      await run('ip', ['netns', 'delete', namespace]);
      throw error;
    }
    return new FarLink(namespace, device, far);
  }

  /** Words before a command line that make it run at the far end. */
  get within(): readonly string[] {
    return ['ip', 'netns', 'exec', this.namespace];
  }

  /** Both ends are told at once that the connection is no more, and new ones are refused. */
  async cut(): Promise<void> {
    await this.iptables('-A', 'INPUT', '-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset');
    await this.iptables('-A', 'OUTPUT', '-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset');
  }

  /** Packets vanish in both directions, and nobody is told. */
  async stall(): Promise<void> {
    await this.iptables('-A', 'INPUT', '-j', 'DROP');
    await this.iptables('-A', 'OUTPUT', '-j', 'DROP');
  }

  async restore(): Promise<void> {
    await this.iptables('-F');
  }

  async remove(): Promise<void> {
    await run('ip', ['link', 'delete', this.device]);
    await run('ip', ['netns', 'delete', this.namespace]);
  }

  private async iptables(...words: string[]): Promise<void> {
    await run('ip', ['netns', 'exec', this.namespace, 'iptables', '-w', ...words]);
  }
}
