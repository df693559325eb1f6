import type { CodeLevel } from '#shared/domain/codes/code-pack.ts';

/** Where a code stands, by its form, for files that do not say: ICD chapters and ranges, KVÅ letters, three-character categories. */
export function levelOf(code: string): CodeLevel {
  if (/^(?:\d{1,2}|[IVX]{1,5}|[A-ZÅÄÖ])$/.test(code)) return 'chapter';
  if (/^[A-Z]\d{2}[A-Z]?\s*[-–]\s*[A-Z]\d{2}[A-Z]?$/.test(code) || /^[A-ZÅÄÖ]{2,3}$/.test(code)) return 'block';
  return /^[A-Z]\d{2}$/.test(code) ? 'category' : 'code';
}

/** What Socialstyrelsen writes in the column "Kodnivå - kodspecifikation". */
export function levelOfName(name: string, code: string): CodeLevel {
  const folded = name.toLowerCase();
  if (folded.startsWith('kapitel')) return 'chapter';
  if (folded.startsWith('avsnitt')) return 'block';
  if (folded.startsWith('kategori')) return 'category';
  return folded === '' ? levelOf(code) : 'code';
}
