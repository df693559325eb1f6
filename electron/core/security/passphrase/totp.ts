import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import { toBase32 } from './base32.ts';

const STEP_SECONDS = 30;
const DIGITS = 6;

/** A new one-time-code secret: 160 bits, as RFC 4226 recommends for SHA-1. */
export const newTotpSecret = (): Buffer => randomBytes(20);

/** Number of the 30-second step this instant falls in. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS);

/** The code of a step: HOTP (RFC 4226) over the step number, as RFC 6238 does with SHA-1. */
export function codeOfStep(secret: Uint8Array, step: number, digits: number = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[19] ?? 0) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

export type CodeAnswer = { readonly outcome: 'ok'; readonly step: number } | { readonly outcome: 'wrong' | 'reused' };

export interface CodeCheck {
  readonly secret: Uint8Array;
  readonly code: string;
  readonly now: Date;
  /** The step whose code was accepted last, or null. That code and all earlier ones are used up. */
  readonly lastStep: number | null;
}

/** L-02: this step or one on either side, six ASCII digits, each code once. */
export function checkCode({ secret, code, now, lastStep }: CodeCheck): CodeAnswer {
  const typed = code.replace(/ /g, '');
  if (!/^[0-9]{6}$/.test(typed)) return { outcome: 'wrong' };
  const current = stepAt(now);
  const steps = [current - 1, current, current + 1].filter(step => step >= 0);
  const matching = steps.filter(step => timingSafeEqual(Buffer.from(codeOfStep(secret, step)), Buffer.from(typed)));
  const fresh = matching.find(step => lastStep === null || step > lastStep);
  if (fresh !== undefined) return { outcome: 'ok', step: fresh };
  return { outcome: matching.length > 0 ? 'reused' : 'wrong' };
}

/** The `otpauth://` address an authenticator app reads from a QR code. */
export function totpUri({ secret, userName, clinicName }: { readonly secret: Uint8Array; readonly userName: string; readonly clinicName: string }): string {
  const label = `${encodeURIComponent(clinicName)}:${encodeURIComponent(userName)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(clinicName)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
