import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { BATCH_SQL, LAST_USED_SQL } from '#electron/core/repositories/medication-batch.ts';
import { GIVEN_SQL, TAKEN_SQL } from '#electron/core/repositories/medication.ts';

import { startCareClinic, type CareClinic } from '../care/care-clinic.ts';

let clinic: CareClinic;
let patientId: string;
const AT = '2026-11-22T07:30:00.000Z';
const taken = (name: string) => ({ name, dose: '1 tablett på morgonen', source: 'patient' as const });
const filler = (over: object = {}) => ({ product: 'Restylane Kysse', substance: 'hyaluronsyra', batch: '23-0147 b', amount: '1 ml', site: 'överläpp', givenAt: AT, ...over });
beforeAll(async () => {
  clinic = await startCareClinic();
  patientId = await clinic.addPatient('Ek');
  await clinic.book(patientId, '2026-11-22T08:30:00.000Z');
}, 60_000);
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});
const logged = async (action: string): Promise<Record<string, unknown>[]> => (await clinic.db.reader.raw('SELECT * FROM audit_event WHERE action = ? ORDER BY rowid', [action])) as Record<string, unknown>[];

describe('what the patient takes (K-22)', () => {
  it('stands in the words it was told, every wording kept, ended with a reason and still readable', async () => {
    const id = v7();
    const { version } = await clinic.anna.medications.saveTaken({ patientId, id, version: null, draft: taken('Trombyl 75 mg') });
    expect(await clinic.anna.medications.saveTaken({ patientId, id, version: null, draft: taken('Trombyl 75 mg') })).toEqual({ version });
    await clinic.anna.medications.saveTaken({ patientId, id, version, draft: { ...taken('Trombyl 75 mg'), dose: 'slutat själv?' } });
    await expect(clinic.anna.medications.saveTaken({ patientId, id, version, draft: taken('annat') })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    expect((await clinic.anna.medications.list({ patientId })).taken).toMatchObject([{ name: 'Trombyl 75 mg', dose: 'slutat själv?', version: 2, source: 'patient', ended: null }]);
    await clinic.anna.medications.endTaken({ patientId, id, version: 2, reason: 'Utsatt av kardiolog' });
    const after = await clinic.anna.medications.list({ patientId });
    expect([after.taken, after.ended[0]?.ended?.reason]).toEqual([[], 'Utsatt av kardiolog']);
    expect(await clinic.db.reader.raw(`SELECT version, json_extract(old, '$.dose') AS dose FROM record_history WHERE table_name = 'medication' AND row_id = ? ORDER BY version`, [id]))
      .toEqual([{ version: 1, dose: '1 tablett på morgonen' }, { version: 2, dose: 'slutat själv?' }]);
    await expect(clinic.db.write(tx => tx('medication').where({ id }).delete())).rejects.toThrow(/constraint/);
  });

  it('takes hostile text as text', async () => {
    const name = '<script>alert(1)</script> \u202Eتجربة 💊';
    await clinic.anna.medications.saveTaken({ patientId, id: v7(), version: null, draft: { ...taken(name), atc: 'N02BE01' } });
    expect((await clinic.anna.medications.list({ patientId })).taken.map(one => one.name)).toContain(name);
  });
});

describe('what was given here (K-22)', () => {
  it('is tied to the visit of today, corrected by a row that names the one it replaces, withdrawn without vanishing', async () => {
    const [first, second, third] = [v7(), v7(), v7()];
    await clinic.anna.medications.recordGiven({ patientId, id: first, draft: filler() });
    await clinic.anna.medications.correctGiven({ patientId, id: second, replacesId: first, reason: 'Fel batch', draft: filler({ batch: '23-0148 B' }) });
    await expect(clinic.anna.medications.correctGiven({ patientId, id: third, replacesId: first, reason: 'Igen', draft: filler() })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    const [given] = (await clinic.anna.medications.list({ patientId })).given;
    expect(given).toMatchObject({ id: second, batch: '23-0148 B', reason: 'Fel batch', withdrawn: false, visitId: expect.any(String) as string, givenBy: expect.stringMatching(/\S/) as string, earlier: [{ id: first, batch: '23-0147 b' }] });
    await clinic.anna.medications.correctGiven({ patientId, id: third, replacesId: second, reason: 'Gavs aldrig', draft: null });
    expect((await clinic.anna.medications.list({ patientId })).given).toMatchObject([{ id: third, withdrawn: true, earlier: [{ id: second }, { id: first }] }]);
    await expect(clinic.db.write(tx => tx('treatment_given').where({ id: first }).update({ batch: 'x' }))).rejects.toThrow(/constraint/);
    await expect(clinic.db.write(tx => tx.raw('INSERT OR REPLACE INTO treatment_given SELECT * FROM treatment_given WHERE id = ?', [first]))).rejects.toThrow(/constraint/);
  });

  it('is never in the future', async () => {
    await expect(clinic.anna.medications.recordGiven({ patientId, id: v7(), draft: filler({ givenAt: '2026-11-23T07:30:00.000Z' }) })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });

  it('offers the products and batches last used by the same person, without a word about patients', async () => {
    await clinic.anna.medications.recordGiven({ patientId, id: v7(), draft: filler({ product: 'Botox 100 E', substance: 'botulinumtoxin', batch: 'C7654C3' }) });
    expect((await clinic.anna.medications.lastUsed({}))[0]).toEqual({ product: 'Botox 100 E', substance: 'botulinumtoxin', batch: 'C7654C3' });
    expect(await clinic.bo.medications.lastUsed({})).toEqual([]);
  });
});

describe('a recall of a batch (K-22)', () => {
  it('names everybody who was given it however it was typed, with the reason in the log; withdrawn and corrected rows are left out', async () => {
    const [other, mistaken] = [await clinic.addPatient('Lind'), await clinic.addPatient('Moen')];
    for (const one of [other, mistaken]) await clinic.anna.journal.stateReason({ patientId: one, reasonCode: 'takesPartInCare' });
    await clinic.anna.medications.recordGiven({ patientId: other, id: v7(), draft: filler({ batch: 'l9 / 77-a' }) });
    const wrong = v7();
    await clinic.anna.medications.recordGiven({ patientId: mistaken, id: wrong, draft: filler({ batch: 'L977A' }) });
    await clinic.anna.medications.correctGiven({ patientId: mistaken, id: v7(), replacesId: wrong, reason: 'Fel batch', draft: filler({ batch: 'L978A' }) });
    const hits = await clinic.admin.medications.findBatch({ batch: 'L9-77A', reason: 'Indragning från tillverkaren 2026-11-20' });
    expect(hits.map(hit => hit.name)).toEqual(['Lind, Åsa']);
    expect((await logged('BATCH_SEARCH')).at(-1)).toMatchObject({ reason_text: 'Indragning från tillverkaren 2026-11-20', count: 1 });
    expect(await clinic.anna.medications.findBatch({ batch: 'finns inte', reason: 'prov' })).toEqual([]);
    await expect(clinic.admin.medications.findBatch({ batch: '- /', reason: 'prov' })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });

  it('is found by the batch’s index, and lists by theirs', async () => {
    expect(await clinic.plan(BATCH_SQL, ['L977A', 500])).toMatch(/treatment_given_batch \(batch_key=\?\)/);
    for (const [sql, bindings] of [[TAKEN_SQL, ['p']], [GIVEN_SQL, ['p']], [LAST_USED_SQL, ['u']]] as const) expect(await clinic.plan(sql, bindings)).not.toMatch(/^SCAN (?!\()/m);
  });
});

describe('who may see it (J-13)', () => {
  it('is not reception, nor the administrator; a practitioner without a care relation is asked for a reason', async () => {
    for (const person of [clinic.reception, clinic.admin]) await expect(person.medications.list({ patientId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.reception.medications.findBatch({ batch: 'L977A', reason: 'nyfiken' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.bo.medications.list({ patientId })).rejects.toMatchObject({ detail: { code: 'auth.reasonRequired' } });
    await expect(clinic.bo.medications.saveTaken({ patientId, id: v7(), version: null, draft: taken('x') })).rejects.toMatchObject({ detail: { code: 'auth.reasonRequired' } });
  });
});

describe('documentation only (K-22, domain.md 0.8)', () => {
  it('gives back the words as they were written: opposite medicines and absurd doses raise no word of advice', async () => {
    const one = await clinic.addPatient('Wik');
    await clinic.anna.journal.stateReason({ patientId: one, reasonCode: 'takesPartInCare' });
    const drafts = [{ ...taken('Waran'), substance: 'warfarin', atc: 'B01AA03', dose: '400 tabletter dagligen' }, { ...taken('Trombyl 75 mg'), substance: 'acetylsalicylsyra', atc: 'B01AC06', dose: '' }];
    const answers = [];
    for (const draft of drafts) answers.push(await clinic.anna.medications.saveTaken({ patientId: one, id: v7(), version: null, draft }));
    expect(answers).toEqual([{ version: 1 }, { version: 1 }]);
    const { taken: shown } = await clinic.anna.medications.list({ patientId: one });
    expect(shown.map(row => Object.keys(row).sort())).toEqual(shown.map(() => ['atc', 'dose', 'ended', 'id', 'name', 'recordedAt', 'recordedBy', 'since', 'source', 'substance', 'until', 'version']));
    expect(shown.map(({ name, dose }) => [name, dose])).toEqual(drafts.map(({ name, dose }) => [name, dose]));
  });

  it.each(['sv', 'en'])('has no word of doses checked, interactions or advice on screen (%s)', language => {
    const words = readFileSync(new URL(`../../../shared/messages/${language}/medications.json`, import.meta.url), 'utf8');
    expect(words).toMatch(/batch/i);
    expect(words).not.toMatch(/interaktion|interaction|maxdos|maximum dose|överdos|overdose|rekommender|recommend|olämplig|unsuitable|råd\b|advice/i);
  });
});
