import { latin1, startsWith, uint16, uint32, uint32le } from './bytes.ts';
import { imageSizeOf, imageTypeOf, type ImageSize, type ImageType } from './image-header.ts';

/**
 * K-24: whether a picture is nothing but pixels: no EXIF, no place, no maker's notes, no colour profile, no text, no preview,
 * and nothing behind its end. Reads lengths and names of parts only; nothing is decoded. Gives type and size, or undefined.
 */
export function cleanImage(bytes: Uint8Array): (ImageSize & { readonly type: ImageType }) | undefined {
  const type = imageTypeOf(bytes);
  const size = type && imageSizeOf(bytes, type);
  if (!type || !size) return undefined;
  const isClean = type === 'image/png' ? isCleanPng(bytes) : type === 'image/webp' ? isCleanWebp(bytes) : isCleanJpeg(bytes);
  return isClean ? { type, ...size } : undefined;
}

const PNG_PARTS: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'sRGB', 'gAMA', 'cHRM', 'pHYs', 'sBIT', 'IEND']);

function isCleanPng(bytes: Uint8Array): boolean {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const name = latin1(bytes, at + 4, at + 8);
    if (!PNG_PARTS.has(name)) return false;
    at += 12 + uint32(bytes, at);
    if (name === 'IEND') return at === bytes.length;
  }
  return false;
}

const WEBP_PARTS: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH']);

function isCleanWebp(bytes: Uint8Array): boolean {
  if (uint32le(bytes, 4) + 8 !== bytes.length) return false;
  let at = 12;
  while (at + 8 <= bytes.length) {
    if (!WEBP_PARTS.has(latin1(bytes, at, at + 4))) return false;
    const length = uint32le(bytes, at + 4);
    at += 8 + length + (length % 2);
  }
  return at === bytes.length;
}

/** DQT, DRI, SOS, and frames with their tables. */
const isPixelSegment = (marker: number): boolean => marker === 0xdb || marker === 0xdd || marker === 0xda || (marker >= 0xc0 && marker <= 0xcf);
const isPlainJfif = (bytes: Uint8Array, at: number): boolean => bytes[at + 1] === 0xe0 && uint16(bytes, at + 2) === 16 && startsWith(bytes, 'JFIF\0', at + 4);

/** Tables, frames, scans and restart marks; of the APP segments only a JFIF head without a picture in it. */
function isCleanJpeg(bytes: Uint8Array): boolean {
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    const length = uint16(bytes, at + 2);
    if (bytes[at] !== 0xff || length < 2) return false;
    if (!isPixelSegment(marker) && !isPlainJfif(bytes, at)) return false;
    at += 2 + length;
    if (marker !== 0xda) continue;
    at = endOfScan(bytes, at);
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2 === bytes.length;
  }
  return false;
}

/** Where the next marker after compressed data stands. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at;
  }
  return bytes.length;
}
