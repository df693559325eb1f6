/** True when these bytes stand at this place. */
export const startsWith = (bytes: Uint8Array, wanted: readonly number[] | string, at = 0): boolean => {
  const codes = typeof wanted === 'string' ? [...wanted].map(character => character.charCodeAt(0)) : wanted;
  return codes.every((code, index) => bytes[at + index] === code);
};

/** Bytes as text, one character a byte; for looking at signatures only. */
export const latin1 = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

/** Two bytes as a number, the greater first; bytes beyond the end count as zero. */
export const uint16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
/** Four bytes, the greatest first. */
export const uint32 = (bytes: Uint8Array, at: number): number => uint16(bytes, at) * 65_536 + uint16(bytes, at + 2);
/** Two bytes, the smaller first. */
export const uint16le = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
/** Three bytes, the smallest first. */
export const uint24le = (bytes: Uint8Array, at: number): number => uint16le(bytes, at) | ((bytes[at + 2] ?? 0) << 16);
/** Four bytes, the smallest first. */
export const uint32le = (bytes: Uint8Array, at: number): number => uint16le(bytes, at) + uint16le(bytes, at + 2) * 65_536;
