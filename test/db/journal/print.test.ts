import { execFileSync } from 'node:child_process';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { copyOf, EVERYTHING, startDocumentsClinic, TO_PATIENT, type DocumentsClinic } from '#test/support/documents/documents-clinic.ts';
import { addPatient, decidedFor, practitionerFor, signedNote, withText } from '#test/support/journal/journal-clinic.ts';

let clinic: DocumentsClinic;
let patientId: string;
beforeEach(async () => {
  clinic = await startDocumentsClinic();
  patientId = await addPatient(clinic.db);
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
/** Read from memory: no patient's text is left in a file. */
const textOf = (base64: string): string => execFileSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(base64, 'base64'), encoding: 'utf8', timeout: 20_000 }).replace(/\s+/g, ' ');

describe('printing a journal', () => {
  it('shows the title as it was at signing even after it has changed (J-05)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    await signedNote(eva, patientId, { text: 'Lumbago' });
    await clinic.db.write(tx => tx.raw("UPDATE user_account SET title = 'Verksamhetschef', version = version + 1 WHERE id = ?", [eva.userId]));
    const ove = await practitionerFor(clinic, patientId);
    const text = textOf((await copyOf(ove, patientId)).pdf);
    expect(text).toMatch(/Signerad 2026-11-22 09:00 av Person\w+ Lind, Läkare/);
    expect(text).not.toContain('Verksamhetschef');
  });

  it('has both texts of a correction, and its reference stands in the log (J-08, A-03)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId, { text: 'Höger knä' });
    const draft = await eva.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel sida' });
    const { revision } = await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: 0, content: withText(draft.content, 'diagnosis', 'Vänster knä'), eventTime: draft.eventTime, key: v7() });
    await eva.journal.sign({ patientId, noteId: note.noteId, revision });
    const { pdf, reference } = await copyOf(eva, patientId);
    const text = textOf(pdf);
    for (const part of ['Vänster knä', 'Höger knä', 'Skäl: Fel sida', reference]) expect(text).toContain(part);
    const [row] = (await clinic.db.reader.raw("SELECT object_type, object_id, reason_code FROM audit_event WHERE action = 'DISCLOSURE' ORDER BY seq")) as object[];
    expect(row).toEqual({ object_type: 'journalCopy', object_id: reference, reason_code: 'disclosed.patient.copy' });
  });

  it('includes what is not signed, and says that it is not (domain.md 0.1)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const { noteId, draft } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    await eva.journal.saveDraft({ patientId, noteId, baseRevision: 0, content: withText(draft.content, 'status', 'Halvfärdigt'), eventTime: draft.eventTime, key: v7() });
    const text = textOf((await copyOf(eva, patientId)).pdf);
    expect(text).toContain('Halvfärdigt');
    expect(text).toContain('Ej signerad');
  });

  it('lets nothing of one note out without an examination of that note made within the day, neither pages nor signature (J-18)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const [note, other] = [await signedNote(eva, patientId), await signedNote(eva, patientId)];
    const ways = (disclosureId: string) => [() => eva.journal.printNote({ patientId, noteId: note.noteId, disclosureId, language: 'sv' as const }), () => eva.journal.exportSignature({ patientId, noteId: note.noteId, no: 2, disclosureId })];
    const whole = await eva.disclosures.decide({ patientId, examination: TO_PATIENT, scope: EVERYTHING, withheld: [], way: 'print' });
    for (const { disclosureId } of [{ disclosureId: v7() }, whole, await decidedFor(eva, { patientId, noteId: other.noteId })]) for (const way of ways(disclosureId)) await expect(way()).rejects.toEqual(refused('disclosures.missing'));
    const { disclosureId } = await decidedFor(eva, { patientId, noteId: note.noteId });
    for (const way of ways(disclosureId)) await way();
    expect(await eva.disclosures.list({ patientId })).toMatchObject(expect.arrayContaining([expect.objectContaining({ id: disclosureId, kind: 'note', noteId: note.noteId, pages: 1, basis: 'copy' })]));
    await eva.disclosures.markForGuardian({ patientId, kind: 'note', id: note.noteId, hidden: true });
    const guardian = { recipientKind: 'guardian', recipientName: 'Karin Karlsson', basis: 'guardian', basisText: '', decidedBy: '' } as const;
    await expect(eva.disclosures.decide({ patientId, examination: guardian, scope: { ...EVERYTHING, noteId: note.noteId }, withheld: [], way: 'print' }), 'J-19').rejects.toEqual(refused('disclosures.nothing'));
    clinic.clock.advance(25 * 3_600_000);
    for (const way of ways(disclosureId)) await expect(way()).rejects.toEqual(refused('disclosures.missing'));
  });

  it('prints one signed note with who gets it and the command that proves it', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    const text = textOf((await eva.journal.printNote({ patientId, noteId: note.noteId, ...(await decidedFor(eva, { patientId, noteId: note.noteId })), language: 'sv' })).pdf);
    expect(text).toContain('Mottagare: Patienten, Åsa Karlsson');
    expect(text).toContain('openssl cms -verify -cades -binary');
    expect(text.replace(/\s/g, '')).toContain(`anteckning-${note.noteId}-v2.p7s`);
  });

  it('of six headings shows all six when they are filled (J-02)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const { noteId, draft } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    const filled = draft.content.sections.reduce((content, section) => withText(content, section.key, `Ifyllt ${section.key}`), draft.content);
    const { revision } = await eva.journal.saveDraft({ patientId, noteId, baseRevision: 0, content: filled, eventTime: draft.eventTime, key: v7() });
    await eva.journal.sign({ patientId, noteId, revision });
    const text = textOf((await copyOf(eva, patientId)).pdf);
    for (const heading of ['Anamnes', 'Bedömning och diagnos', 'Åtgärd', 'Planering', 'Information och val', 'Vård som patienten avstår från', 'Identitetskontroll']) expect(text).toContain(heading);
  });
});
