import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inRoot } from '../setup/paths.mjs';

/** The built command line as a process. Its standard output is JSON, one document or one event a line. */
export class Capstan {
  /** @param {readonly string[]} words */
  constructor(words, onEvent = () => {}) {
    this.child = spawn(process.execPath, [inRoot('out/main/cli.js'), ...words, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.lines = [];
    this.said = '';
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line);
      if (line.startsWith('{"type":')) onEvent(JSON.parse(line));
    });
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.said += text;
    });
    this.closed = new Promise((done, failed) => {
      this.child.once('error', failed);
      this.child.once('close', (code) => done(code));
    });
  }

  /** Ctrl-C, and the end. */
  async stop() {
    this.child.kill('SIGINT');
    await this.closed;
  }

  get events() {
    return this.lines.filter((line) => line.startsWith('{"type":')).map((line) => JSON.parse(line));
  }

  static async document(words) {
    const capstan = new Capstan(words);
    const code = await capstan.closed;
    if (code !== 0) throw new Error(`capstan ${words.join(' ')} ended with ${code}:\n${capstan.said.trim()}`);
    return JSON.parse(capstan.lines.join('\n'));
  }
}
