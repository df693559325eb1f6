/** RFC 1918, RFC 4193, link-local and loopback: addresses that only the own network reaches. */
const OWN_V4 = /^(127|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./;
const OWN_V6 = /^(::1$|f[cd][0-9a-f]{2}:|fe80:)/i;
const IS_V4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** True for this computer and for addresses (not names) of the clinic's own network. */
export const isOwnNetwork = (host: string): boolean => host === 'localhost' || (IS_V4.test(host) && OWN_V4.test(host)) || (host.includes(':') && OWN_V6.test(host));

export interface ServerHost {
  readonly url: URL;
  /** Small letters, without brackets and without the dot that a full name may end in. */
  readonly host: string;
  readonly isTls: boolean;
}

/** An address read strictly: scheme, host and port and nothing else; null for anything more or other. */
export function hostOf(endpoint: string): ServerHost | null {
  if (!URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  const host = url.hostname.replaceAll(/^\[|\]$|\.$/g, '');
  const isOrigin = url.pathname === '/' && `${url.search}${url.hash}${url.username}${url.password}` === '' && !endpoint.includes('@');
  return isOrigin && host !== '' && (url.protocol === 'https:' || url.protocol === 'http:') ? { url, host, isTls: url.protocol === 'https:' } : null;
}
