import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import { luhnDigit } from '#shared/domain/identifiers/luhn.ts';
import { temporaryNumber } from '#shared/domain/identifiers/temporary.ts';
import { aDraft, register, startPatientsClinic, type PatientsClinic } from './patients-clinic.ts';

const shown = (running: number) => displayIdentifier('temporary', temporaryNumber(running));
const NUMBER = (() => {
  const payload = '811218986';
  return `19${payload}${luhnDigit(payload)}`;
})();

describe('registering a patient', () => {
  let clinic: PatientsClinic;
  let reception: Awaited<ReturnType<PatientsClinic['as']>>;
  beforeEach(async () => {
    clinic = await startPatientsClinic();
    reception = await clinic.as('receptionist');
  });
  afterEach(async () => {
    expect(clinic.reported).toEqual([]);
    await clinic.stop();
  });
  const log = async () => (await clinic.db.reader.raw('SELECT action, patient_id, category, reason_text, outcome FROM audit_event ORDER BY seq')) as Record<string, unknown>[];

  it('I-01: takes a personnummer in any form and shows it as 19811218-nnnn', async () => {
    const id = await register(reception, { text: NUMBER.slice(2, 8) + '-' + NUMBER.slice(8) });
    const card = await reception.patients.get({ id });
    expect(card).toMatchObject({ number: `${NUMBER.slice(0, 8)}-${NUMBER.slice(8)}`, numberKind: 'personnummer', givenName: 'Åsa', version: 1 });
  });

  it('A-02, A-03: adding, opening and searching each leave one row in the log', async () => {
    const id = await register(reception, { text: NUMBER });
    await reception.patients.get({ id });
    await reception.patients.search({ text: 'asa' });
    expect((await log()).map(row => [row['action'], row['patient_id']])).toEqual([['PATIENT_ADD', id], ['PATIENT_OPEN', id], ['PATIENT_SEARCH', null]]);
  });

  it('sending the form twice registers once', async () => {
    const id = v7();
    const first = await reception.patients.register({ id, draft: aDraft() });
    const second = await reception.patients.register({ id, draft: aDraft() });
    expect(second).toEqual(first);
    expect((await reception.patients.list({})).total).toBe(1);
  });

  it.each([['199001012386', 'check'], ['209901012386', 'future'], ['199002302389', 'date'], ['8512', 'format']])('I-01: refuses %s and says why (%s)', async (text, fault) => {
    await expect(reception.patients.register({ id: v7(), draft: aDraft({ text }) })).rejects.toMatchObject({ detail: { code: 'patients.identifierInvalid', params: { fault } } });
    expect((await reception.patients.list({})).total).toBe(0);
  });

  it('refuses a number that somebody has, and leaves nothing behind', async () => {
    await register(reception, { text: NUMBER });
    await expect(reception.patients.register({ id: v7(), draft: aDraft({ text: NUMBER.slice(2), givenName: 'Eva' }) })).rejects.toMatchObject({ detail: { code: 'patients.duplicateNationalId' } });
    expect((await reception.patients.list({})).total).toBe(1);
    expect((await log()).filter(row => row['action'] === 'PATIENT_ADD')).toHaveLength(1);
  });

  it('I-05: without a number the clinic gives its own, which is replaced, kept and never reused', async () => {
    const first = await register(reception);
    const second = await register(reception, { givenName: 'Bo', familyName: 'Ek' });
    const [one, two] = [await reception.patients.get({ id: first }), await reception.patients.get({ id: second })];
    expect([one.number, two.number]).toEqual([shown(1), shown(2)]);
    await reception.patients.addIdentifier({ id: first, version: 1, number: { country: 'SE', text: NUMBER } });
    const merged = await reception.patients.get({ id: first });
    expect(merged).toMatchObject({ numberKind: 'personnummer', version: 2 });
    expect(merged.identifiers.map(({ kind, endedAt }) => [kind, endedAt !== null])).toEqual([['personnummer', false], ['temporary', true]]);
    // the old number still leads to the person, and the next person gets another
    expect((await reception.patients.search({ text: shown(1) })).map(hit => hit.id)).toEqual([first]);
    const third = await register(reception, { givenName: 'Ida', familyName: 'Ek' });
    expect((await reception.patients.get({ id: third })).number).toBe(shown(3));
    await expect(reception.patients.addIdentifier({ id: second, version: 1, number: { country: 'SE', text: shown(1) } })).rejects.toMatchObject({ detail: { code: 'patients.identifierInvalid' } });
  });

  it('I-11: a new number after a change of legal sex is linked to the old; sex and birth date are what a person entered', async () => {
    const id = await register(reception, { text: NUMBER, sex: 'X', birthDate: '1981-12-17' });
    const payload = '811218239';
    await reception.patients.addIdentifier({ id, version: 1, number: { country: 'SE', text: `19${payload}${luhnDigit(payload)}` } });
    const card = await reception.patients.get({ id });
    expect(card).toMatchObject({ sex: 'X', birthDate: '1981-12-17' });
    const links = (await clinic.db.reader.raw('SELECT old.value AS old, new.value AS new FROM patient_identifier old JOIN patient_identifier new ON new.id = old.replaced_by')) as Record<string, unknown>[];
    expect(links).toEqual([{ old: NUMBER, new: `19${payload}${luhnDigit(payload)}` }]);
  });

  it('I-01: somebody registered with a number and no birth date has the one in the number, at once or when the number comes later', async () => {
    const at = await register(reception, { text: NUMBER, birthDate: null });
    expect(await reception.patients.get({ id: at })).toMatchObject({ birthDate: '1981-12-18' });
    expect((await reception.patients.search({ text: 'karlsson' })).map(hit => hit.birthDate)).toEqual(['1981-12-18']);
    const later = await register(reception, { familyName: 'Ek', birthDate: null });
    const payload = '811278239';
    await reception.patients.addIdentifier({ id: later, version: 1, number: { country: 'SE', text: `19${payload}${luhnDigit(payload)}` } });
    expect(await reception.patients.get({ id: later })).toMatchObject({ birthDate: '1981-12-18', version: 2 });
  });

  it('warns while typing: same number, same birth date with a name that sounds alike, same name without birth date', async () => {
    const id = await register(reception, { givenName: 'Kristina', familyName: 'Karlsson', text: NUMBER });
    const ask = { number: null, givenName: '', familyName: '', birthDate: null };
    expect((await reception.patients.findSimilar({ ...ask, number: { country: 'SE', text: NUMBER.slice(2) } })).sameNumber?.id).toBe(id);
    expect((await reception.patients.findSimilar({ ...ask, givenName: 'Christina', familyName: 'Lind', birthDate: '1981-12-18' })).similar.map(hit => hit.id)).toEqual([id]);
    expect((await reception.patients.findSimilar({ ...ask, givenName: 'Christina', familyName: 'Carlsson' })).similar.map(hit => hit.id)).toEqual([id]);
    expect((await reception.patients.findSimilar({ ...ask, givenName: 'Christina', familyName: 'Carlsson', birthDate: '1990-01-01' })).similar).toEqual([]);
    expect((await reception.patients.findSimilar({ ...ask, givenName: 'Bo', familyName: 'Ek', birthDate: '1981-12-18' })).similar).toEqual([]);
    expect((await reception.patients.findSimilar({ ...ask, givenName: 'Christina', familyName: 'Carlsson', exceptId: id })).similar).toEqual([]);
  });

  it('keeps phones in one form whatever was typed, and refuses what is none', async () => {
    const id = await register(reception, { contacts: [{ kind: 'mobile', value: '070/123 45 67', note: '' }, { kind: 'email', value: 'asa@example.se', note: '' }] });
    const card = await reception.patients.get({ id });
    expect(card.whereabouts?.contacts.map(({ kind, value, display }) => [kind, value, display])).toEqual([['mobile', '+46701234567', '070-123 45 67'], ['email', 'asa@example.se', 'asa@example.se']]);
    await expect(register(reception, { contacts: [{ kind: 'mobile', value: 'ring på kvällen', note: '' }] })).rejects.toMatchObject({ detail: { code: 'patients.contactInvalid', params: { kind: 'mobile' } } });
  });

  it('administrators do not read the register (decision 9)', async () => {
    const owner = await clinic.as('administrator');
    await expect(owner.patients.search({ text: 'a' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    expect((await log()).at(-1)).toMatchObject({ action: 'ACCESS_DENIED', outcome: 'denied' });
  });

  describe('hostile text is data (H20–H26)', () => {
    const texts: readonly [string, string][] = [
      ['H20 right-to-left override', 'invoice\u202Egpj.exe'], ['H21 NFD', 'A\u030Asa'], ['H21 İ and ß', 'İlknur Strauß'], ['H23 Zalgo', `Z${'\u0301\u0336\u0353'.repeat(20)}algo`],
      ['H23 emoji with joiners', '👩‍⚕️ Lind'], ['H23 zero width', 'An\u200Bna'], ['H24 markup', '<img src=x onerror=alert(1)>'], ['H24 link', 'javascript:alert(1)'], ['H24 SQL', "Robert'); DROP TABLE patient;--"],
      ['FTS syntax', '"a" OR NEAR(b) {name}: *'], ['Arabic', 'فاطمة'], ['Han', '王小明'],
    ];
    it.each(texts)('%s is stored as typed and found again', async (_name, familyName) => {
      const id = await register(reception, { givenName: 'Test', familyName });
      expect((await reception.patients.get({ id })).familyName).toBe(familyName);
      expect((await reception.patients.search({ text: `${familyName} test`.slice(0, 100) })).map(hit => hit.id)).toContain(id);
    });
    it('H22: a name of 10,000 characters is refused, not cut', async () => {
      await expect(register(reception, { familyName: 'A'.repeat(10_000) })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
    });
    it('H25: a line break in a name is refused', async () => {
      await expect(register(reception, { familyName: 'Lind\r\n2026-11-22 LOGIN_OK' })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
    });
    it('A-04: no name or number reaches the log', async () => {
      await register(reception, { familyName: 'Kanariefågel', text: NUMBER });
      await reception.patients.search({ text: 'Kanariefågel' });
      const rows = JSON.stringify(await clinic.db.reader.raw('SELECT * FROM audit_event'));
      expect(rows).not.toContain('anarief');
      expect(rows).not.toContain(NUMBER.slice(2));
    });
  });
});
