import type { ImportProblem, ImportRemark } from './import.ts';
import { NAME_MAX } from './patient.ts';

type NameCells = { readonly fullName?: string; readonly familyName?: string; readonly givenName?: string };
export type NameResult = { readonly ok: true; readonly givenName: string; readonly familyName: string } | { readonly ok: false; readonly problem: ImportProblem };

const PARTICLES = /^(von|van|de|da|di|du|af|av|la|le|der|den|el|al|bin|ibn|zu)$/i;
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** Family and given name from their columns, or from one: "Karlsson, Åsa", else the last word with its particles is the family name. */
export function readName(cells: NameCells, remarks: Set<ImportRemark>): NameResult {
  const split = splitFullName(cells.fullName ?? '');
  const familyName = tidy(cells.familyName ?? '', remarks) || tidy(split.familyName, remarks);
  const givenName = tidy(cells.givenName ?? '', remarks) || tidy(split.givenName, remarks);
  if (familyName === '' || givenName === '') return { ok: false, problem: 'nameMissing' };
  if (familyName.length > NAME_MAX || givenName.length > NAME_MAX) return { ok: false, problem: 'nameTooLong' };
  return { ok: true, givenName, familyName };
}

function tidy(text: string, remarks: Set<ImportRemark>): string {
  if (/[\r\n]/.test(text.trim())) remarks.add('lineBreakInName');
  return text.replaceAll(CONTROL, ' ').replaceAll(/ {2,}/g, ' ').trim();
}

function splitFullName(text: string): { givenName: string; familyName: string } {
  const comma = text.indexOf(',');
  if (comma >= 0) return { familyName: text.slice(0, comma), givenName: text.slice(comma + 1) };
  const words = text.trim().split(/\s+/);
  let start = words.length - 1;
  while (start > 1 && PARTICLES.test(words[start - 1] ?? '')) start -= 1;
  return { givenName: words.slice(0, start).join(' '), familyName: words.slice(start).join(' ') };
}
