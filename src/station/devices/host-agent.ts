import type { ControlValues } from '@domain/capabilities';
import { errorOf, failure, type CapstanFailure } from '@domain/errors';
import { parseSetControls, setControlsRequest, type SetControlsAnswer } from '@domain/host-probe/controls';
import { HostSampleReader, type HostSample } from '@domain/host-load/sample';
import { parseHostProbe, type HostProbe } from '@domain/host-probe/host-probe';
import { assertNever } from '@domain/result';
import { AgentLink, type OpenAgent } from './agent-link';

export interface HostAgentOptions {
  readonly open: OpenAgent;
  /** Rest before the agent is started again after its link broke, in milliseconds: doubled at each failure. */
  readonly firstRestMilliseconds?: number;
}

function cannotOpen(devicePath: string, trouble: NonNullable<SetControlsAnswer['trouble']>): CapstanFailure {
  switch (trouble) {
    case 'no-device':
      return failure('device-missing', `There is no ${devicePath} any more.`);
    case 'not-permitted':
      return failure('device-forbidden', `${devicePath} may not be opened to set its controls.`);
    case 'no-v4l2-ctl':
      return failure('control-refused', 'There is no v4l2-ctl where the device is.', { nextStep: 'Install it: `sudo apt install v4l-utils`.' });
    default:
      return assertNever(trouble);
  }
}

/** A device that hangs holds up a look for ten seconds; on an emulated host each of many tools takes one. */
const answerMilliseconds = 240_000;
const longestRestMilliseconds = 30_000;

/**
 * The one process on a host that looks at its devices, tells of their changes, and sets their controls. It is started
 * at the first need and kept; when its link breaks it is started again, at once for a request, with back-off for a watch.
 */
export class HostAgent {
  private link: Promise<AgentLink> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly loadListeners = new Set<(sample: HostSample) => void>();
  private retry: ReturnType<typeof setTimeout> | null = null;
  private failures = 0;
  private isClosed = false;

  constructor(private readonly options: HostAgentOptions) {}

  async look(): Promise<HostProbe> {
    return parseHostProbe(await this.ask('look'));
  }

  /** Sets what can be set, in the given order; answers the values as read back. Throws `control-refused` with what was not. */
  async setControls(devicePath: string, values: ControlValues): Promise<ControlValues> {
    if (Object.keys(values).length === 0) return {};
    const request = setControlsRequest(devicePath, values);
    if (request === null) throw failure('control-refused', `${devicePath} cannot be asked for these controls.`);
    const answer = parseSetControls(await this.ask('set', request));
    if (answer.trouble !== null) throw cannotOpen(devicePath, answer.trouble);
    if (answer.refused.length > 0) {
      throw failure('control-refused', answer.refused.map(({ name, message }) => `${name}: ${message}`).join('\n'));
    }
    return answer.values;
  }

  /** Settles when the host is being watched. From then on each change calls back, whatever happens to the link. */
  async watch(onChange: () => void): Promise<() => void> {
    await this.ask('watch');
    this.listeners.add(onChange);
    return () => this.listeners.delete(onChange);
  }

  /**
   * Settles when samples of the host's load come, once a second until what it answers is called, whatever happens to
   * the link.
   */
  async watchLoad(listener: (sample: HostSample) => void): Promise<() => void> {
    this.loadListeners.add(listener);
    try {
      if (this.loadListeners.size === 1) await this.ask('load', 'on');
    } catch (thrown) {
      this.loadListeners.delete(listener);
      throw thrown;
    }
    return () => {
      if (!this.loadListeners.delete(listener) || this.loadListeners.size > 0 || this.link === null) return;
      // An agent that cannot be reached any more tells nothing either.
      this.link.then((link) => link.ask('load', 'off', answerMilliseconds)).catch(() => undefined);
    };
  }

  /** Ends the agent, and nothing is left of it on the host. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.listeners.clear();
    this.loadListeners.clear();
    if (this.retry) clearTimeout(this.retry);
    const link = await this.link?.catch(() => null);
    await link?.close();
  }

  /** A link that broke while it was idle is only noticed by a request: that one is asked once more. */
  private async ask(verb: string, rest = ''): Promise<string> {
    const wasOpen = this.link !== null;
    const link = await this.opened();
    const answer = await link.ask(verb, rest, answerMilliseconds).catch(async (thrown: unknown) => {
      if (!wasOpen || this.isClosed || errorOf(thrown).kind !== 'connection-lost') throw thrown;
      return (await this.opened()).ask(verb, rest, answerMilliseconds);
    });
    this.failures = 0;
    return answer;
  }

  private opened(): Promise<AgentLink> {
    if (this.isClosed) return Promise.reject(failure('connection-lost', 'Capstan has closed its connection to this host.'));
    if (this.link) return this.link;
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    const lost = () => this.lost(opening);
    const reader = new HostSampleReader();
    const load = (line: string) => {
      const sample = reader.line(line);
      if (sample !== null) for (const listener of this.loadListeners) listener(sample);
    };
    const opening = AgentLink.open(this.options.open, { changed: () => this.tell(), load, closed: lost });
    this.link = opening;
    opening.then((link) => this.watchOn(link), lost);
    return opening;
  }

  private get isWatched(): boolean {
    return this.listeners.size > 0 || this.loadListeners.size > 0;
  }

  private watched(): void {
    this.failures = 0;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private lost(link: Promise<AgentLink>): void {
    if (this.link !== link) return;
    this.link = null;
    if (this.isClosed || !this.isWatched) return;
    const rest = Math.min(longestRestMilliseconds, (this.options.firstRestMilliseconds ?? 1000) * 2 ** this.failures);
    this.failures += 1;
    this.retry = setTimeout(() => this.watchAgain(), rest);
    this.retry.unref();
  }

  private watchAgain(): void {
    this.retry = null;
    if (this.link || this.isClosed || !this.isWatched) return;
    // After a failure `lost` has set the next try.
    this.opened().catch(() => undefined);
  }

  /** Goes on with a watch whose link broke. What happened meanwhile is not known: it is told as a change. */
  private watchOn(link: AgentLink): void {
    if (this.loadListeners.size > 0) link.ask('load', 'on', answerMilliseconds).catch(() => undefined);
    if (this.listeners.size === 0) return;
    const isWatched = link.ask('watch', '', answerMilliseconds).then(
      () => true,
      () => false,
    );
    void isWatched.then((yes) => yes && this.watched());
  }
}
