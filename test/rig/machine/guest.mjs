import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A guest that runs: its address, and a way in beside Capstan. */
export class Guest {
  /** @param {string} runDirectory folder of this run, as `bringUp` fills it */
  constructor(runDirectory) {
    this.runDirectory = runDirectory;
    const { sshPort, pid } = JSON.parse(readFileSync(join(runDirectory, 'run.json'), 'utf8'));
    /** @type {number} */
    this.sshPort = sshPort;
    /** @type {number} process of the emulator */
    this.pid = pid;
    /** Address for `--host`. */
    this.address = `ssh://root@127.0.0.1:${sshPort}`;
    /** For CAPSTAN_SSH_CONFIG and `ssh -F`. */
    this.sshConfig = join(runDirectory, 'ssh_config');
  }

  get isRunning() {
    return existsSync(`/proc/${this.pid}`);
  }

  /** @param {string} command a line for the guest's shell @returns {string[]} the command line that runs it there */
  sshLine(command) {
    return ['ssh', '-F', this.sshConfig, '-o', 'ControlMaster=auto', '-o', `ControlPath=${join(this.runDirectory, 'mux')}`, '-o', 'ControlPersist=600', 'rig', command];
  }

  /**
   * Runs a line in the guest's shell, as root.
   * @param {string} command
   * @returns {Promise<string>} what it printed, without the last line break; rejects with its complaint where it failed
   */
  async run(command) {
    const { status, stdout, stderr } = await this.attempt(command);
    if (status !== 0) throw new Error(`in the guest, ${command} ended with ${status}: ${stderr.trim()}`);
    return stdout.replace(/\n$/, '');
  }

  /** Cuts every ssh connection but this one, as a network does that fails. */
  async cutConnections() {
    await this.run("pgrep -f '^sshd: root' | grep -vx $PPID | xargs -r kill");
  }

  /** Ends the kept ssh connection. */
  async closeConnection() {
    const [program, ...words] = this.sshLine('');
    const child = spawn(program, ['-O', 'exit', ...words.slice(0, -1)], { stdio: 'ignore' });
    await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  }

  /** @param {string} command @returns {Promise<{ status: number | null, stdout: string, stderr: string }>} */
  attempt(command) {
    const [program, ...words] = this.sshLine(command);
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of /** @type {const} */ (['stdout', 'stderr'])) child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
    // Not `close`: the first ssh leaves a master behind that keeps stderr open.
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.stdout.once('end', () => {
        if (child.exitCode !== null) resolve({ status: child.exitCode, ...said });
        else child.once('exit', (status) => resolve({ status, ...said }));
      });
    });
  }
}

/** The ssh configuration of one run: nothing of the user's own is read or written. */
export function writeSshConfig({ runDirectory, directory, sshPort }) {
  const knownHosts = join(runDirectory, 'known_hosts');
  writeFileSync(knownHosts, `[127.0.0.1]:${sshPort} ${readFileSync(join(directory, 'host-key.pub'), 'utf8')}`);
  const lines = [
    'Host rig 127.0.0.1',
    '  HostName 127.0.0.1',
    `  Port ${sshPort}`,
    '  User root',
    `  IdentityFile ${join(directory, 'key')}`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    '  BatchMode yes',
    `  UserKnownHostsFile ${knownHosts}`,
    '  GlobalKnownHostsFile none',
    '  ConnectTimeout 20',
  ];
  writeFileSync(join(runDirectory, 'ssh_config'), `${lines.join('\n')}\n`);
}
