import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { luhnDigit } from '#shared/domain/identifiers/luhn.ts';
import { HITS_BY_SEQ_SQL, LIST_SQL } from '#electron/core/repositories/patient.ts';
import { SEARCH_SQL } from '#electron/core/repositories/patient-search.ts';
import { register, startPatientsClinic, type PatientsClinic } from './patients-clinic.ts';

const number = (payload: string) => `19${payload}${luhnDigit(payload)}`;
const PEOPLE = [
  { givenName: 'Åsa', familyName: 'Karlsson', text: number('811218986'), birthDate: '1981-12-18', contacts: [{ kind: 'mobile' as const, value: '070-123 45 67', note: '' }] },
  { givenName: 'Christina', familyName: 'Carlsson', text: number('750303238'), birthDate: '1975-03-03', contacts: [{ kind: 'phone' as const, value: '08-123 456', note: '' }] },
  { givenName: 'Kristina Maria', familyName: 'Karlsson Öberg', text: number('900101238'), birthDate: '1990-01-01' },
  { givenName: 'Karl', familyName: 'Lindqvist', birthDate: '1981-12-18' },
  { givenName: 'José', familyName: "O'Brien", birthDate: '1960-06-06' },
  { givenName: 'Johan', familyName: 'de la Cruz', birthDate: null },
  { givenName: 'Bo', familyName: 'Ek', birthDate: '1944-01-12' },
];

describe('search as you type', () => {
  let clinic: PatientsClinic;
  let reception: Awaited<ReturnType<PatientsClinic['as']>>;
  beforeAll(async () => {
    clinic = await startPatientsClinic();
    reception = await clinic.as('receptionist');
    for (const person of PEOPLE) await register(reception, person);
  });
  afterAll(async () => {
    expect(clinic.reported).toEqual([]);
    await clinic.stop();
  });
  const found = async (text: string) => (await reception.patients.search({ text })).map(hit => `${hit.givenName} ${hit.familyName}`);
  const ASA = 'Åsa Karlsson';
  const NR = number('811218986');

  it.each([NR, NR.slice(2), `${NR.slice(2, 8)}-${NR.slice(8)}`, `${NR.slice(0, 8)}-${NR.slice(8)}`, NR.slice(8), `${NR.slice(0, 8)} ${NR.slice(8)}`, NR.slice(0, 10), '070-123 45 67', '070/1234567', '+46 70 123 45 67', '0046701234567', '070 123', 'åsa 811218', `karlsson ${NR.slice(8)}`, 'karlsson 070123'])('finds a person by %s', async text => {
    expect((await found(text))[0]).toBe(ASA);
  });
  it.each(['karlsson åsa', 'åsa karlsson', 'asa karl', 'Karlsson, Åsa', 'A\u030Asa', 'ÅSA', 'osa', 'carlson asa'])('finds a name typed as %s', async text => {
    expect(await found(text)).toContain(ASA);
  });
  it.each(['kristina karlsson', 'christina carlsson', 'Cristina Karlson'])('hears that %s may be spelt otherwise', async text => {
    expect(await found(text)).toEqual(expect.arrayContaining(['Christina Carlsson', 'Kristina Maria Karlsson Öberg']));
  });
  it.each([['jose', "José O'Brien"], ['obrien', "José O'Brien"], ["o'b", "José O'Brien"], ['brien jose', "José O'Brien"], ['de la cruz', 'Johan de la Cruz'], ['cruz joh', 'Johan de la Cruz'], ['lindkvist', 'Karl Lindqvist'], ['oberg', 'Kristina Maria Karlsson Öberg'], ['maria', 'Kristina Maria Karlsson Öberg']])('finds %s', async (text, name) => {
    expect((await found(text))[0]).toBe(name);
  });
  it.each(['811218', '1981-12-18', '19811218', '1981-12', '8112'])('finds everybody born on %s', async text => {
    expect((await found(text)).sort()).toEqual(['Karl Lindqvist', ASA]);
  });
  it('puts the exact number first, and names that begin so before names that sound so', async () => {
    expect((await found(NR.slice(8)))[0]).toBe(ASA);
    expect((await found('karlsson')).slice(0, 3)).toEqual([ASA, 'Kristina Maria Karlsson Öberg', 'Christina Carlsson']);
    expect((await found('kar')).slice(0, 3).sort()).toEqual(['Karl Lindqvist', 'Kristina Maria Karlsson Öberg', ASA].sort());
  });
  it.each(['', ' ', '-', '"', '*', '""*', 'NOT', 'AND OR', '()', '{name}:', "';--", '%', '\u200b', '+', 'x'.repeat(100), '1'.repeat(100), '🙂'])('answers %j without failing', async text => {
    expect(Array.isArray(await found(text))).toBe(true);
  });
  it('typing letter by letter never loses the person', async () => {
    for (const whole of ['karlsson åsa', 'christina carlsson', NR, '0701234567']) for (let length = 2; length <= whole.length; length += 1) expect(await found(whole.slice(0, length)), whole.slice(0, length)).not.toEqual([]);
  });
  it('lists the register in name order, a page at a time', async () => {
    const first = await reception.patients.list({ limit: 3 });
    const rest = await reception.patients.list({ after: first.rows.at(-1)?.id ?? '', limit: 100 });
    expect([...first.rows, ...rest.rows].map(row => row.familyName)).toEqual(['Carlsson', 'de la Cruz', 'Ek', 'Karlsson', 'Karlsson Öberg', 'Lindqvist', "O'Brien"]);
    expect(first.total).toBe(PEOPLE.length);
  });

  it.each([...Object.entries(SEARCH_SQL), ['hits', HITS_BY_SEQ_SQL], ['list', LIST_SQL]] as [string, string][])('the plan of "%s" walks an index, never the table', async (_name, sql) => {
    const bindings = (sql.match(/\?/g) ?? []).map((_, index) => (sql.includes('MATCH') && index === 0 ? '{name}: "a"*' : sql.includes('json_each') ? '[1]' : '1'));
    const plan = ((await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings)) as { detail: string }[]).map(row => row.detail);
    expect(plan.join('\n')).not.toMatch(/SCAN (p|patient|i|c|k|patient_key|patient_identifier|contact_point)\b(?! USING INDEX)/);
    expect(plan.join('\n')).not.toMatch(/SCAN patient_words VIRTUAL TABLE INDEX 0:$/m);
  });
});
