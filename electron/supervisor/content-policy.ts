/** The one policy the page makes, renderer/app/trusted-types.ts: with it Mantine 9 and TipTap 3 run without a violation (measured). */
const TRUSTED_TYPES = 'default';

/**
 * The page's Content-Security-Policy (design/security.md §1.3 item 7). Style elements need the nonce of this load;
 * blob: is what the page itself made (a PDF to show, a picture to print). Nothing may be fetched.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === '' ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'none'",
    'frame-src blob:',
    "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES}`,
  ].join('; ');
}
