import { failure, type CapstanFailure } from '@domain/errors';

/** What a running agent says, and its end. */
export interface AgentEvents {
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
  /** It has ended, or can no longer be reached. May be called more than once. */
  readonly ended: () => void;
}

export interface AgentProcess {
  write(text: string): void;
  /** Ends it; settles when nothing is left of it. */
  close(): Promise<void>;
}

/** Starts the agent's command where the devices are. Nothing is left behind when it rejects. */
export type OpenAgent = (events: AgentEvents) => Promise<AgentProcess>;

export interface LinkEvents {
  readonly changed: () => void;
  /** A line of the host's load. */
  readonly load: (line: string) => void;
  /** Called once, before the open requests are rejected. */
  readonly closed: () => void;
}

/** Output of one answer that no host exceeds, in characters. */
const answerLimit = 32 * 1024 * 1024;
/** Longest line that it tells by itself, in characters. */
const eventLimit = 4096;
/** A watching agent says something every five seconds, on an emulated host every thirty. */
const silenceMilliseconds = 120_000;

interface Pending {
  readonly resolve: (answer: string) => void;
  readonly reject: (reason: CapstanFailure) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The requests and answers of one running agent. It answers in the order of asking. */
export class AgentLink {
  private process: AgentProcess | null = null;
  private readonly pending = new Map<number, Pending>();
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private answer = '';
  private said = '';
  private requests = 0;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private isOver = false;

  private constructor(private readonly events: LinkEvents) {}

  static async open(openAgent: OpenAgent, events: LinkEvents): Promise<AgentLink> {
    const link = new AgentLink(events);
    const agent = await openAgent({
      stdout: (chunk) => link.takeAnswer(chunk),
      stderr: (chunk) => link.takeEvents(chunk),
      ended: () => link.over('The agent that looks at the devices has ended.'),
    });
    link.process = agent;
    if (link.isOver) await agent.close();
    return link;
  }

  /** Text of the answer. Rejects with `connection-lost` when the agent ends, or does not answer in time. */
  ask(verb: string, rest: string, withinMilliseconds: number): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.isOver || this.process === null) {
        reject(failure('connection-lost', 'The agent that looks at the devices has ended.'));
        return;
      }
      const id = ++this.requests;
      const late = () => this.fail(`The host did not tell about its devices within ${withinMilliseconds / 1000} s.`);
      this.pending.set(id, { resolve, reject, timer: setTimeout(late, withinMilliseconds) });
      this.process.write(`${[verb, id, rest].join(' ').trim()}\n`);
    });
  }

  async close(): Promise<void> {
    this.over('Capstan has closed its connection to this host.');
    await this.process?.close();
  }

  private takeAnswer(chunk: Uint8Array): void {
    this.answer += this.decoders.stdout.decode(chunk, { stream: true });
    if (this.answer.length > answerLimit) {
      this.fail('The host told more about its devices than there can be.');
      return;
    }
    // Only the agent itself begins a line so: whatever a device says follows a key.
    for (let match = endOfAnswer(this.answer); match; match = endOfAnswer(this.answer)) {
      const asked = this.pending.get(Number(match[1]));
      this.pending.delete(Number(match[1]));
      if (asked) clearTimeout(asked.timer);
      asked?.resolve(this.answer.slice(0, match.index));
      this.answer = this.answer.slice(match.index + match[0].length);
    }
  }

  private takeEvents(chunk: Uint8Array): void {
    const lines = `${this.said}${this.decoders.stderr.decode(chunk, { stream: true })}`.split('\n');
    this.said = (lines.pop() ?? '').slice(-eventLimit);
    if (this.isOver) return;
    if (this.silence) clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fail('Nothing was heard from the host for two minutes.'), silenceMilliseconds);
    this.silence.unref();
    if (lines.includes('changed')) this.events.changed();
    for (const line of lines) if (line.startsWith('load ')) this.events.load(line.slice('load '.length));
  }

  /** Gives the agent up: whoever asks next starts another. */
  private fail(why: string): void {
    this.over(why);
    this.process?.close().catch(() => undefined);
  }

  private over(why: string): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.silence) clearTimeout(this.silence);
    this.events.closed();
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(failure('connection-lost', why));
    }
    this.pending.clear();
  }
}

const endOfAnswer = (text: string): RegExpExecArray | null => /^done (\d{1,9})\n/m.exec(text);
