import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { AppError } from '#shared/kernel/app-error.ts';
import { addPatient, decidedFor, PIN, practitionerFor, signedNote, startJournalClinic, withText, writeNote, type JournalClinic } from '#test/support/journal/journal-clinic.ts';

let clinic: JournalClinic;
let patientId: string;
beforeEach(async () => {
  clinic = await startJournalClinic();
  patientId = await addPatient(clinic.db);
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });

describe('signing', () => {
  it('covers exactly the stored version, and stock openssl agrees (J-07)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId, { text: 'Bedömning med å ä ö och € 😀' });
    const detail = await eva.journal.get({ patientId, noteId: note.noteId });
    const no = detail.head.version as number;
    const files = await eva.journal.exportSignature({ patientId, noteId: note.noteId, no, ...(await decidedFor(eva, { patientId, noteId: note.noteId })) });
    expect(JSON.parse(Buffer.from(files.content, 'base64').toString('utf8'))).toMatchObject({ noteId: note.noteId, patientId, no, kind: 'final', author: { id: eva.userId, title: 'Läkare' } });
    const folder = mkdtempSync(join(tmpdir(), 'klinikbok-openssl-'));
    try {
      writeFileSync(join(folder, `${files.fileName}.p7s`), Buffer.from(files.cms, 'base64'));
      writeFileSync(join(folder, `${files.fileName}.json`), Buffer.from(files.content, 'base64'));
      writeFileSync(join(folder, 'utfardare.pem'), readFileSync(clinic.signer.rootPem));
      const { opensslCommand } = await eva.journal.verifySignature({ patientId, noteId: note.noteId, no });
      const run = () => execFileSync('sh', ['-c', `${opensslCommand} 2>&1`], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
      expect(run()).toContain('CAdES Verification successful');
      writeFileSync(join(folder, `${files.fileName}.json`), Buffer.from(files.content, 'base64').toString('utf8').replace('Bedömning med', 'Bedömning utan'));
      expect(run).toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('asks for the PIN again when more than five minutes have passed since sign-in (L-11)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    clinic.signer.proofAgeMs = 5 * 60_000 + 1;
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision })).rejects.toEqual(refused('auth.freshRequired'));
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision, pin: '000000' })).rejects.toEqual(refused('card.pinWrong'));
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision, pin: PIN })).resolves.toMatchObject({ version: 2 });
  });

  it('leaves the note saved and unsigned when the card is pulled, and says so in the log', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId, { text: 'Finns kvar' });
    clinic.signer.failWith = new AppError('card.removed');
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision })).rejects.toEqual(refused('card.removed'));
    const detail = await eva.journal.get({ patientId, noteId: note.noteId });
    expect(detail.head.status).toBe('draft');
    expect(JSON.stringify(detail.draft?.content)).toContain('Finns kvar');
    const [row] = (await clinic.db.reader.raw("SELECT outcome, reason_code FROM audit_event WHERE action = 'NOTE_SIGN'")) as object[];
    expect(row).toEqual({ outcome: 'failed', reason_code: 'card.removed' });
  });

  it('signs nothing but what the person sees: another revision is refused', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'plan', 'Nytt'), eventTime: note.eventTime, key: v7() });
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision })).rejects.toEqual(refused('record.changedMeanwhile'));
  });

  it('refuses an empty note, a second signature and another person', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const ove = await practitionerFor(clinic, patientId);
    const { noteId } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' });
    await expect(eva.journal.sign({ patientId, noteId, revision: 0 })).rejects.toEqual(refused('journal.empty'));
    const note = await writeNote(eva, patientId);
    await expect(ove.journal.sign({ patientId, noteId: note.noteId, revision: note.revision })).rejects.toEqual(refused('journal.notYours'));
    await eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision });
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision })).rejects.toEqual(refused('journal.signed'));
  });

  it('is listed until done, with its age in days (J-07)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    clinic.clock.advance(3 * 86_400_000 + 1000);
    expect((await eva.signing.unsigned({})).notes).toEqual([expect.objectContaining({ noteId: note.noteId, patientName: 'Karlsson, Åsa', kind: 'note', state: 'writing', ageDays: 3, level: 'late' })]);
    await eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision });
    expect((await eva.signing.unsigned({})).notes).toEqual([]);
    const counts = (await clinic.db.reader.raw("SELECT count FROM audit_event WHERE action = 'NOTE_LIST' AND object_type = 'unsigned' ORDER BY seq")) as object[];
    expect(counts).toEqual([{ count: 1 }, { count: 0 }]);
  });

  it('is checked by our own verifier, which names what a forger changed behind the program', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    const check = () => eva.journal.verifySignature({ patientId, noteId: note.noteId, no: 2 });
    expect(await check()).toMatchObject({ ok: true, failed: null, signature: { signerTitle: 'Läkare', method: 'card-cms' } });
    const forge = (sql: string) => clinic.db.write(async tx => {
      await tx.raw('DROP TRIGGER IF EXISTS note_version_never_update');
      await tx.raw(sql);
    });
    await forge("UPDATE note_version SET author_name = 'Någon annan' WHERE no = 2");
    expect(await check()).toMatchObject({ ok: false, failed: 'columns' });
    await forge("UPDATE note_version SET record = replace(record, 'Lumbago', 'Ischias') WHERE no = 2");
    expect(await check()).toMatchObject({ ok: false, failed: 'digest' });
  });
});

describe('correcting', () => {
  it('keeps the original legible with who, when and why, and both texts in the database (J-08)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId, { text: 'Höger knä' });
    clinic.clock.advance(3_600_000);
    await expect(eva.journal.correct({ patientId, noteId: note.noteId, reason: '' })).rejects.toEqual(refused('input.invalid'));
    const draft = await eva.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel sida' });
    const { revision } = await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: 0, content: withText(draft.content, 'diagnosis', 'Vänster knä'), eventTime: draft.eventTime, key: v7() });
    expect((await eva.journal.timeline({ patientId })).entries[0]).toMatchObject({ ownDraft: 'correction', text: expect.stringContaining('Höger knä') });
    await eva.journal.sign({ patientId, noteId: note.noteId, revision });
    const detail = await eva.journal.get({ patientId, noteId: note.noteId });
    const [original, correction] = detail.versions.filter(v => v.kind === 'final' || v.kind === 'correction');
    expect(original).toMatchObject({ replacedBy: correction?.no });
    expect(JSON.stringify(original?.content)).toContain('Höger knä');
    expect(correction).toMatchObject({ reason: 'Fel sida', replaces: original?.no, createdAt: '2026-11-22T09:00:00.000Z', signature: { signerTitle: 'Läkare' } });
    expect(JSON.stringify(correction?.content)).toContain('Vänster knä');
    expect(detail.head).toMatchObject({ status: 'signed', corrections: 1 });
  });

  it('cannot be signed over a colleague\'s correction that the person has not seen', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const ove = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    const correct = async (user: typeof eva, text: string) => {
      const draft = await user.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel ord' });
      return user.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: draft.revision, content: withText(draft.content, 'diagnosis', text), eventTime: draft.eventTime, key: v7() });
    };
    const evas = await correct(eva, 'Evas ord');
    const oves = await correct(ove, 'Oves ord');
    await ove.journal.sign({ patientId, noteId: note.noteId, revision: oves.revision });
    await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: evas.revision })).rejects.toEqual(refused('record.changedMeanwhile'));
    const again = await eva.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel ord igen' });
    expect(JSON.stringify(again.content)).toContain('Evas ord');
    await eva.journal.sign({ patientId, noteId: note.noteId, revision: again.revision });
    expect((await eva.journal.get({ patientId, noteId: note.noteId })).versions.filter(v => v.kind === 'correction')).toHaveLength(2);
  });

  it('can be an addition that leaves the signed text alone', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId, { text: 'Provsvar väntas' });
    const draft = await eva.journal.add({ patientId, noteId: note.noteId, title: 'Tillägg' });
    const { revision } = await eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: 0, content: withText(draft.content, 'addition', 'Provsvar normalt'), eventTime: draft.eventTime, key: v7() });
    await eva.journal.sign({ patientId, noteId: note.noteId, revision });
    const detail = await eva.journal.get({ patientId, noteId: note.noteId });
    expect(detail.head).toMatchObject({ additions: 1, corrections: 0 });
    expect((await eva.journal.timeline({ patientId })).entries[0]?.text).toContain('Provsvar väntas');
  });
});

describe('the version and signature tables', () => {
  it('refuse UPDATE, DELETE and REPLACE with raw SQL (J-08)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    await signedNote(eva, patientId);
    const before = await clinic.db.reader.raw('SELECT v.*, s.signed_at FROM note_version v LEFT JOIN signature s ON s.note_id = v.note_id AND s.no = v.no');
    const attacks = [
      "UPDATE note_version SET plain_text = ''", 'DELETE FROM note_version', 'UPDATE signature SET signed_at = signed_at', 'DELETE FROM signature', 'DELETE FROM note',
      'INSERT OR REPLACE INTO note_version SELECT * FROM note_version WHERE no = 1', "UPDATE OR REPLACE note_version SET record = ''",
      'INSERT OR REPLACE INTO signature SELECT * FROM signature', 'INSERT OR REPLACE INTO note SELECT * FROM note', 'DELETE FROM note_template',
      "INSERT OR REPLACE INTO note_version (id, note_id, no, kind, author_id, author_name, author_title, created_at, event_time, digest, prev_digest, plain_text, record) SELECT 1, note_id, 3, 'draft', author_id, '', '', created_at, event_time, digest, digest, '', '' FROM note_version WHERE no = 2",
      "INSERT INTO note_version (note_id, no, kind, author_id, author_name, author_title, created_at, event_time, digest, prev_digest, plain_text, record) SELECT note_id, 9, 'draft', author_id, '', '', created_at, event_time, digest, digest, '', '' FROM note_version WHERE no = 2",
      'UPDATE note SET shown_no = 1', 'UPDATE note SET final_no = NULL',
    ];
    for (const sql of attacks) await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
    expect(await clinic.db.reader.raw('SELECT v.*, s.signed_at FROM note_version v LEFT JOIN signature s ON s.note_id = v.note_id AND s.no = v.no')).toEqual(before);
  });

  it('chain every version to the one before', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    const rows = (await clinic.db.reader.raw('SELECT digest, prev_digest FROM note_version WHERE note_id = ? ORDER BY no', [note.noteId])) as { digest: string; prev_digest: string | null }[];
    expect(rows.map(row => row.prev_digest)).toEqual([null, rows[0]?.digest]);
  });
});
