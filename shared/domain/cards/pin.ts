/** PKCS#11 modules disagree about the limits they report; SITHS codes have at least four digits and seldom more than twelve. */
const SHORTEST = 4;
const LONGEST = 64;

/** Lengths a PIN may have when the card's own figures are missing or absurd. */
export function pinLengths(min: number, max: number): { readonly min: number; readonly max: number } {
  const low = min >= 1 && min <= LONGEST ? min : SHORTEST;
  return { min: low, max: max >= low && max <= LONGEST ? max : LONGEST };
}

/**
 * True when `pin` may be sent to the card at all: printable ASCII of an allowed length. Anything else would cost a
 * try with some modules and be refused with an unclear answer by others (cards.md B.3).
 */
export function isPinFormat(pin: Uint8Array, limits: { readonly min: number; readonly max: number }): boolean {
  return pin.length >= limits.min && pin.length <= limits.max && pin.every(byte => byte >= 0x21 && byte <= 0x7e);
}
