import { latin1, startsWith, uint16, uint16le, uint24le, uint32, uint32le } from './bytes.ts';

export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** JPEG, PNG or WebP by its first bytes; undefined for anything else. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'image/webp';
  return undefined;
}

/** Width and height as the header says, before anything is decoded (H35); undefined when the header is broken. */
export function imageSizeOf(bytes: Uint8Array, type: ImageType): ImageSize | undefined {
  const size = type === 'image/png' ? pngSize(bytes) : type === 'image/webp' ? webpSize(bytes) : jpegSize(bytes);
  return size && size.width > 0 && size.height > 0 ? size : undefined;
}

function pngSize(bytes: Uint8Array): ImageSize | undefined {
  return bytes.length > 24 && startsWith(bytes, 'IHDR', 12) ? { width: uint32(bytes, 16), height: uint32(bytes, 20) } : undefined;
}

function webpSize(bytes: Uint8Array): ImageSize | undefined {
  if (bytes.length < 30) return undefined;
  const kind = latin1(bytes, 12, 16);
  if (kind === 'VP8X') return { width: uint24le(bytes, 24) + 1, height: uint24le(bytes, 27) + 1 };
  if (kind === 'VP8 ') return { width: uint16le(bytes, 26) & 0x3fff, height: uint16le(bytes, 28) & 0x3fff };
  if (kind !== 'VP8L') return undefined;
  const bits = uint32le(bytes, 21);
  return { width: (bits & 0x3fff) + 1, height: (Math.floor(bits / 16_384) & 0x3fff) + 1 };
}

const hasNoLength = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(bytes: Uint8Array): ImageSize | undefined {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (hasNoLength(marker)) at += 2;
    else if (isFrame(marker)) return { height: uint16(bytes, at + 5), width: uint16(bytes, at + 7) };
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + uint16(bytes, at + 2);
  }
  return undefined;
}
