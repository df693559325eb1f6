import type { Brand } from '#shared/kernel/brand.ts';

/** An HSA-id: `SE`, ten digits of the organisation number, a hyphen and a suffix; 31 characters at most, upper case. */
export type HsaId = Brand<string, 'HsaId'>;

const PATTERN = /^SE\d{10}-[0-9A-Z]{1,18}$/;

/** The HSA-id in upper case without surrounding space, or null when the text is not one. */
export function readHsaId(text: string): HsaId | null {
  const tidy = text.trim().toUpperCase();
  return PATTERN.test(tidy) ? (tidy as HsaId) : null;
}
