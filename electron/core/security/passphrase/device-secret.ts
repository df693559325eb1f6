import { createHash, randomBytes } from 'node:crypto';

import { fromBase32, toBase32 } from './base32.ts';

const SECRET_BYTES = 16;
const BODY = 26;

/** 128 random bits that live on the enrolled computer and on the person's printed slip (security.md §3.4, L-08). */
export const newDeviceSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** Two characters that make a mistyped slip noticeable. */
const checkOf = (body: string): string => toBase32(createHash('sha256').update(`pm-slip-v1\0${body}`).digest()).slice(0, 2);

/** How the slip shows it: 28 characters in groups of four, the last two a check. */
export function slipCode(secret: Uint8Array): string {
  const body = toBase32(secret);
  return `${body}${checkOf(body)}`.replace(/(.{4})(?=.)/g, '$1-');
}

/** The secret from what somebody typed off a slip; spaces, dashes, case and 0/1/8 for O/I/B forgiven. Null when it is not a slip code. */
export function parseSlipCode(typed: string): Buffer | null {
  const text = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/0/g, 'O').replace(/1/g, 'I').replace(/8/g, 'B');
  if (text.length !== BODY + 2 || checkOf(text.slice(0, BODY)) !== text.slice(BODY)) return null;
  const secret = fromBase32(text.slice(0, BODY));
  return secret?.length === SECRET_BYTES ? secret : null;
}
