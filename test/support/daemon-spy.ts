import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerSpec } from '@domain/plan/types';

/** A socket in front of a real daemon: everything goes through as it is, and every container that is asked for is kept. */
export interface DaemonSpy {
  readonly dockerHost: string;
  /** Bodies of `POST /containers/create`, in order. */
  created(): ContainerSpec[];
  close(): Promise<void>;
}

export async function spyOnDaemon(dockerHost: string): Promise<DaemonSpy> {
  const directory = await mkdtemp(join(tmpdir(), 'capstan-spy-'));
  const path = join(directory, 'sock');
  const sent: Buffer[][] = [];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const daemon = connect({ path: dockerHost.replace('unix://', ''), allowHalfOpen: true });
    const pieces: Buffer[] = [];
    sent.push(pieces);
    client.on('data', (piece: Buffer) => pieces.push(piece));
    client.pipe(daemon).pipe(client);
    for (const socket of [client, daemon]) {
      open.add(socket);
      socket.once('error', () => [client, daemon].forEach((end) => end.destroy())).once('close', () => open.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    dockerHost: `unix://${path}`,
    created: () => sent.flatMap((pieces) => creates(Buffer.concat(pieces).toString('latin1'))),
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function creates(text: string): ContainerSpec[] {
  return [...text.matchAll(/POST \S*\/containers\/create\S* HTTP\/1\.1\r\n([^]*?)\r\n\r\n/g)].map((match) => {
    const length = Number(/^content-length: *(\d+)/im.exec(match[1] ?? '')?.[1]);
    const start = match.index + match[0].length;
    return JSON.parse(Buffer.from(text.slice(start, start + length), 'latin1').toString('utf8')) as ContainerSpec;
  });
}
