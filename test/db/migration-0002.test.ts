import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startTestClinic, type TestClinic } from '#test/support/harness.ts';

const AT = '2026-11-22T08:00:00.000Z';
const CHANGE = `1, '${AT}', 'u', '${AT}', 'u'`;

describe('the patients\' tables', () => {
  let clinic: TestClinic<Record<string, never>>;
  beforeEach(async () => {
    clinic = await startTestClinic({}, () => ({}));
    await sql(`INSERT INTO patient (id, family_name, given_name, family_fold, given_fold, family_sort, birth_date, sex, version, created_at, created_by, changed_at, changed_by)
      VALUES ('p1', 'Karlsson', 'Åsa', 'karlsson', 'asa', 'karlsson', '1981-12-18', 'F', ${CHANGE}), ('p2', 'Lind', 'Bo', 'lind', 'bo', 'lind', NULL, 'M', ${CHANGE})`);
    await sql(`INSERT INTO patient_identifier (id, patient_id, kind, value, version, created_at, created_by, changed_at, changed_by) VALUES ('i1', 'p1', 'personnummer', '198112189876', ${CHANGE})`);
    await sql(`INSERT INTO warning (id, patient_id, kind, severity, text, source, version, created_at, created_by, changed_at, changed_by) VALUES ('w1', 'p1', 'hypersensitivity', 'harmful', 'Penicillin', 'patient', ${CHANGE})`);
  });
  afterEach(() => clinic.stop());
  const sql = (text: string) => clinic.db.write(tx => tx.raw(text));
  const rows = async (text: string) => (await clinic.db.reader.raw(text)) as Record<string, unknown>[];

  it('keep the old row of every change with who and when', async () => {
    await sql(`UPDATE patient SET family_name = 'Karlsson Lind', version = 2, changed_at = '2026-11-23T08:00:00.000Z', changed_by = 'v' WHERE id = 'p1'`);
    const [kept] = await rows(`SELECT table_name, row_id, version, changed_at, changed_by, old ->> 'family_name' AS name FROM record_history`);
    expect(kept).toEqual({ table_name: 'patient', row_id: 'p1', version: 1, changed_at: '2026-11-23T08:00:00.000Z', changed_by: 'v', name: 'Karlsson' });
  });

  it('I-05: a number belongs to one patient for ever, ended or not', async () => {
    await sql(`UPDATE patient_identifier SET ended_at = '${AT}', version = 2 WHERE id = 'i1'`);
    await expect(sql(`INSERT INTO patient_identifier (id, patient_id, kind, value, version, created_at, created_by, changed_at, changed_by) VALUES ('i2', 'p2', 'personnummer', '198112189876', ${CHANGE})`)).rejects.toMatchObject({ rule: expect.stringContaining('patient_identifier.value') });
    await expect(sql(`UPDATE patient_identifier SET patient_id = 'p2' WHERE id = 'i1'`)).rejects.toMatchObject({ rule: 'patient_identifier keeps its number' });
  });

  it.each(['patient', 'patient_identifier', 'warning', 'warning_version', 'record_history'])('never lose a row of %s, raw SQL included', async table => {
    await sql(`UPDATE patient SET sex = 'U' WHERE id = 'p1'`);
    await expect(sql(`DELETE FROM ${table}`)).rejects.toMatchObject({ rule: `${table} is append-only` });
  });

  it('K-21: every state of a warning is kept', async () => {
    await sql(`UPDATE warning SET text = 'Penicillin, anafylaxi', version = 2, changed_at = '2026-11-23T08:00:00.000Z' WHERE id = 'w1'`);
    await sql(`UPDATE warning SET ended_at = '2026-11-24T08:00:00.000Z', end_reason = 'Testad', version = 3 WHERE id = 'w1'`);
    expect((await rows('SELECT version, text, end_reason FROM warning_version ORDER BY version')).map(row => [row['version'], row['text'], row['end_reason']])).toEqual([[1, 'Penicillin', null], [2, 'Penicillin, anafylaxi', null], [3, 'Penicillin, anafylaxi', 'Testad']]);
    await expect(sql(`UPDATE warning_version SET text = ''`)).rejects.toMatchObject({ rule: 'warning_version is append-only' });
  });

  it('forget what the index held of a patient', async () => {
    await sql(`INSERT INTO patient_words (rowid, name, sound) VALUES (1, 'asa karlsson', 'asa karlson')`);
    await sql(`DELETE FROM patient_words WHERE rowid = 1`);
    expect(await rows(`SELECT rowid FROM patient_words WHERE patient_words MATCH '{name}: "karl"*'`)).toEqual([]);
  });
});
