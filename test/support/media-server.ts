import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const pattern = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15', '-f', 'lavfi', '-i', 'sine'];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '15', '-c:a', 'aac'];

/** ffmpeg that makes a live picture with sound, as MPEG-TS to an address or to its standard output. */
export const liveStream = (to: string): ChildProcess =>
  spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', ...pattern, ...h264, '-f', 'mpegts', '-flush_packets', '1', to], { stdio: ['ignore', 'pipe', 'ignore'] });

export interface MediaServerOptions {
  readonly address: string;
  readonly port?: number;
  /** Asked of everybody, by HTTP's basic scheme. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Texts by path, such as a playlist. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** An HTTP server with a live stream at `/live.ts`. */
export class MediaServer {
  private readonly children = new Set<ChildProcess>();
  private constructor(
    private readonly server: Server,
    private readonly options: MediaServerOptions,
  ) {}

  static async start(options: MediaServerOptions): Promise<MediaServer> {
    const server = createServer();
    const made = new MediaServer(server, options);
    server.on('request', (request, response) => made.answer(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, options.address, resolve);
    });
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://${this.options.address}:${this.port}${path}`;
  }

  /** Ends all connections at once, as a camera that loses its power. */
  async stop(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const { login, texts = {} } = this.options;
    if (login && headers.authorization !== `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
      return;
    }
    const text = texts[url];
    if (text !== undefined) response.end(text);
    else if (url === '/live.ts') this.stream(response);
    else response.writeHead(404).end();
  }

  private stream(response: ServerResponse): void {
    const child = liveStream('pipe:1');
    this.children.add(child);
    child.stdout?.pipe(response);
    response.once('close', () => {
      child.kill('SIGKILL');
      this.children.delete(child);
    });
  }
}
