import type { Country } from '../clinic/clinic.ts';
import type { IdentifierNote, ParsedIdentifier } from '../identifiers/identifier.ts';
import { parseIdentifier, tidyNumber } from '../identifiers/parse.ts';
import type { ImportProblem, ImportRemark } from './import.ts';

export type NumberResult = { readonly ok: true; readonly parsed: ParsedIdentifier | null } | { readonly ok: false; readonly problem: ImportProblem };

const PROBLEMS = { format: 'numberFormat', date: 'numberDate', future: 'numberFuture', check: 'numberCheck' } as const;
const REMARKS: Partial<Record<IdentifierNote, ImportRemark>> = {
  centuryAssumed: 'centuryAssumed', birthDateUnknown: 'birthDateUnknown', checkHint: 'checkHint', shapeOnly: 'shapeOnly', synthetic: 'synthetic', checkForm2032: 'checkForm2032', birthDateAhead: 'birthDateAhead',
};

/** A number by the country's rules, never repaired and never guessed (H26). An empty cell is no fault: the clinic gives its own number (I-05). */
export function readImportedNumber(text: string, rules: { country: Country; today: string }, remarks: Set<ImportRemark>): NumberResult {
  // Spreadsheets are told by an apostrophe that digits are text.
  const tidy = tidyNumber(text).replace(/^'/, '');
  if (tidy.replaceAll('-', '') === '') {
    remarks.add('numberMissing');
    return { ok: true, parsed: null };
  }
  const parsed = parseIdentifier(tidy, rules.country, rules.today);
  if (!parsed.ok) return { ok: false, problem: parsed.bad === 'format' && /^\d{1,9}$/.test(tidy.replaceAll(/[-+]/g, '')) ? 'numberIncomplete' : PROBLEMS[parsed.bad] };
  for (const note of parsed.notes) {
    const remark = REMARKS[note];
    if (remark) remarks.add(remark);
  }
  return { ok: true, parsed };
}
