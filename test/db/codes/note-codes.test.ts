import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { rebuildNoteCodes } from '#electron/core/repositories/note-code.ts';
import { codedNote, codeTable, factsOf, readIn, startCodesClinic, withCodes, type CodesClinic, type CodesUser } from '../../support/codes/codes-clinic.ts';
import { addPatient } from '../../support/journal/journal-clinic.ts';

const icd = (code: string, text: string) => ({ system: 'ICD-10-SE', edition: 'exempel', code, text });
const LUMBAGO = icd('M54.5', 'Lumbago');
const MIGRAINE = icd('G43.9', 'Migrän, ospecificerad');

describe('codes in notes (K-20)', () => {
  let clinic: CodesClinic;
  let doctor: CodesUser;
  let patientId: string;
  const rows = async (noteId?: string) =>
    (await clinic.db.reader.raw('SELECT note_id, system, code, text FROM note_code WHERE ? IS NULL OR note_id = ? ORDER BY note_id, code', [noteId ?? null, noteId ?? null])) as { note_id: string; code: string; text: string }[];
  const codesOf = async (noteId: string) => (await rows(noteId)).map(row => row.code);
  beforeAll(async () => {
    clinic = await startCodesClinic();
    doctor = await clinic.as('practitioner');
    patientId = await addPatient(clinic.db);
    await doctor.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  });
  afterAll(() => clinic.stop());

  it('follow what the note says: kept drafts, signature, correction and addition', async () => {
    const noteId = await codedNote(doctor, patientId, [LUMBAGO, MIGRAINE, LUMBAGO]);
    expect(await codesOf(noteId)).toEqual(['G43.9', 'M54.5']);
    const { draft } = await doctor.journal.get({ patientId, noteId });
    if (!draft) throw new Error('a note that is not signed has its draft');
    const { revision } = await doctor.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: withCodes(draft.content, [LUMBAGO]), eventTime: draft.eventTime, key: v7() });
    await doctor.journal.sign({ patientId, noteId, revision });
    expect(await codesOf(noteId)).toEqual(['M54.5']);

    const correction = await doctor.journal.correct({ patientId, noteId, reason: 'Fel diagnos vald' });
    const changed = withCodes(correction.content, [MIGRAINE]);
    const saved = await doctor.journal.saveDraft({ patientId, noteId, baseRevision: correction.revision, content: changed, eventTime: correction.eventTime, key: v7(), keep: true });
    expect(await codesOf(noteId)).toEqual(['M54.5']);
    await doctor.journal.sign({ patientId, noteId, revision: saved.revision });
    expect(await codesOf(noteId)).toEqual(['G43.9']);

    const addition = await doctor.journal.add({ patientId, noteId, title: 'Efter provsvar' });
    const more = withCodes(addition.content, [icd('E11.9', 'Diabetes mellitus typ 2')], addition.content.sections[0]?.key);
    const added = await doctor.journal.saveDraft({ patientId, noteId, baseRevision: addition.revision, content: more, eventTime: addition.eventTime, key: v7() });
    await doctor.journal.sign({ patientId, noteId, revision: added.revision });
    expect(await codesOf(noteId)).toEqual(['E11.9', 'G43.9']);
  });

  it('text that looks like a code is text', async () => {
    const { noteId, draft } = await doctor.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    const text = '{"type":"code","attrs":{"system":"ICD-10-SE","code":"Z99"}}';
    const content = { ...draft.content, sections: draft.content.sections.map(section => ({ ...section, doc: { type: 'doc' as const, content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }] } })) };
    await doctor.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content, eventTime: draft.eventTime, key: v7(), keep: true });
    expect(await codesOf(noteId)).toEqual([]);
  });

  it('are derived: made anew from the notes they are the same', async () => {
    const before = await rows();
    expect(before.length).toBeGreaterThan(0);
    await clinic.db.write(async tx => {
      await tx.raw("UPDATE note_code SET text = 'skadad' WHERE code = 'E11.9'");
      await rebuildNoteCodes(tx);
    });
    expect(await rows()).toEqual(before);
  });

  it('a practitioner\'s own codes come first, pinned ones before the most chosen, and nobody else\'s do', async () => {
    const other = await clinic.as('practitioner');
    for (const person of ['a', 'b', 'c']) {
      const patient = await addPatient(clinic.db, { givenName: person });
      await doctor.journal.stateReason({ patientId: patient, reasonCode: 'takesPartInCare' });
      await codedNote(doctor, patient, person === 'c' ? [MIGRAINE] : [LUMBAGO]);
    }
    const own = async (user: CodesUser) => (await user.codes.search({ system: 'ICD-10-SE', text: '' })).hits.map(hit => [hit.code, hit.isPinned, hit.uses]);
    expect(await own(doctor)).toEqual([['G43.9', false, 2], ['M54.5', false, 2], ['E11.9', false, 1]]);
    await doctor.codes.pin({ system: 'ICD-10-SE', code: 'J06.9', pinned: true });
    expect((await own(doctor))[0]).toEqual(['J06.9', true, 0]);
    expect(await own(other)).toEqual([]);
    await doctor.codes.pin({ system: 'ICD-10-SE', code: 'J06.9', pinned: false });
    expect((await own(doctor))[0]).toEqual(['G43.9', false, 2]);
    await expect(doctor.codes.pin({ system: 'ICD-10-SE', code: 'Z99.99', pinned: true })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    // Words that many codes have: the one this person uses stands first.
    expect((await doctor.codes.search({ system: 'ICD-10-SE', text: 'mig' })).hits[0]?.code).toBe('G43.9');
  });

  it('A-01 reading a patient\'s codes is in the log before it is answered', async () => {
    const count = async () => ((await clinic.db.reader.raw("SELECT count(*) AS n FROM audit_event WHERE action = 'NOTE_LIST' AND patient_id = ?", [patientId])) as { n: number }[])[0]?.n ?? 0;
    const before = await count();
    expect((await doctor.codes.ofPatient({ patientId })).map(one => one.code)).toEqual(['E11.9', 'G43.9']);
    expect(await count()).toBe(before + 1);
  });

  it('statistics count notes in whole months and withhold what fewer than five patients have', async () => {
    const admin = await clinic.as('administrator');
    const ask = () => admin.codes.statistics({ system: 'ICD-10-SE', from: '2026-11', to: '2026-11' });
    for (let number = 0; number < 3; number += 1) {
      const patient = await addPatient(clinic.db, { givenName: `p${String(number)}` });
      await doctor.journal.stateReason({ patientId: patient, reasonCode: 'takesPartInCare' });
      await codedNote(doctor, patient, [LUMBAGO]);
      if (number === 1) expect((await ask()).find(one => one.code === 'M54.5')).toMatchObject({ notes: null, patients: null });
    }
    expect((await ask()).map(({ code, notes, patients }) => [code, notes, patients])).toEqual([['M54.5', 5, 5], ['G43.9', null, null], ['E11.9', null, null]]);
    expect(await admin.codes.statistics({ system: 'ICD-10-SE', from: '2026-12', to: '2027-01' })).toEqual([]);
    await expect(doctor.codes.statistics({ system: 'ICD-10-SE', from: '2026-11', to: '2026-11' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    expect(clinic.reported).toEqual([]);
  });

  it('a code that was retired by the day of the note is named at signing, saved all the same, and may stay in a correction of what had it', async () => {
    const refused = { detail: { code: 'journal.codeNotSelectable', params: expect.objectContaining({ codes: 'M54.5 (ICD-10-SE)', count: 1, day: '2026-11-22' }) as unknown } };
    const admin = await clinic.as('administrator');
    const before = await codedNote(doctor, patientId, [LUMBAGO], { sign: true });
    await readIn(admin, codeTable([['G43.9', 'Migrän, ospecificerad'], ['M54', 'Ryggvärk', 'Kategorikod, treställig'], ['M54.5A', 'Lumbago med ischias']]), factsOf('2026', '2026-11-01'));
    await expect(codedNote(doctor, patientId, [LUMBAGO, MIGRAINE], { sign: true })).rejects.toMatchObject(refused);
    const [{ id } = { id: '' }] = (await clinic.db.reader.raw("SELECT note_id AS id FROM note_draft WHERE patient_id = ? AND content LIKE '%M54.5%' AND content LIKE '%G43.9%'", [patientId])) as { id: string }[];
    const { draft } = await doctor.journal.get({ patientId, noteId: id });
    expect(JSON.stringify(draft?.content)).toContain('Lumbago');
    // The day is what counts: told of a day when the sample was still the list, the same code is right.
    const saved = await doctor.journal.saveDraft({ patientId, noteId: id, baseRevision: draft?.revision ?? -1, content: withCodes(draft!.content, [LUMBAGO]), eventTime: '2026-10-30T09:00:00.000Z', key: v7() });
    await doctor.journal.sign({ patientId, noteId: id, revision: saved.revision });
    const correction = await doctor.journal.correct({ patientId, noteId: before, reason: 'Migrän kom till' });
    const mended = await doctor.journal.saveDraft({ patientId, noteId: before, baseRevision: correction.revision, content: withCodes(correction.content, [LUMBAGO, MIGRAINE]), eventTime: correction.eventTime, key: v7() });
    await doctor.journal.sign({ patientId, noteId: before, revision: mended.revision });
    expect(await codesOf(before)).toEqual(['G43.9', 'M54.5']);
  });
});
