/** Crockford base32: no I, L, O or U, so that paper and eyes do not confuse letters with digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What people type instead of the letters that are not used, plus spaces and dashes that carry nothing. */
export const normalize = (text: string): string =>
  text.toUpperCase().replace(/[\s\-–—·.]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

/** Bytes as base32, most significant bit first, the last character filled with zero bits. */
export function toCrockford(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (ALPHABET[(value << (5 - bits)) & 31] ?? '');
}

/** The inverse of `toCrockford` on normalized text; undefined for other characters or non-zero filling bits. */
export function fromCrockford(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit === -1) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >>> bits) & 255);
    }
    value &= (1 << bits) - 1;
  }
  return value === 0 ? Uint8Array.from(bytes) : undefined;
}
