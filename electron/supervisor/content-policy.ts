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
    "frame-src 'self' blob:",
    "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES}`,
  ].join('; ');
}

/** The frame that draws PDFs, and its two files; nothing else of the page is ever framed (frame-ancestors 'none' above). */
export const FRAME_DOCUMENT = '/pdf-frame.html';
export const FRAME_FILES: ReadonlySet<string> = new Set(['/pdf-frame.js', '/pdf-frame.css']);

/**
 * The policy of that frame: an opaque origin whatever the element says, its own script and the parser that script carries, and no
 * way to ask for anything (security.md H33, H34). WebAssembly is for the decoders of scanned pages; there is no eval.
 */
export const framePolicy = (): string =>
  [
    'sandbox allow-scripts', "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", 'worker-src blob:', "connect-src 'none'", "base-uri 'none'", "form-action 'none'",
    "frame-ancestors 'self'", "object-src 'none'",
  ].join('; ');
