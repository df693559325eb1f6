import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as z from 'zod';

import { contentPolicy, FRAME_DOCUMENT, FRAME_FILES, framePolicy } from './content-policy.ts';

const Manifest = z.strictObject({
  index: z.string(),
  files: z.record(z.string(), z.strictObject({ file: z.string(), type: z.string(), sha256: z.string() })),
});

export interface PageAnswer {
  readonly status: 200 | 403 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A file of the program itself is missing or is not the one that was built. */
export class DamagedProgram extends Error {
  override readonly name = 'DamagedProgram';
}

/** Answers GET of the built page's files, and of nothing else. */
export type PageFiles = (method: string, pathname: string) => PageAnswer;

const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const empty = (status: PageAnswer['status']): PageAnswer => ({ status, headers: safeHeaders('text/plain; charset=utf-8', ''), body: new Uint8Array() });

function safeHeaders(type: string, nonce: string, name = ''): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': name === FRAME_DOCUMENT ? framePolicy() : contentPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    // The frame's origin is opaque: to it even our own script comes from elsewhere.
    'cross-origin-resource-policy': FRAME_FILES.has(name) ? 'cross-origin' : 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), display-capture=()',
  };
}

function readAll(folder: string): { readonly manifest: z.infer<typeof Manifest>; readonly files: ReadonlyMap<string, { readonly type: string; readonly body: Buffer }> } {
  try {
    const manifest = Manifest.parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
    const files = new Map<string, { readonly type: string; readonly body: Buffer }>();
    for (const [name, { file, type, sha256 }] of Object.entries(manifest.files)) {
      const body = readFileSync(path.join(folder, file));
      if (createHash('sha256').update(body).digest('hex') !== sha256) throw new DamagedProgram(`${name} is not the file that was built`);
      files.set(name, { type, body });
    }
    return { manifest, files };
  } catch (error) {
    throw error instanceof DamagedProgram ? error : new DamagedProgram('the page is not built, or not completely', { cause: error });
  }
}

/**
 * The page as listed in `<folder>/manifest.json`, read into memory once and compared with the listed SHA-256: a path
 * that is not listed does not exist, so there is no path to traverse. Throws DamagedProgram when a file is missing or was changed.
 * The document gets a fresh nonce at every load (Mantine's style elements carry it).
 */
export function loadPageFiles(folder: string): PageFiles {
  const { manifest, files } = readAll(folder);
  return (method, pathname) => {
    if (method !== 'GET') return empty(405);
    const name = pathname === '/' ? manifest.index : pathname;
    const found = files.get(name);
    if (!found) return empty(404);
    const nonce = randomBytes(18).toString('base64');
    const body = name === manifest.index ? Buffer.from(found.body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)) : found.body;
    return { status: 200, headers: safeHeaders(found.type, nonce, name), body };
  };
}
