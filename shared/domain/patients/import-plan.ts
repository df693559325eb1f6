import { foldName } from './fold.ts';
import type { ImportField, ImportOptions, ImportProblem, ImportRemark } from './import.ts';
import { readRow, type ImportedPatient, type RowRules } from './import-row.ts';
import { soundsAlike } from './phonetic.ts';

/** What will happen with one line of the file. */
export interface PlannedLine {
  readonly line: number;
  readonly row: number;
  outcome: 'goesIn' | 'alreadyThere' | 'refused';
  problem: ImportProblem | null;
  readonly remarks: Set<ImportRemark>;
  clashesWith: number[];
  /** As the file has them, for the report. */
  readonly name: string;
  readonly number: string;
  readonly patient: ImportedPatient | null;
}

export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

type PlanOptions = Pick<ImportOptions, 'chosen'> & { readonly mapping: readonly (ImportField | null)[]; readonly rules: RowRules };

/** Key of a number in look-ups. */
export const numberKey = (patient: ImportedPatient): string | null => (patient.number ? `${patient.number.kind}:${patient.number.value}` : null);
/** Key of a name in look-ups. */
export const nameKey = (patient: Pick<ImportedPatient, 'givenName' | 'familyName'>): string => `${foldName(patient.familyName)}|${foldName(patient.givenName)}`;
/** This line will not be imported: why, and with which other lines of the file it clashes. */
export const refuseLine = (planned: PlannedLine, problem: ImportProblem, clashesWith: number[] = []): void => {
  planned.outcome = 'refused';
  planned.problem = problem;
  planned.clashesWith = clashesWith;
};

/** Reads every row and settles what the file says about itself; the register is asked afterwards. */
export function planFile(table: Table, options: PlanOptions): PlannedLine[] {
  const plan = table.rows.map((cells, index) => planRow(table, { cells, index, options }));
  settleSameNumber(plan, options.chosen);
  settleSameCustomer(plan);
  return plan;
}

function planRow(table: Table, { cells, index, options }: { cells: readonly string[]; index: number; options: PlanOptions }): PlannedLine {
  const byField: Partial<Record<ImportField, string>> = {};
  options.mapping.forEach((field, column) => {
    if (field !== null) byField[field] = cells[column] ?? '';
  });
  const name = [byField.familyName, byField.givenName].filter(Boolean).join(', ') || (byField.fullName ?? '');
  const base = { line: table.lines[index] ?? 0, row: index + 2, clashesWith: [], name: name.slice(0, 200), number: (byField.number ?? '').slice(0, 60) };
  // A row with other columns than the header may have them shifted: a phone in the field for protection, say.
  const isWhole = cells.length >= table.headers.length && cells.slice(table.headers.length).every(cell => cell.trim() === '');
  const result = isWhole ? readRow(byField, options.rules) : ({ ok: false, problem: 'columnCount' } as const);
  return result.ok
    ? { ...base, outcome: 'goesIn', problem: null, remarks: new Set(result.remarks), patient: result.patient }
    : { ...base, outcome: 'refused', problem: result.problem, remarks: new Set(), patient: null };
}

/**
 * One number on several lines: with one name the first goes in; with different names nobody knows whose the number is,
 * so none goes in unless a person has chosen one (H56).
 */
function settleSameNumber(plan: readonly PlannedLine[], chosen: readonly number[]): void {
  for (const group of groupsBy(plan, numberKey)) {
    const lines = group.map(planned => planned.line);
    const [first, ...others] = group;
    if (!first) continue;
    const picked = group.filter(planned => chosen.includes(planned.line));
    const isOnePerson = others.every(other => isSameName(first, other));
    const winner = picked.length === 1 ? picked[0] : isOnePerson ? first : undefined;
    for (const planned of group) {
      const clashes = lines.filter(line => line !== planned.line);
      if (planned === winner) planned.clashesWith = clashes;
      else refuseLine(planned, isOnePerson ? 'repeatedInFile' : 'sameNumberOtherName', clashes);
    }
  }
}

/** Without a number: one customer number, or name and birth date, on several lines is one person. */
function settleSameCustomer(plan: readonly PlannedLine[]): void {
  const key = (patient: ImportedPatient) => (patient.number ? null : (patient.externalId ?? (patient.birthDate === null ? null : `${nameKey(patient)}|${patient.birthDate}`)));
  for (const [first, ...others] of groupsBy(plan, key))
    for (const other of others) if (first) refuseLine(other, isSameName(first, other) ? 'repeatedInFile' : 'customerNumberTaken', [first.line]);
}

const isSameName = (one: PlannedLine, other: PlannedLine): boolean =>
  one.patient !== null && other.patient !== null && soundsAlike(`${one.patient.givenName} ${one.patient.familyName}`, `${other.patient.givenName} ${other.patient.familyName}`);

/** Groups of two and more lines that still go in and share a key. */
function groupsBy(plan: readonly PlannedLine[], key: (patient: ImportedPatient) => string | null): PlannedLine[][] {
  const groups = new Map<string, PlannedLine[]>();
  for (const planned of plan) {
    const text = planned.patient && planned.outcome === 'goesIn' ? key(planned.patient) : null;
    if (text !== null) groups.set(text, [...(groups.get(text) ?? []), planned]);
  }
  return [...groups.values()].filter(group => group.length > 1);
}
