import type { Host } from '@domain/host';
import type { Engine } from '../engine';

/** One engine a host, opened at the first need and kept. */
export class Engines {
  private readonly opened = new Map<string, Promise<Engine>>();

  constructor(private readonly open: (host: Host) => Promise<Engine>) {}

  of(host: Host): Promise<Engine> {
    const known = this.opened.get(host.id);
    if (known) return known;
    const opening = this.open(host).catch((thrown: unknown) => {
      this.opened.delete(host.id);
      throw thrown;
    });
    this.opened.set(host.id, opening);
    return opening;
  }

  /** The engine of a host where it is open, or being opened; null elsewhere. */
  connected(hostId: string): Promise<Engine> | null {
    return this.opened.get(hostId) ?? null;
  }

  /** Lends the engine of a host. One that is opened for this alone is closed again: nothing of it stays there. */
  async lend<T>(host: Host, act: (engine: Engine) => Promise<T>): Promise<T> {
    const known = this.opened.get(host.id);
    if (known) return act(await known);
    const engine = await this.open(host);
    try {
      return await act(engine);
    } finally {
      await engine.close();
    }
  }

  /** Closes the engine of a host, so that the next need opens it anew. */
  async drop(hostId: string): Promise<void> {
    const engine = this.opened.get(hostId);
    this.opened.delete(hostId);
    await (await engine?.catch(() => null))?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.keys()].map((hostId) => this.drop(hostId)));
  }
}
