import { join, normalize, sep } from 'node:path';

const appOrigin = 'capstan://app';
export const appUrl = `${appOrigin}/index.html`;

/** True for a page of this app: the only one that may make requests. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}

/** Path below `root` that a URL names; null where it names nothing there. */
export function assetPath(root: string, url: string): string | null {
  if (!isAppUrl(url)) return null;
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url).pathname);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
  if (pathname.includes('\0') || pathname.includes('\\') || pathname.split('/').includes('..')) return null;
  const path = normalize(join(root, pathname === '/' ? 'index.html' : pathname));
  return path.startsWith(root + sep) ? path : null;
}

/** Everything is refused but the app's own files; styles also by the nonce of this very page. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
