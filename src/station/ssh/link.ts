import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SshEvidence } from '@domain/doctor/evidence';
import { formatEndpoint, type SshEndpoint } from '@domain/endpoint';
import { capstanError, CapstanFailure, errorOf, failure, type CapstanError } from '@domain/errors';
import { parseSshLog } from '@domain/ssh-log';
import { startPiped, type PipedProcess } from '../process';
import { CommandStream } from './command-stream';
import { controlDirectory } from './control-directory';
import { dialCommand, readSshSettings, sshArgv, type SshSettings } from './settings';

/** Longest time that a login may take, in milliseconds. */
const loginMilliseconds = 60_000;
/** Pauses between attempts to connect again, in milliseconds: doubled after each, and short again after a while that it held. */
const pauseMilliseconds = { first: 500, longest: 30_000, heldFor: 60_000 };

/** Of what ssh says this much is kept. */
const [mostLines, longestLine] = [20, 500];

/**
 * Keeps the master of a shared connection as long as stdin is open, however this process ends: ssh itself would live on.
 * The words of ssh's command line are passed on as they are; nothing of them is read by the shell.
 */
const keeper = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- & ssh=$!',
  '{ cat; kill "$ssh"; } <&3 3<&- >/dev/null 2>&1 & watch=$!',
  'exec 3<&-',
  'wait "$ssh"; status=$?',
  'kill "$watch" 2>/dev/null',
  'exit "$status"',
].join('\n');

interface Master {
  readonly process: PipedProcess;
  readonly controlPath: string;
}

/**
 * One shared connection to a host, through the user's own ssh: kept warm, made again when it breaks, and gone when it
 * is closed. Everything else goes through it without a login of its own.
 */
export class SshLink {
  private master: Master | null = null;
  /** Why there is no connection now. */
  private problem: CapstanError | null = null;
  private readonly closing = new AbortController();
  private pause = pauseMilliseconds.first;
  private readonly children = new Set<PipedProcess>();
  /** Lines that ssh has said, each once. */
  private readonly said = new Set<string>();
  /** Settles when the last master has ended and its socket is gone. */
  private following: Promise<void> = Promise.resolve();

  private constructor(
    private readonly settings: SshSettings,
    private readonly directory: string,
  ) {}

  /** Logs in. Throws what ssh said: `host-unreachable`, `host-key-unknown`, `ssh-auth-failed` and the like. */
  static async open(endpoint: SshEndpoint, env: NodeJS.ProcessEnv): Promise<SshLink> {
    const settings = await readSshSettings(endpoint, env);
    const link = new SshLink(settings, await controlDirectory(env));
    await link.login();
    return link;
  }

  /** A connection to the daemon there. Throws why there is none, at once. */
  dial(): CommandStream {
    const { master, settings } = this;
    if (master === null) throw new CapstanFailure(this.problem ?? this.lost(''));
    const options = ['-o', 'ControlMaster=no', '-S', master.controlPath];
    const child = this.keep(startPiped(sshArgv(settings, { options, command: dialCommand(settings.endpoint) }), { env: settings.env }));
    return new CommandStream(child, ({ exitCode, stderr }) => new CapstanFailure(parseSshLog(stderr, exitCode) ?? this.unexplained(exitCode, stderr)));
  }

  /** A server that refuses more sessions in one connection has ssh log in anew for each. */
  get evidence(): SshEvidence {
    const complaints = [...this.said].join('\n');
    return { isShared: this.master !== null && !/mux_client_request_session|session open refused/i.test(complaints), complaints };
  }

  /** Ends the connection and all that goes through it. */
  async close(): Promise<void> {
    this.closing.abort();
    const ended = Promise.allSettled([...this.children].map(({ closed }) => closed));
    for (const child of this.children) child.kill('SIGTERM');
    const patience = setTimeout(() => {
      for (const child of this.children) child.kill('SIGKILL');
    }, 1000);
    await ended;
    clearTimeout(patience);
    await this.following;
  }

  private async login(): Promise<void> {
    const { settings, directory } = this;
    const controlPath = join(directory, randomBytes(6).toString('hex'));
    const options = ['-M', '-N', '-S', controlPath];
    const child = this.keep(startPiped(['sh', '-c', keeper, 'capstan-ssh', ...sshArgv(settings, { options })], { env: settings.env }));
    child.stdout.resume();
    let late = false;
    const patience = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, loginMilliseconds);
    const search = new AbortController();
    // The socket is there once the login has succeeded, and ssh tells of it in no other way.
    const end = await Promise.race([child.closed, appears(controlPath, search.signal)]);
    search.abort();
    clearTimeout(patience);
    if (end !== null) {
      await rm(controlPath, { force: true });
      throw this.loginFailure(end, late);
    }
    this.master = { process: child, controlPath };
    this.problem = null;
    this.following = this.keepUp(this.master, performance.now());
  }

  /** Waits for the end of a master, then makes another until the link is closed. */
  private async keepUp({ process: child, controlPath }: Master, since: number): Promise<void> {
    const { exitCode, stderr } = await child.closed;
    this.master = null;
    this.problem = parseSshLog(stderr, exitCode) ?? this.lost(stderr);
    await rm(controlPath, { force: true });
    if (performance.now() - since > pauseMilliseconds.heldFor) this.pause = pauseMilliseconds.first;
    const { signal } = this.closing;
    while (!signal.aborted) {
      await delay(this.pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.pause = Math.min(pauseMilliseconds.longest, this.pause * 2);
      try {
        await this.login();
        // Another round has begun, which follows the new master.
        return;
      } catch (thrown) {
        this.problem = errorOf(thrown);
      }
    }
  }

  private keep(child: PipedProcess): PipedProcess {
    this.children.add(child);
    let line = '';
    child.stderr.on('data', (chunk: Uint8Array) => {
      const lines = (line + new TextDecoder().decode(chunk)).split(/\r?\n/);
      line = (lines.pop() ?? '').slice(0, longestLine);
      for (const whole of lines) if (whole.trim() !== '' && this.said.size < mostLines) this.said.add(whole.trim().slice(0, longestLine));
    });
    const forget = () => this.children.delete(child);
    child.closed.then(forget, forget);
    return child;
  }

  private loginFailure({ exitCode, stderr }: Awaited<PipedProcess['closed']>, late: boolean): CapstanFailure {
    if (late) return failure('host-unreachable', `${this.name} did not finish the login within ${loginMilliseconds / 1000} s. ${stderr.trim()}`.trim());
    return new CapstanFailure(parseSshLog(stderr, exitCode) ?? capstanError('host-unreachable', stderr.trim() || `ssh to ${this.name} ended with exit status ${exitCode}.`));
  }

  /** 255 is ssh's own status, as is the end by a signal; any other is docker's. */
  private unexplained(exitCode: number, stderr: string): CapstanError {
    if (exitCode === 255 || exitCode > 128) return this.lost(stderr);
    return capstanError('daemon-unreachable', stderr.trim() || `docker on ${this.name} ended with exit status ${exitCode}.`);
  }

  private lost(stderr: string): CapstanError {
    return capstanError('connection-lost', stderr.trim() || `The ssh connection to ${this.name} has ended.`, {
      nextStep: 'Check the network to the host; Capstan connects again by itself, and a recording goes on there.',
    });
  }

  private get name(): string {
    return formatEndpoint(this.settings.endpoint);
  }
}

async function appears(path: string, signal: AbortSignal): Promise<null> {
  while (!signal.aborted && !existsSync(path)) await delay(20);
  return null;
}
