import type { Country } from '../clinic/clinic.ts';
import { ageOn } from '../identifiers/calendar.ts';
import type { IdentifierKind, Sex } from '../identifiers/identifier.ts';
import type { ImportField, ImportProblem, ImportRemark } from './import.ts';
import { readDate } from './import-date.ts';
import { readName } from './import-name.ts';
import { readImportedNumber } from './import-number.ts';
import { type AddressDraft, type ContactDraft, NOTE_MAX, type ProtectionLevel } from './patient.ts';
import { isEmail, normalizePhone } from './phone.ts';

/** One row of a foreign file as a patient; what could not be read stands in the registration note, so that nothing is lost. */
export interface ImportedPatient {
  readonly givenName: string;
  readonly familyName: string;
  readonly number: { readonly kind: IdentifierKind; readonly value: string } | null;
  readonly externalId: string | null;
  readonly birthDate: string | null;
  readonly sex: Sex;
  readonly protection: ProtectionLevel;
  readonly deceasedOn: string | null;
  readonly lastVisit: string | null;
  readonly registrationNote: string;
  readonly contacts: readonly ContactDraft[];
  readonly address: AddressDraft | null;
}

export type RowResult =
  | { readonly ok: true; readonly patient: ImportedPatient; readonly remarks: readonly ImportRemark[] }
  | { readonly ok: false; readonly problem: ImportProblem };

export interface RowRules {
  readonly country: Country;
  readonly today: string;
  readonly dateOrder: 'dmy' | 'mdy';
}

export type Cells = Readonly<Partial<Record<ImportField, string>>>;

const WARNING_WORDS = /allerg|överkänslig|överkanslig|anafyla|smitt|mrsa|\bhiv\b|hepatit|blödar|epilep|pacemaker|warfarin|waran|insulin|hypersens|infect/iu;
const PHONES = [['mobile', 'mobile'], ['phone', 'phone'], ['workPhone', 'work']] as const;

/** Reads the cells of one row. The first thing that stops it is named; everything else becomes a remark. */
export function readRow(cells: Cells, rules: RowRules): RowResult {
  const remarks = new Set<ImportRemark>();
  const name = readName(cells, remarks);
  if (!name.ok) return name;
  const number = readImportedNumber(cells.number ?? '', rules, remarks);
  if (!number.ok) return number;
  const proposed = number.parsed ?? { birthDate: null, sex: null };
  const born = readBirthDate(cells, rules, { proposed: proposed.birthDate, remarks });
  if (!born.ok) return born;
  const patient: ImportedPatient = {
    givenName: name.givenName, familyName: name.familyName,
    number: number.parsed ? { kind: number.parsed.kind, value: number.parsed.value } : null,
    externalId: oneLine(cells.externalId, 60) || null,
    birthDate: born.date, sex: readSex(cells.sex ?? '', proposed.sex, remarks), protection: readProtection(cells.protection ?? '', remarks),
    contacts: readContacts(cells, rules, remarks), address: readAddress(cells), ...readRest(cells, rules, remarks),
  };
  return { ok: true, patient, remarks: [...remarks] };
}

/** Dates that may be missing, and the note, which takes in what could not be read as a date. */
function readRest(cells: Cells, rules: RowRules, remarks: Set<ImportRemark>): Pick<ImportedPatient, 'lastVisit' | 'deceasedOn' | 'registrationNote'> {
  const leftovers: string[] = [];
  const lastVisit = readOptionalDate(cells.lastVisit, rules, () => remarks.add('lastVisitUnreadable'), leftovers);
  if (lastVisit?.isOrderAssumed) remarks.add('lastVisitDateOrder');
  const deceased = readOptionalDate(cells.deceasedOn, rules, () => remarks.add('deceasedUnreadable'), leftovers);
  return { lastVisit: lastVisit?.date ?? null, deceasedOn: deceased?.date ?? null, registrationNote: readNote(cells.note ?? '', leftovers, remarks) };
}

type Born = { readonly ok: true; readonly date: string | null } | { readonly ok: false; readonly problem: ImportProblem };

/** The file's own birth date wins over the one in the number: the number only proposes (I-11). */
function readBirthDate(cells: Cells, rules: RowRules, about: { proposed: string | null; remarks: Set<ImportRemark> }): Born {
  const text = cells.birthDate?.trim() ?? '';
  if (text === '') return { ok: true, date: about.proposed };
  const read = readDate(text, rules.dateOrder);
  if (!read) return { ok: false, problem: 'birthDateWrong' };
  if (read.date > rules.today) return { ok: false, problem: 'birthDateFuture' };
  if (ageOn(read.date, rules.today) > 130) return { ok: false, problem: 'birthDateWrong' };
  if (about.proposed !== null && about.proposed !== read.date) about.remarks.add('birthDateDiffers');
  return { ok: true, date: read.date };
}

function readOptionalDate(text: string | undefined, rules: RowRules, onUnreadable: () => void, leftovers: string[]) {
  if (text === undefined || text.trim() === '') return null;
  const read = readDate(text, rules.dateOrder);
  if (read && read.date <= rules.today) return read;
  onUnreadable();
  leftovers.push(text.trim());
  return null;
}

/** A phone or address that cannot be read stays as written, with the other ways to reach the person, so that it is hidden with them. */
function readContacts(cells: Cells, rules: RowRules, remarks: Set<ImportRemark>): ContactDraft[] {
  const contacts: ContactDraft[] = [];
  for (const [field, kind] of PHONES) {
    const text = oneLine(cells[field], 254);
    if (text === '') continue;
    const value = normalizePhone(text, rules.country);
    if (value === null) remarks.add('phoneUnreadable');
    contacts.push({ kind, value: value ?? text, note: '' });
  }
  const email = oneLine(cells.email, 254);
  if (email === '') return contacts;
  if (!isEmail(email)) remarks.add('emailUnreadable');
  return [...contacts, { kind: 'email', value: email, note: '' }];
}

const oneLine = (text: string | undefined, max: number): string => (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, max);

function readAddress(cells: Cells): AddressDraft | null {
  const postCode = oneLine(cells.postCode, 20).replace(/^(\d{3})\s?(\d{2})$/, '$1 $2');
  const address = { kind: 'home' as const, street: oneLine(cells.street, 200), careOf: oneLine(cells.careOf, 120), postCode, city: oneLine(cells.city, 120), country: '' };
  return address.street + address.careOf + postCode + address.city === '' ? null : address;
}

function readSex(text: string, proposed: 'F' | 'M' | null, remarks: Set<ImportRemark>): Sex {
  const word = text.trim().toLowerCase();
  const said = /^(k|kv|kvinna|kvinde|f|female|woman|w|weiblich)$/.test(word) ? 'F' : /^(m|man|mand|mann|male|männlich)$/.test(word) ? 'M' : null;
  if (said !== null && proposed !== null && said !== proposed) remarks.add('sexDiffers');
  return said ?? proposed ?? 'U';
}

/** Any mark that is not a clear no protects: hiding too much can be undone, showing cannot (G-11). */
function readProtection(text: string, remarks: Set<ImportRemark>): ProtectionLevel {
  const word = text.trim().toLowerCase();
  if (word === '' || /^(n|nej|no|nei|0|false|falskt|-)$/.test(word)) return 'none';
  const isRegistration = /folkbokf|kvarskriv|01053|01055/.test(word);
  const isClear = isRegistration || /^(j|ja|y|yes|x|1|true|sant|s|sekretess.*|skydd.*)$/.test(word);
  remarks.add(isClear ? 'protectionMarked' : 'protectionUnclear');
  return isRegistration ? 'protected' : 'marked';
}

/** A note for the register, not for the journal: whoever reads it decides what of it is clinical. */
function readNote(text: string, leftovers: readonly string[], remarks: Set<ImportRemark>): string {
  const note = [text.replaceAll(/\r\n?/g, '\n').trim(), ...leftovers].filter(part => part !== '').join('\n');
  if (WARNING_WORDS.test(note)) remarks.add('noteLikeWarning');
  if (note.length > NOTE_MAX) remarks.add('noteShortened');
  return note.slice(0, NOTE_MAX);
}
