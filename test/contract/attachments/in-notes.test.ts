import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { InlineNode } from '#shared/domain/journal/inline.ts';
import { canonicalRecord, type NoteRecord } from '#shared/domain/journal/note-record.ts';
import { carerOf, FACTS, file, startAttachmentsClinic, type AttachmentsClinic, type AttachmentsUser } from '#test/support/attachments/attachments-clinic.ts';
import { png } from '#test/support/attachments/samples.ts';
import { addPatient } from '#test/support/journal/journal-clinic.ts';

let clinic: AttachmentsClinic;
let eva: AttachmentsUser;
const patient = { mine: '', other: '' };
beforeAll(async () => {
  clinic = await startAttachmentsClinic();
  patient.mine = await addPatient(clinic.db);
  patient.other = await addPatient(clinic.db, { givenName: 'Bo' });
  eva = await carerOf(clinic, patient.mine);
  await eva.journal.stateReason({ patientId: patient.other, reasonCode: 'takesPartInCare' });
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const stale = (count: number) => ({ detail: { code: 'journal.referenceStale', params: { count } } });
const GIVEN = { product: 'Restylane', substance: '', batch: '23-0147', amount: '1 ml', site: 'läpp', givenAt: '2026-11-22T07:30:00.000Z', givenBy: '' };
const given = (id: string): InlineNode => ({ type: 'given', attrs: { id, product: 'Restylane', details: '1 ml, läpp, batch 23-0147', batch: '23-0147', date: '2026-11-22' } });

/** A file of this patient as the note refers to it. */
async function picture(patientId: string, shade: number): Promise<InlineNode> {
  const { attachmentId } = await eva.attachments.add({ patientId, category: 'document', facts: FACTS, file: file(png({ shade })) });
  const sha256 = (await eva.attachments.list({ patientId })).files.find(one => one.id === attachmentId)?.sha256 ?? '';
  return { type: 'attachment', attrs: { id: attachmentId, sha256, title: 'Bild: Vänster hand', date: '2026-11-20' } };
}

async function written(nodes: readonly InlineNode[]): Promise<{ patientId: string; noteId: string; revision: number }> {
  const patientId = patient.mine;
  const { noteId, draft } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
  const content = { ...draft.content, sections: draft.content.sections.map(one => (one.key === 'status' ? { ...one, doc: { type: 'doc' as const, content: [{ type: 'paragraph' as const, content: [...nodes] }] } } : one)) };
  const { revision } = await eva.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content, eventTime: draft.eventTime, key: v7() });
  return { patientId, noteId, revision };
}

it('a picture and a given treatment in the text are signed with id, checksum, words and batch number, and found again by their words (K-22, K-24, J-05)', async () => {
  const id = v7();
  await eva.medications.recordGiven({ patientId: patient.mine, id, draft: GIVEN });
  const image = await picture(patient.mine, 1);
  const note = await written([image, { type: 'text', text: ' ' }, given(id)]);
  await eva.journal.sign(note);
  const [{ record, text } = { record: '', text: '' }] = (await clinic.db.reader.raw("SELECT record, plain_text AS text FROM note_version WHERE note_id = ? AND kind = 'final'", [note.noteId])) as { record: string; text: string }[];
  expect(canonicalRecord(JSON.parse(record) as NoteRecord)).toBe(record);
  for (const part of [image.type === 'attachment' ? image.attrs.sha256 : '?', '"schema":3', '"batch":"23-0147"']) expect(record).toContain(part);
  expect(text).toContain('Bild: Vänster hand 2026-11-20 Restylane 1 ml, läpp, batch 23-0147 2026-11-22');
  expect(await eva.journal.verifySignature({ patientId: patient.mine, noteId: note.noteId, no: 2 })).toMatchObject({ ok: true });

  // The batch was wrong and is put right: the signed note stays as it was, and its correction may keep what it said.
  await eva.medications.correctGiven({ patientId: patient.mine, id: v7(), replacesId: id, reason: 'Fel batch', draft: { ...GIVEN, batch: '23-0148' } });
  const correction = await eva.journal.correct({ patientId: patient.mine, noteId: note.noteId, reason: 'Tillägg om läpp' });
  const saved = await eva.journal.saveDraft({ patientId: patient.mine, noteId: note.noteId, baseRevision: correction.revision, content: { ...correction.content }, eventTime: correction.eventTime, key: v7() });
  await eva.journal.sign({ patientId: patient.mine, noteId: note.noteId, revision: saved.revision });
  await expect(eva.journal.sign(await written([given(id)]))).rejects.toMatchObject(stale(1));
});

it('nothing of another patient, of other bytes or of nowhere is signed, though the draft is kept as it was typed', async () => {
  const foreign = await picture(patient.other, 2);
  const own = await picture(patient.mine, 3);
  const bent = own.type === 'attachment' ? { ...own, attrs: { ...own.attrs, sha256: 'f'.repeat(64) } } : own;
  const note = await written([foreign, bent, given(v7())]);
  await expect(eva.journal.sign(note)).rejects.toMatchObject(stale(3));
  expect((await eva.journal.get({ patientId: patient.mine, noteId: note.noteId })).draft?.revision).toBe(note.revision);
});
