import { createHash, timingSafeEqual } from 'node:crypto';

import { fromCrockford, normalize, toCrockford } from './crockford.ts';

/** Which secret a code carries; the first byte of it, so that the two codes of a kit cannot be mixed up. */
export const CODE_KINDS = { identity: 0x01, databaseKey: 0x02 } as const;
export type CodeKind = keyof typeof CODE_KINDS;

export const GROUP_LENGTH = 5;
export const GROUPS_PER_CODE = 12;
const CODE_LENGTH = GROUP_LENGTH * GROUPS_PER_CODE;

const checksum = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest().subarray(0, 4);

/** 32 secret bytes as twelve groups of five: kind, secret, first 4 bytes of SHA-256 over both (security.md §3.5). */
export function encodeCode(kind: CodeKind, secret: Uint8Array): string[] {
  const body = Buffer.concat([Uint8Array.of(CODE_KINDS[kind]), secret]);
  const text = toCrockford(Buffer.concat([body, checksum(body)]));
  return Array.from({ length: GROUPS_PER_CODE }, (_, index) => text.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH));
}

/** The secret in sixty typed characters, in any case and spacing; undefined unless its checksum and kind are right. */
export function decodeCode(typed: string): { readonly kind: CodeKind; readonly secret: Uint8Array } | undefined {
  const text = normalize(typed);
  const bytes = text.length === CODE_LENGTH ? fromCrockford(text) : undefined;
  if (bytes === undefined || bytes.length !== 37) return undefined;
  const body = bytes.subarray(0, 33);
  if (!timingSafeEqual(checksum(body), bytes.subarray(33))) return undefined;
  const kind = (Object.keys(CODE_KINDS) as CodeKind[]).find(name => CODE_KINDS[name] === body[0]);
  return kind === undefined ? undefined : { kind, secret: body.subarray(1) };
}

/** Codes found in free text: any run of sixty code characters, broken by spaces, dashes and new lines. */
export function findCodes(text: string): { readonly kind: CodeKind; readonly secret: Uint8Array }[] {
  const flat = normalize(text);
  const found: { kind: CodeKind; secret: Uint8Array }[] = [];
  for (let at = 0; at + CODE_LENGTH <= flat.length;) {
    const code = decodeCode(flat.slice(at, at + CODE_LENGTH));
    if (code !== undefined) found.push(code);
    at += code === undefined ? 1 : CODE_LENGTH;
  }
  return found;
}
