import { useLanguage } from '#renderer/ui/index.ts';

/** A country's name in the user's language, from its ISO 3166-1 code. */
export function useCountryName(): (code: string) => string {
  const names = new Intl.DisplayNames([useLanguage()], { type: 'region', fallback: 'code' });
  return code => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
}
