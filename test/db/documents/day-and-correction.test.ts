import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { UNSIGNED_SQL, WAITING_SQL } from '#electron/core/repositories/document-waiting.ts';
import { finished, startDocumentsClinic, TO_PATIENT, copyOf, type DocumentsClinic, type DocumentsUser } from '#test/support/documents/documents-clinic.ts';
import { pdfText, pdfTool } from '#test/support/documents/pdf-tools.ts';
import { addPatient, PIN, practitionerFor, signedNote, withText, writeNote } from '#test/support/journal/journal-clinic.ts';

let clinic: DocumentsClinic;
let patientId: string;
let eva: DocumentsUser;
beforeEach(async () => {
  clinic = await startDocumentsClinic();
  patientId = await addPatient(clinic.db, { number: '198112189876' });
  eva = await practitionerFor(clinic, patientId);
  await signedNote(eva, patientId, { text: 'Artros i höger knä' });
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const rows = async (sql: string, ...bindings: string[]) => (await clinic.db.reader.raw(sql, bindings)) as Record<string, unknown>[];
/** A document locked without a card at hand: it waits for the day's signature. */
async function waiting(type: 'epikris' | 'answer' | 'certificate' | 'referral'): Promise<string> {
  clinic.signer.proofAgeMs = null;
  const id = await finished(eva, patientId, type);
  clinic.signer.proofAgeMs = 0;
  return id;
}
const check = async (documentId: string) => eva.documents.verifySignature({ patientId, documentId });
async function forge(sql: string): Promise<void> {
  await clinic.db.write(async tx => {
    for (const name of ['document_file', 'document_signature']) await tx.raw(`DROP TRIGGER IF EXISTS ${name}_never_update`);
    await tx.raw(sql);
  });
}

describe('documents and the day\'s signature (K-01, J-07)', () => {
  it('stand among the unsigned with their age, drafts and locked ones, and are counted for the administrator', async () => {
    const locked = await waiting('epikris');
    const { documentId } = await eva.documents.create({ patientId, type: 'certificate', recipient: null, language: 'sv' });
    const { draft } = await eva.documents.get({ patientId, documentId });
    if (!draft) throw new Error('own draft');
    expect((await eva.signing.unsigned({})).documents, 'what nobody typed in is no work').toMatchObject([{ documentId: locked }]);
    await eva.documents.saveDraft({ patientId, documentId, baseRevision: 0, head: draft.head, content: withText(draft.content, 'statement', 'Intygas'), key: v7() });
    clinic.clock.advance(3 * 86_400_000);
    expect((await eva.signing.unsigned({})).documents).toMatchObject([
      { documentId: locked, state: 'locked', ageDays: 3, level: 'late', patientName: 'Karlsson, Åsa', type: 'epikris' }, { documentId, state: 'writing', ageDays: 3, type: 'certificate' },
    ]);
    const admin = await clinic.as('administrator');
    expect(await admin.signing.ageing({})).toMatchObject([{ userId: eva.userId, drafts: 1, locked: 1, late: 2 }]);
    expect((await (await practitionerFor(clinic, patientId)).signing.unsigned({})).documents).toEqual([]);
  });

  it('are signed together with the notes by one PIN, each with its proof, and nothing waits any more', async () => {
    const note = await writeNote(eva, patientId, { text: 'Låst' });
    const { version: no } = await eva.signing.lock({ patientId, noteId: note.noteId, revision: note.revision });
    const documents = [await waiting('epikris'), await waiting('referral')];
    clinic.signer.proofAgeMs = null;
    await expect(eva.signing.signDay({ documents })).rejects.toEqual(refused('auth.freshRequired'));
    expect(await eva.signing.signDay({ versions: [{ noteId: note.noteId, no }], documents, pin: PIN })).toMatchObject({ count: 3, purpose: 'signature' });
    expect(await eva.signing.unsigned({})).toMatchObject({ notes: [], documents: [] });
    for (const documentId of documents) expect(await check(documentId)).toMatchObject({ failed: null, method: 'card-day', day: { count: 3 } });
    expect(await eva.journal.verifySignature({ patientId, noteId: note.noteId, no })).toMatchObject({ ok: true, day: { count: 3 } });
    expect((await eva.documents.get({ patientId, documentId: documents[0] as string })).row).toMatchObject({ method: 'card-day', signedAt: expect.any(String) });
    expect(await rows("SELECT reason_code AS reason FROM audit_event WHERE action = 'LETTER_SIGN' AND outcome = 'ok'")).toEqual([{ reason: 'day' }, { reason: 'day' }]);
    await expect(eva.signing.signDay({ documents, pin: PIN })).rejects.toEqual(refused('documents.signed'));
    await expect(eva.documents.sign({ patientId, documentId: documents[0] as string, pin: PIN })).rejects.toEqual(refused('documents.signed'));
  });

  it('can still be signed one by one; a colleague cannot sign them, nobody what was changed behind the program', async () => {
    const [own, other] = [await waiting('answer'), await waiting('certificate')];
    await eva.documents.sign({ patientId, documentId: own, pin: PIN });
    expect(await check(own)).toMatchObject({ failed: null, day: null, method: 'card-cms' });
    const ove = await practitionerFor(clinic, patientId);
    await expect(ove.signing.signDay({ documents: [other], pin: PIN })).rejects.toEqual(refused('documents.signed'));
    await forge(`UPDATE document_file SET pdf = CAST(pdf || x'20' AS BLOB)`);
    expect(await check(own)).toMatchObject({ failed: 'digest' });
    await expect(eva.signing.signDay({ documents: [other], pin: PIN })).rejects.toEqual(refused('journal.signatureInvalid'));
  });

  it('bound by a login card are no signature, and screen and copy say so', async () => {
    clinic.signer.kind = 'login';
    const documentId = await waiting('certificate');
    await eva.signing.signDay({ documents: [documentId], pin: PIN });
    expect((await eva.documents.get({ patientId, documentId })).row.method).toBe('card-login');
    expect(pdfText(Buffer.from((await copyOf(eva, patientId)).pdf, 'base64'))).toContain('inte en underskrift enligt eIDAS');
  });

  it('keep their tables for good, and wait by index', async () => {
    const [first] = [await waiting('answer'), await waiting('certificate')];
    await eva.signing.signDay({ documents: [first], pin: PIN });
    for (const sql of [
      'UPDATE document_signature SET leaf_index = 7', 'DELETE FROM document_signature', 'INSERT OR REPLACE INTO document_signature SELECT * FROM document_signature', 'DELETE FROM document_waiting',
      'UPDATE document_waiting SET signer_id = signer_id', 'INSERT OR REPLACE INTO document_waiting SELECT * FROM document_waiting', `INSERT INTO document_waiting SELECT id, author_id, finished_at FROM document WHERE id = '${first}'`,
    ]) await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
    for (const [sql, ...bindings] of [[WAITING_SQL, 'a'], [UNSIGNED_SQL, 'a', 'a']] as [string, ...string[]][]) {
      const plan = (await rows(`EXPLAIN QUERY PLAN ${sql}`, ...bindings)).map(row => String(row['detail']));
      expect(plan.filter(step => /^SCAN (?!\()/.test(step) && !step.includes('USING')), sql).toEqual([]);
    }
  });
});

describe('a corrected document (J-08)', () => {
  it('is a new one that says what it replaces and why; the old one stays as it left and is marked', async () => {
    const old = await finished(eva, patientId, 'certificate');
    const before = await eva.documents.release({ patientId, documentId: old, way: 'print', examination: TO_PATIENT });
    const { documentId } = await eva.documents.correct({ patientId, documentId: old, reason: 'Fel sida' });
    expect(await eva.documents.correct({ patientId, documentId: old, reason: 'Fel sida igen' }), 'begun once').toEqual({ documentId });
    expect(await eva.documents.get({ patientId, documentId: old })).toMatchObject({ ownCorrection: documentId, mayCorrect: false, replacement: null });
    const { draft } = await eva.documents.get({ patientId, documentId });
    if (!draft) throw new Error('own draft');
    const { revision } = await eva.documents.saveDraft({ patientId, documentId, baseRevision: 0, head: draft.head, content: withText(draft.content, 'statement', 'Vänster knä'), key: v7() });
    await eva.documents.finish({ patientId, documentId, revision });
    const [was, is] = [await eva.documents.get({ patientId, documentId: old }), await eva.documents.get({ patientId, documentId })];
    expect(was).toMatchObject({ row: { replacedBy: documentId }, mayCorrect: false, replacement: { documentId, correctionReason: 'Fel sida' } });
    expect(is).toMatchObject({ row: { replaces: old }, mayCorrect: true, replaced: { documentId: old } });
    const pages = pdfText(Buffer.from((await eva.documents.release({ patientId, documentId, way: 'print', examination: TO_PATIENT })).pdf, 'base64'));
    expect(pages).toMatch(/Ersätter intyg låst 2026-11-22.* Skäl: Fel sida/);
    const again = await eva.documents.release({ patientId, documentId: old, way: 'digital', examination: TO_PATIENT });
    const marked = Buffer.from(again.pdf, 'base64');
    const [was1, locked] = [Buffer.from(before.pdf, 'base64'), Buffer.from(again.proof[0]?.content ?? '', 'base64')];
    expect(marked.subarray(0, was1.length).equals(was1) && locked.equals(was1), 'what left is what stays').toBe(true);
    expect(pdfText(marked)).toContain(`ERSATT 2026-11-22 av dokument ${documentId.slice(-12)}. Texten gäller inte längre.`);
    expect([pdfTool('qpdf', marked, '--check'), again.fileName]).toEqual([expect.stringContaining('No syntax or stream encoding errors'), `dokument-${old}-ersatt.pdf`]);
    const copy = Buffer.from((await copyOf(eva, patientId)).pdf, 'base64');
    expect(pdfText(copy)).toMatch(/ERSATT 2026-11-22.*Fel sida/);
    expect(pdfTool('qpdf', copy, '--check')).toContain('No syntax or stream encoding errors');
    expect((await eva.timeline.entries({ patientId })).rows.map(entry => entry.mark)).toEqual(expect.arrayContaining(['certificateReplaced']));
    await expect(eva.documents.correct({ patientId, documentId: old, reason: 'En gång till' })).rejects.toEqual(refused('documents.replaced'));
  });

  it('K-20 names a code at locking that cannot be chosen, keeps the letter, and lets codes of the locked note it tells of stand', async () => {
    const coded = (content: NoteContent, key: string, code: string): NoteContent => ({
      ...content, sections: content.sections.map(one => (one.key === key ? { ...one, doc: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'code', attrs: { system: 'ICD-10-SE', version: '2026', code, text: 'Prov' } }] }] } } : one)),
    });
    const begin = async (code: string) => {
      const { documentId } = await eva.documents.create({ patientId, type: 'certificate', recipient: null, language: 'sv' });
      const { draft } = await eva.documents.get({ patientId, documentId });
      if (!draft) throw new Error('own draft');
      const { revision } = await eva.documents.saveDraft({ patientId, documentId, baseRevision: draft.revision, head: draft.head, content: coded(draft.content, 'statement', code), key: v7() });
      return { patientId, documentId, revision };
    };
    const wrong = await begin('Z99.99');
    await expect(eva.documents.finish(wrong)).rejects.toMatchObject({ detail: { code: 'documents.codeNotSelectable', params: { codes: 'Z99.99 (ICD-10-SE)', count: 1, day: '2026-11-22' } } });
    expect((await eva.documents.get({ patientId, documentId: wrong.documentId })).draft?.revision).toBe(wrong.revision);
    await eva.documents.finish(await begin('G43.9'));
    // The note behind the letter, locked when the code could be chosen.
    const [note] = await rows('SELECT n.id, n.final_no AS no, v.record FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.final_no WHERE n.patient_id = ?', patientId);
    const record = JSON.parse(String(note?.['record'])) as { content: NoteContent };
    await clinic.db.write(async tx => {
      await tx.raw('DROP TRIGGER IF EXISTS note_version_never_update');
      await tx.raw('UPDATE note_version SET record = ? WHERE note_id = ? AND no = ?', [JSON.stringify({ ...record, content: coded(record.content, record.content.sections[0]?.key ?? '', 'Z99.99') }), String(note?.['id']), Number(note?.['no'])]);
    });
    await eva.documents.finish(wrong);
  });

  it('is replaced once: the second of two colleagues is refused and keeps what was written', async () => {
    const old = await finished(eva, patientId, 'epikris');
    const ove = await practitionerFor(clinic, patientId);
    const [hers, his] = [await eva.documents.correct({ patientId, documentId: old, reason: 'Evas skäl' }), await ove.documents.correct({ patientId, documentId: old, reason: 'Oves skäl' })];
    expect(hers.documentId).not.toBe(his.documentId);
    await eva.documents.finish({ patientId, documentId: hers.documentId, revision: 0 });
    await expect(ove.documents.finish({ patientId, documentId: his.documentId, revision: 0 })).rejects.toEqual(refused('documents.replaced'));
    expect((await ove.documents.get({ patientId, documentId: his.documentId })).draft).not.toBeNull();
    for (const sql of [
      'UPDATE document_correction SET reason = 1', 'DELETE FROM document_correction', 'INSERT OR REPLACE INTO document_correction SELECT * FROM document_correction',
      `INSERT INTO document_correction (document_id, replaces_id, reason, at, by_id) VALUES ('${old}', '${hers.documentId}', 'xxx', '', '${eva.userId}')`,
    ]) await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
  });

  it('takes the watch over: the answer is awaited to the new referral, and to it alone (K-03)', async () => {
    const old = await finished(eva, patientId, 'referral');
    const { documentId } = await eva.documents.correct({ patientId, documentId: old, reason: 'Fel mottagare' });
    await eva.documents.finish({ patientId, documentId, revision: 0 });
    expect(await eva.referrals.watched({ whose: 'own' })).toMatchObject([{ id: documentId, status: 'unsent' }]);
    expect((await eva.referrals.history({ id: old, patientId })).at(-1)).toMatchObject({ step: 'closed', reason: 'Fel mottagare' });
  });
});
