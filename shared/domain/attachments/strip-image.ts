import { latin1, uint16, uint32le } from './bytes.ts';
import type { ImageType } from './image-header.ts';

/**
 * Takes out what an encoder adds besides pixels (Chromium puts a colour profile into every JPEG and WebP): the same profile for
 * every picture, but a stored picture shall be provably nothing but pixels. For our own encoder's output only; what else
 * comes in is decoded and encoded first (K-24).
 */
export function stripImage(bytes: Uint8Array<ArrayBuffer>, type: ImageType): Uint8Array<ArrayBuffer> {
  if (type === 'image/jpeg') return stripJpeg(bytes);
  return type === 'image/webp' ? stripWebp(bytes) : bytes;
}

/** APP1 to APP15 and comments, before the first scan. */
const isExtra = (marker: number): boolean => (marker >= 0xe1 && marker <= 0xef) || marker === 0xfe;

function stripJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = at + 2 + uint16(bytes, at + 2);
    if (!isExtra(bytes[at + 1] ?? 0)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return joined([...parts, bytes.subarray(at)]);
}

const EXTRA_PARTS: ReadonlySet<string> = new Set(['ICCP', 'EXIF', 'XMP ']);
/** In VP8X: profile, EXIF, XMP. */
const EXTRA_FLAGS = 0x20 | 0x08 | 0x04;

function stripWebp(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const parts = [bytes.slice(0, 12)];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = latin1(bytes, at, at + 4);
    const length = uint32le(bytes, at + 4);
    const end = at + 8 + length + (length % 2);
    const part = bytes.slice(at, end);
    if (name === 'VP8X') part[8] = (part[8] ?? 0) & ~EXTRA_FLAGS;
    if (!EXTRA_PARTS.has(name)) parts.push(part);
    at = end;
  }
  const whole = joined(parts);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
