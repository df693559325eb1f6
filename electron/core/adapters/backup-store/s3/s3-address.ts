import { isIP, isIPv4 } from 'node:net';

import { AppError } from '#shared/kernel/app-error.ts';

/** 10/8, 172.16/12, 192.168/16 (RFC 1918), 127/8, link-local, and IPv6's own (RFC 4193, loopback). */
function isPrivate(host: string): boolean {
  if (host === 'localhost') return true;
  if (isIPv4(host)) return /^(127|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
  return isIP(host) === 6 && /^(::1$|f[cd]|fe80)/i.test(host);
}

/** Nothing but scheme, host and port. */
const isOrigin = (url: URL): boolean => url.pathname === '/' && `${url.search}${url.hash}${url.username}${url.password}` === '';

/**
 * The server's address, read strictly: an origin and nothing else. Without TLS only for this computer and the clinic's own
 * network (the contents are encrypted either way, but who answers would be anybody). Throws `server.addressRefused`.
 */
export function serverAddress(endpoint: string): { readonly url: URL; readonly host: string } {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const host = url?.hostname.replaceAll(/^\[|\]$/g, '') ?? '';
  const mayBeUsed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivate(host));
  if (url === undefined || host === '' || !isOrigin(url) || !mayBeUsed) throw new AppError('server.addressRefused', { host });
  return { url, host };
}
