import { describe, expect, it } from 'vitest';
import { assetPath, contentSecurityPolicy, isAppUrl } from '../../../src/main/app-url';

const root = '/app/out/renderer';

describe('capstan://app/', () => {
  it('serves the files of the renderer', () => {
    expect(assetPath(root, 'capstan://app/')).toBe(`${root}/index.html`);
    expect(assetPath(root, 'capstan://app/assets/index-1a.js')).toBe(`${root}/assets/index-1a.js`);
  });

  it.each([
    'capstan://app/../../package.json',
    'capstan://app/%2e%2e/%2e%2e/package.json',
    'capstan://app/assets/..%2f..%2f..%2fpackage.json',
    'capstan://app/assets/..%5c..%5cpackage.json',
    'capstan://app/%00',
    'capstan://app/%E0%A4%A',
    'capstan://other/index.html',
    'file:///etc/passwd',
  ])('leads nowhere outside: %s', (url) => {
    const path = assetPath(root, url);
    expect(path === null || path.startsWith(`${root}/`)).toBe(true);
    expect(path).not.toBe('/app/package.json');
  });

  it.each(['capstan://app.evil/', 'capstan://application/', 'https://app/', 'capstan:app', ''])('is not %s', (url) => {
    expect(isAppUrl(url)).toBe(false);
  });

  it('allows scripts by origin alone, and nothing inline without the nonce', () => {
    const policy = contentSecurityPolicy('bm9uY2U=');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'nonce-bm9uY2U='");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });
});
