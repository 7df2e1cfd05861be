import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { protocol } from 'electron';
import type { Language } from '@domain/preferences';
import { assetPath, contentSecurityPolicy, isAppUrl } from './app-url';
import { mediaRequestOf, mediaResponse, type MediaFiles } from './media';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const noncePlaceholder = '__CAPSTAN_NONCE__';
const languagePlaceholder = '__CAPSTAN_LANGUAGE__';

/** To be called before the app is ready: privileges of a scheme are fixed from then on. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'capstan', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true } },
  ]);
}

export interface AppFiles {
  /** Folder of the built renderer. */
  readonly root: string;
  readonly media: () => Promise<MediaFiles>;
  /** Pages come with the language that they are in. */
  readonly language: () => Promise<Language>;
}

/** Serves the built renderer, and nothing outside `root`, at capstan://app/; recordings by their id under media/. */
export function serveApp(files: AppFiles): void {
  protocol.handle('capstan', async ({ method, url, headers }) => {
    const asked = isAppUrl(url) ? mediaRequestOf(new URL(url).pathname) : null;
    if (asked === null) return answer(files, method, url);
    return method === 'GET' ? mediaResponse(await files.media(), asked, headers.get('range')) : refusal(405);
  });
  // Nothing comes from anywhere else, whatever the policy of a page says.
  for (const scheme of ['file', 'http', 'https', 'ftp']) protocol.handle(scheme, () => refusal(403));
}

async function answer({ root, language }: AppFiles, method: string, url: string): Promise<Response> {
  const path = assetPath(root, url);
  const contentType = path === null ? undefined : contentTypes[extname(path)];
  if (method !== 'GET' || path === null || contentType === undefined) return refusal(404);
  const nonce = randomBytes(16).toString('base64');
  const headers = {
    'content-type': contentType,
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'cache-control': extname(path) === '.html' ? 'no-store' : 'max-age=31536000, immutable',
  };
  try {
    if (!(await realpath(path)).startsWith((await realpath(root)) + sep)) return refusal(404);
    if (extname(path) !== '.html') return new Response(await readFile(path), { headers });
    const [page, spoken] = await Promise.all([readFile(path, 'utf8'), language()]);
    return new Response(page.replaceAll(noncePlaceholder, nonce).replaceAll(languagePlaceholder, spoken), { headers });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'EISDIR')
      return refusal(404);
    throw error;
  }
}

const refusal = (status: number) =>
  new Response(null, { status, headers: { 'content-security-policy': "default-src 'none'" } });
