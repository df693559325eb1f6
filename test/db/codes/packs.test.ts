import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CODE_SEARCH_SQL } from '#electron/core/repositories/code-search.ts';
import { codedNote, codeTable, factsOf, readIn, startCodesClinic, type CodesClinic, type CodesUser } from '../../support/codes/codes-clinic.ts';
import { addPatient } from '../../support/journal/journal-clinic.ts';

const CHAPTER = 'Kapitelkod';
const CATEGORY = 'Kategorikod, treställig';
const BACK_2026 = codeTable([
  ['13', 'Sjukdomar i muskuloskeletala systemet', CHAPTER], ['M40-M54', 'Ryggsjukdomar', 'Avsnittskod, kodintervall', '13'], ['M54', 'Ryggvärk', CATEGORY, 'M40-M54'],
  ['M54.4', 'Lumbago med ischias', undefined, 'M54'], ['M54.5', 'Lumbago', undefined, 'M54', 'Diskbråck'], ['M54.5', '', undefined, '', 'Trauma'], ['M54.9', 'Ryggvärk, ospecificerad', undefined, 'M54'],
]);
const BACK_2027 = codeTable([
  ['13', 'Sjukdomar i muskuloskeletala systemet', CHAPTER], ['M54', 'Ryggvärk', CATEGORY, '13'], ['M54.4', 'Lumbago med ischias', undefined, 'M54'], ['M54.5', 'Ländryggssmärta', undefined, 'M54'],
  ['M54.8', 'Annan ryggvärk', undefined, 'M54'],
]);

describe('code packs (K-20)', () => {
  let clinic: CodesClinic;
  let admin: CodesUser;
  let doctor: CodesUser;
  let patientId: string;
  let pack2027: string;
  const find = (text: string, day?: string) => doctor.codes.search({ system: 'ICD-10-SE', text, ...(day ? { day } : {}) });
  beforeAll(async () => {
    clinic = await startCodesClinic();
    admin = await clinic.as('administrator');
    doctor = await clinic.as('practitioner');
    patientId = await addPatient(clinic.db);
    await doctor.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  });
  afterAll(() => clinic.stop());

  it('K-20 a new clinic has a small sample of diagnoses and measures, said to be one, with source and licence', async () => {
    const packs = await doctor.codes.packs({});
    expect(packs.map(({ system, isSample, isCurrent }) => [system, isSample, isCurrent])).toEqual([['ICD-10-SE', true, true], ['KVÅ', true, true]]);
    for (const pack of packs) expect(`${pack.source} ${pack.licence}`).toMatch(/Socialstyrelsen.*Socialstyrelsen/);
    expect(packs.every(pack => pack.codes >= 150 && pack.selectable >= 100)).toBe(true);
  });

  it('finds by the beginning of the code and by words in any order, with and without dots and å, ä, ö', async () => {
    const codesOf = async (text: string) => (await find(text)).hits.map(hit => hit.code);
    expect((await codesOf('M54'))[0]).toBe('M54');
    expect((await codesOf('m545'))[0]).toBe('M54.5');
    expect((await codesOf('m54.5'))[0]).toBe('M54.5');
    expect((await codesOf('M54 5'))[0]).toBe('M54.5');
    expect((await codesOf('lumbago'))[0]).toBe('M54.5');
    expect((await codesOf('ischias lumb'))[0]).toBe('M54.4');
    expect(await codesOf('trotthet')).toContain('R53.9');
    expect(await codesOf('TRÖTTHET')).toContain('R53.9');
    expect(await codesOf('Lumbago xyz')).toEqual([]);
    expect((await doctor.codes.search({ system: 'KVÅ', text: 'kbt' })).hits[0]?.code).toBe('DU011');
  });

  it('H24 quotes, operators and other alphabets in the search are only text', async () => {
    for (const text of ['"', 'a" OR "b', 'NEAR(', 'M54*', '-', '💥', 'ряд', ' ', '%', "'; DROP TABLE code;--", 'text:lumbago', 'x'.repeat(200)]) await expect(find(text)).resolves.toBeDefined();
    expect(clinic.reported).toEqual([]);
  });

  it('K-20 a dry run says what a file would change and where it is not understood, and writes nothing', async () => {
    const file = Buffer.from(`${Buffer.from(BACK_2026, 'base64').toString()}"?!"\t\t\t"Okänt"\r\n"M99"\t"31/12"\t""\t"Fel datum"\r\n`).toString('base64');
    const plan = await admin.codes.importDry({ files: [file], facts: factsOf('2026', '2026-01-01') });
    expect(plan).toMatchObject({ format: 'table', codes: 6, selectable: 3, comparedWith: null, counts: { fresh: 6, changed: 0, retired: 0, notUnderstood: 2 } });
    expect(plan.problems).toEqual([{ file: 1, line: 9, problem: 'codeWrong' }, { file: 1, line: 10, problem: 'dateWrong' }]);
    expect(await admin.codes.packs({})).toHaveLength(2);
    await expect(admin.codes.importApply({ files: [BACK_2026], facts: factsOf('2026', '2026-01-01'), digest: plan.digest })).rejects.toMatchObject({ detail: { code: 'codes.changedSincePlan' } });
  });

  it('K-20 a file that was read in takes the sample\'s place, even when it is older, and headings cannot be chosen', async () => {
    await readIn(admin, BACK_2026, factsOf('2025', '2025-01-01'));
    const { edition, isSample, hits } = await find('m54');
    expect([edition, isSample]).toEqual(['2025', false]);
    expect(hits.map(({ code, standing }) => [code, standing])).toEqual([['M54', 'heading'], ['M54.4', 'selectable'], ['M54.5', 'selectable'], ['M54.9', 'selectable']]);
    expect(hits[2]).toMatchObject({ text: 'Lumbago', excludes: 'Diskbråck\nTrauma' });
    await expect(admin.codes.importDry({ files: [BACK_2027], facts: factsOf('2025', '2026-01-01') })).rejects.toMatchObject({ detail: { code: 'codes.editionExists' } });
  });

  it('K-20 updating the pack leaves old notes as they were written, word for word', async () => {
    const before = await codedNote(doctor, patientId, [{ system: 'ICD-10-SE', edition: '2025', code: 'M54.5', text: 'Lumbago' }, { system: 'ICD-10-SE', edition: '2025', code: 'M54.9', text: 'Ryggvärk, ospecificerad' }], { sign: true });
    const read = () => doctor.journal.get({ patientId, noteId: before });
    const first = await read();
    const plan = await admin.codes.importDry({ files: [BACK_2027], facts: factsOf('2027', '2026-11-22') });
    expect(plan).toMatchObject({ comparedWith: '2025', counts: { fresh: 1, changed: 1, retired: 1, notUnderstood: 0 }, changed: [{ code: 'M54.5', before: 'Lumbago', text: 'Ländryggssmärta' }], retired: [{ code: 'M54.9' }] });
    pack2027 = await readIn(admin, BACK_2027, factsOf('2027', '2026-11-22'));
    expect((await find('M54.5')).hits[0]).toMatchObject({ edition: '2027', text: 'Ländryggssmärta' });
    expect(await read()).toEqual(first);
    const [version] = first.versions.filter(one => one.kind === 'final');
    expect(JSON.stringify(version?.content)).toContain('{"type":"code","attrs":{"system":"ICD-10-SE","version":"2025","code":"M54.5","text":"Lumbago"}}');
    expect(await doctor.journal.verifySignature({ patientId, noteId: before, no: version?.no ?? 0 })).toMatchObject({ ok: true });
  });

  it('K-20 a retired code is still readable, and cannot be chosen', async () => {
    expect((await find('M54.9')).hits).toEqual([expect.objectContaining({ code: 'M54.9', text: 'Ryggvärk, ospecificerad', edition: '2025', standing: 'notInThisVersion', endedOn: '2026-11-22' })]);
    expect((await doctor.codes.ofPatient({ patientId })).map(({ code, text, standing, now }) => [code, text, standing, now])).toEqual([
      ['M54.5', 'Lumbago', 'selectable', { edition: '2027', text: 'Ländryggssmärta' }], ['M54.9', 'Ryggvärk, ospecificerad', 'notInThisVersion', null],
    ]);
    const ended = Buffer.from('Kod;Titel;Giltig till\r\nA01;Gammal kod;2026-10-31\r\nA02;Ny kod;\r\n').toString('base64');
    await readIn(admin, ended, factsOf('1', '2026-01-01', 'Egna koder'));
    const standing = async (text: string, day: string) => (await doctor.codes.search({ system: 'Egna koder', text, day })).hits[0]?.standing;
    expect([await standing('A01', '2026-10-31'), await standing('A01', '2026-11-01'), await standing('A02', '2026-11-01')]).toEqual(['selectable', 'ended', 'selectable']);
  });

  it('K-20 two versions stand side by side: a note about last month is coded with the version of last month', async () => {
    expect((await find('M54.5', '2026-11-21')).hits[0]).toMatchObject({ edition: '2025', text: 'Lumbago' });
    expect((await find('M54.5', '2026-11-22')).hits[0]).toMatchObject({ edition: '2027', text: 'Ländryggssmärta' });
  });

  it('K-20 taking the new version out of use undoes its import, and nobody overwrites anybody', async () => {
    const version = (await admin.codes.packs({})).find(pack => pack.id === pack2027)?.version ?? 0;
    await admin.codes.activate({ packId: pack2027, version, inUse: false });
    expect((await find('M54.5')).hits[0]).toMatchObject({ edition: '2025' });
    await expect(admin.codes.activate({ packId: pack2027, version, inUse: true })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    await admin.codes.activate({ packId: pack2027, version: version + 1, inUse: true });
    expect((await find('M54.5')).hits[0]).toMatchObject({ edition: '2027' });
  });

  it('what a pack says cannot be changed or removed, by raw SQL either', async () => {
    const refused = async (sql: string) => expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow(/constraint/);
    await refused("UPDATE code SET text = 'x'");
    await refused('DELETE FROM code');
    await refused('INSERT OR REPLACE INTO code (id, pack_id, code, key, text, level, selectable) SELECT id, pack_id, code, key, \'x\', level, 1 FROM code LIMIT 1');
    await refused("UPDATE code_pack SET edition = '1999'");
    await refused('DELETE FROM code_pack');
    await refused("INSERT OR REPLACE INTO code_pack SELECT * FROM code_pack LIMIT 1");
  });

  it('J-13 only an administrator reads packs in or changes which are used; reception sees no patient\'s codes', async () => {
    const reception = await clinic.as('receptionist');
    const facts = factsOf('2030', '2030-01-01');
    for (const user of [doctor, reception]) {
      await expect(user.codes.importDry({ files: [BACK_2026], facts })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
      await expect(user.codes.activate({ packId: pack2027, version: 1, inUse: false })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    }
    for (const user of [reception, admin]) await expect(user.codes.ofPatient({ patientId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect((await clinic.as('practitioner')).codes.ofPatient({ patientId })).rejects.toMatchObject({ detail: { code: 'auth.reasonRequired' } });
  });

  it('every question of the picker goes by an index', async () => {
    for (const [name, sql] of Object.entries(CODE_SEARCH_SQL)) {
      const plan = (await clinic.db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`, Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => 1))) as { detail: string }[];
      expect(plan.map(step => step.detail).filter(detail => /^SCAN (?!w\b|k\b|code_words\b)/.test(detail)), name).toEqual([]);
    }
  });
});
