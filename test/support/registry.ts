import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface TestRegistry {
  /** `127.0.0.1:PORT/NAME:TAG` of an image that holds one file of a MiB. */
  readonly whole: string;
  /** The same, but its layer comes a KiB at a time, for most of a minute. */
  readonly slow: string;
  /** Settles when the slow layer is asked for. */
  readonly asked: Promise<void>;
  /** Settles when the client of the slow layer has gone. */
  readonly left: Promise<void>;
  close(): Promise<void>;
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The reading half of a registry, over HTTP on the loopback, which a daemon trusts by itself. */
export async function startRegistry(): Promise<TestRegistry> {
  const tar = tarOf('payload', Buffer.alloc(1 << 20, 'capstan'));
  const layer = gzipSync(tar, { level: 0 });
  const config = Buffer.from(
    JSON.stringify({ architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [digestOf(tar)] }, history: [{ created_by: 'test' }] }),
  );
  const types = { manifest: 'application/vnd.docker.distribution.manifest.v2+json', config: 'application/vnd.docker.container.image.v1+json', layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip' };
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, size: config.length, digest: digestOf(config) },
      layers: [{ mediaType: types.layer, size: layer.length, digest: digestOf(layer) }],
    }),
  );
  const send = (response: ServerResponse, type: string, bytes: Uint8Array) => {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length, 'Docker-Content-Digest': digestOf(bytes) });
    response.end(bytes);
  };
  let ask = () => {};
  let leave = () => {};
  const asked = new Promise<void>((done) => (ask = done));
  const left = new Promise<void>((done) => (leave = done));
  const server = createServer(({ url = '' }, response) => {
    const [, name, kind, reference] = /^\/v2\/(\w+)\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    if (url === '/v2/') send(response, 'application/json', Buffer.from('{}'));
    else if (kind === 'manifests') send(response, types.manifest, manifest);
    else if (reference === digestOf(config)) send(response, types.config, config);
    else if (reference !== digestOf(layer)) response.writeHead(404).end();
    else if (name === 'whole') send(response, types.layer, layer);
    else {
      response.writeHead(200, { 'Content-Type': types.layer, 'Content-Length': layer.length });
      let at = 0;
      const drip = setInterval(() => response.write(layer.subarray(at, (at += 1024))), 50);
      response.once('close', () => {
        clearInterval(drip);
        leave();
      });
      ask();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    whole: `${address}/whole:1`,
    slow: `${address}/slow:1`,
    asked,
    left,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** One file in the ustar format. */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) => header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  header.write(name, 0);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(0, 136, 12);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  octal(header.reduce((sum, byte) => sum + byte, 0), 148, 8);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512), Buffer.alloc(1024)]);
}
