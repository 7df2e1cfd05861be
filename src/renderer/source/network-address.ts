/** An address with its user and password taken out of it. */
interface SplitAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Takes `user:password@` out of an address; null where there is none. The last @ before the path counts: passwords hold them too. */
export function splitUserInfo(address: string): SplitAddress | null {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(address) ?? [];
  const at = authority.lastIndexOf('@');
  if (at < 0) return null;
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(authority.slice(0, at)) ?? [];
  return { url: `${scheme}${authority.slice(at + 1)}${rest}`, user: decoded(user), password: decoded(password) };
}

/** A name for the login of an address: its machine and port. Null where there is no machine yet. */
export function credentialName(url: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(url)?.[1] ?? '';
  const name = authority.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64);
  return name === '' ? null : name;
}

/** What is not percent-encoded properly is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}
