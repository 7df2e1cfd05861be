import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestBridge {
  readonly name: string;
  /** Of this computer on the bridge: containers reach it there. */
  readonly address: string;
  remove(): Promise<void>;
}

/** A network bridge of our own for containers, without any way out. It needs root. */
export async function makeBridge(): Promise<TestBridge> {
  const number = randomInt(2, 250);
  const name = `capstan-t${number}`;
  const address = `10.213.${number}.1`;
  await run('ip', ['link', 'add', name, 'type', 'bridge']);
  const remove = async () => {
    await run('ip', ['link', 'delete', name]);
  };
  try {
    await run('ip', ['address', 'add', `${address}/24`, 'dev', name]);
    await run('ip', ['link', 'set', name, 'up']);
  } catch (error) {
    await remove();
    throw error;
  }
  return { name, address, remove };
}
