import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openPrintDocument } from '#electron/core/pdf/document.ts';
import { copyOf, EVERYTHING, finished, startDocumentsClinic, TO_PATIENT, type DocumentsClinic, type DocumentsUser } from '#test/support/documents/documents-clinic.ts';
import { pdfText, pdfTool } from '#test/support/documents/pdf-tools.ts';
import { addPatient, practitionerFor, signedNote, withText } from '#test/support/journal/journal-clinic.ts';

let clinic: DocumentsClinic;
let patientId: string;
let eva: DocumentsUser;
beforeEach(async () => {
  clinic = await startDocumentsClinic();
  patientId = await addPatient(clinic.db, { number: '198112189876' });
  eva = await practitionerFor(clinic, patientId);
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const textOf = (base64: string): string => pdfText(Buffer.from(base64, 'base64'));
const GUARDIAN = { recipientKind: 'guardian', recipientName: 'Karin Karlsson', basis: 'guardian', basisText: '', decidedBy: '' } as const;

/** A picture and a text file as attachments, straight in the tables. */
async function attach(title: string, mediaType: string, bytes: Uint8Array, over: { sha256?: string } = {}): Promise<string> {
  const id = v7();
  const at = clinic.clock.now().toISOString();
  await clinic.db.write(async tx => {
    await tx('attachment').insert({
      id, patient_id: patientId, category: 'document', media_type: mediaType, size: bytes.length, sha256: over.sha256 ?? createHash('sha256').update(bytes).digest('hex'), chunks: 1, title, event_time: at, created_at: at, created_by: eva.userId,
      author_name: 'Eva Lind', author_title: 'Läkare', changed_at: at, changed_by: eva.userId,
    });
    await tx('attachment_chunk').insert({ attachment_id: id, no: 0, bytes: Buffer.from(bytes) });
  });
  return id;
}
/** A real PDF of somebody else's, as poppler and qpdf read it. */
async function aPdf(): Promise<Buffer> {
  const doc = openPrintDocument({ title: 'Labbsvar', author: 'Labbet', language: 'sv', createdAt: clinic.clock.now(), frame: null });
  doc.paragraph('Hb 140');
  return Buffer.from((await doc.finish()).pdf);
}
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');

describe('a copy of the journal (J-17, J-18)', () => {
  it('does not leave without an examination of this patient made within the day', async () => {
    await signedNote(eva, patientId);
    await expect(eva.journal.print({ patientId, disclosureId: v7(), language: 'sv' })).rejects.toEqual(refused('disclosures.missing'));
    const { disclosureId } = await eva.disclosures.decide({ patientId, examination: TO_PATIENT, scope: EVERYTHING, withheld: [], way: 'print' });
    const other = await addPatient(clinic.db, { familyName: 'Ek' });
    await eva.journal.stateReason({ patientId: other, reasonCode: 'takesPartInCare' });
    await expect(eva.journal.print({ patientId: other, disclosureId, language: 'sv' })).rejects.toEqual(refused('disclosures.missing'));
    const first = await eva.journal.print({ patientId, disclosureId, language: 'sv' });
    await signedNote(eva, patientId, { text: 'Senare' });
    expect((await eva.journal.print({ patientId, disclosureId, language: 'sv' })).pdf, 'what was decided is what is given').toBe(first.pdf);
    clinic.clock.advance(25 * 3_600_000);
    await expect(eva.journal.print({ patientId, disclosureId, language: 'sv' })).rejects.toEqual(refused('disclosures.missing'));
    await expect(clinic.db.write(tx => tx.raw('DELETE FROM disclosure_file'))).rejects.toThrow();
  });

  it('is complete: original and correction, letters, attachments as pages or named, the examination on the first page', async () => {
    const note = await signedNote(eva, patientId, { text: 'Höger knä' });
    const draft = await eva.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel sida' });
    const { revision } = await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: 0, content: withText(draft.content, 'diagnosis', 'Vänster knä'), eventTime: draft.eventTime, key: v7() });
    await eva.journal.sign({ patientId, noteId: note.noteId, revision });
    await finished(eva, patientId, 'referral');
    await attach('Röntgenbild', 'image/png', PIXEL);
    const lab = await aPdf();
    await attach('Labbsvar', 'application/pdf', lab);
    const { pdf, pages, files, reference } = await copyOf(eva, patientId, { examination: { recipientKind: 'authority', recipientName: 'IVO', basis: 'duty', basisText: 'Ärende 3.5.1-12345/2026', decidedBy: 'Ove Ek, verksamhetschef' } });
    const text = textOf(pdf);
    for (const part of ['Höger knä', 'Vänster knä', 'Fel sida', 'Brev och intyg', 'Ortopedmottagningen', '1. Röntgenbild', 'följer som sida', '2. Labbsvar', `lämnas som egen fil, ${files[0]?.name} (application/pdf)`, 'Mottagare: Myndighet, IVO', 'patientsäkerhetslagen 6 kap. 15 §', '3.5.1-12345/2026', 'Beslut: Ove Ek, verksamhetschef', `Sida ${pages} av ${pages}`]) expect(text, part).toContain(part);
    expect(files).toMatchObject([{ name: `bilaga-${createHash('sha256').update(lab).digest('hex').slice(0, 12)}.pdf`, size: lab.length }]);
    const { content } = await eva.journal.copyFile({ patientId, disclosureId: reference, attachmentId: files[0]?.attachmentId ?? '' });
    expect(Buffer.from(content, 'base64').equals(lab), 'byte for byte').toBe(true);
    const bytes = Buffer.from(pdf, 'base64');
    expect(pdfTool('qpdf', bytes, '--check')).toContain('No syntax or stream encoding errors');
    expect(pdfTool('pdfinfo', bytes, '-meta')).toMatch(/<pdfaid:part>2<[\s\S]*<pdfaid:conformance>B</);
  });

  it('names a file that is locked, damaged or lost, with what to do; the rest leaves', async () => {
    await signedNote(eva, patientId);
    const whole = await aPdf();
    const locked = await attach('Låst svar', 'application/pdf', Buffer.concat([whole.subarray(0, whole.lastIndexOf('trailer')), Buffer.from('trailer\n<< /Size 3 /Root 1 0 R /Encrypt 9 0 R >>\nstartxref\n0\n%%EOF')]));
    const cut = await attach('Avklippt svar', 'application/pdf', whole.subarray(0, whole.length - 400));
    const lost = await attach('Borta', 'application/pdf', whole, { sha256: 'ab'.repeat(32) });
    const { pdf, files, reference } = await copyOf(eva, patientId);
    const text = textOf(pdf);
    expect(text).toMatch(/Låst svar.*Filen är låst med lösenord/);
    expect(text).toMatch(/Avklippt svar.*Filen är skadad/);
    expect(text).toMatch(/Borta.*kan inte lämnas.*Filen kan inte läsas i journalen/);
    const get = (attachmentId: string) => eva.journal.copyFile({ patientId, disclosureId: reference, attachmentId });
    expect(files.map(file => file.attachmentId).sort()).toEqual([locked, cut, lost].sort());
    for (const id of [locked, cut]) expect((await get(id)).content).not.toBe('');
    await expect(get(lost)).rejects.toEqual(refused('attachment.damaged'));
    const later = await attach('Senare', 'application/pdf', Buffer.concat([whole, Buffer.from(' ')]));
    clinic.clock.advance(1000);
    await expect(eva.journal.copyFile({ patientId, disclosureId: v7(), attachmentId: locked })).rejects.toEqual(refused('disclosures.missing'));
    const withheld = await eva.disclosures.decide({ patientId, examination: TO_PATIENT, scope: EVERYTHING, withheld: [{ kind: 'attachment', id: later, reason: 'notAsked' }], way: 'print' });
    await expect(eva.journal.copyFile({ patientId, ...withheld, attachmentId: later })).rejects.toEqual(refused('record.notFound'));
  });

  it('leaves out what was withheld and what lies outside the period, and says so with the reason', async () => {
    const secret = await signedNote(eva, patientId, { text: 'KANARIE uppgift från granne', eventTime: '2026-11-20T09:00:00.000Z' });
    await signedNote(eva, patientId, { text: 'Öppet', eventTime: '2026-11-21T09:00:00.000Z' });
    await signedNote(eva, patientId, { text: 'Gammalt', eventTime: '2025-01-01T09:00:00.000Z' });
    const text = textOf((await copyOf(eva, patientId, { scope: { ...EVERYTHING, from: '2026-01-01' }, withheld: [{ kind: 'note', id: secret.noteId, reason: 'thirdParty' }] })).pdf);
    expect(text).toContain('Öppet');
    expect(text).not.toMatch(/KANARIE|Gammalt/);
    expect(text).toContain('Undantaget: 1 uppgift, uppgift om eller från annan person (OSL 25 kap. 7 §).');
    expect(text).toContain('Period: 2026-01-01–…');
    expect(await eva.disclosures.list({ patientId })).toMatchObject([{ kind: 'journalCopy', withheld: 1, pages: 1 }]);
    await expect(eva.disclosures.decide({ patientId, examination: TO_PATIENT, scope: { ...EVERYTHING, from: '2030-01-01' }, withheld: [], way: 'print' })).rejects.toEqual(refused('disclosures.nothing'));
  });

  it('for a guardian leaves out what is marked, whatever the screen sent, and says so (J-19)', async () => {
    const hidden = await signedNote(eva, patientId, { text: 'KANARIE preventivmedel' });
    await signedNote(eva, patientId, { text: 'Astmakontroll' });
    await eva.disclosures.markForGuardian({ patientId, kind: 'note', id: hidden.noteId, hidden: true });
    expect((await eva.disclosures.entries({ patientId, scope: EVERYTHING })).map(entry => entry.notToGuardian).sort()).toEqual([false, true]);
    const text = textOf((await copyOf(eva, patientId, { examination: GUARDIAN })).pdf);
    expect(text).toContain('Astmakontroll');
    expect(text).not.toContain('KANARIE');
    expect(text).toContain('Undantaget: 1 uppgift, lämnas inte till vårdnadshavare (OSL 12 kap. 3 §).');
    expect(textOf((await copyOf(eva, patientId)).pdf), 'the patient gets all of it').toContain('KANARIE');
  });

  it('is not for reception', async () => {
    const rut = await clinic.as('receptionist');
    await expect(rut.disclosures.decide({ patientId, examination: TO_PATIENT, scope: EVERYTHING, withheld: [], way: 'print' })).rejects.toEqual(refused('auth.forbidden'));
    await expect(rut.disclosures.list({ patientId })).rejects.toEqual(refused('auth.forbidden'));
  });
});
