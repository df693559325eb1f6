import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DayManifestSchema, type DayManifest } from '#shared/domain/journal/day-manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { addPatient, PIN, practitionerFor, signedNote, startJournalClinic, withText, writeNote, type JournalClinic, type JournalUser, type WrittenNote } from '#test/support/journal/journal-clinic.ts';

let clinic: JournalClinic;
let patientId: string;
let eva: JournalUser;
beforeEach(async () => {
  clinic = await startJournalClinic();
  patientId = await addPatient(clinic.db);
  eva = await practitionerFor(clinic, patientId);
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const lockOf = ({ noteId, revision }: WrittenNote, over: { pin?: string } = {}) => eva.signing.lock({ patientId, noteId, revision, ...over });
async function locked(text: string): Promise<{ noteId: string; no: number }> {
  const note = await writeNote(eva, patientId, { text });
  return { noteId: note.noteId, no: (await lockOf(note)).version };
}
const rows = async <T>(sql: string, values: string[] = []): Promise<T[]> => (await clinic.db.reader.raw(sql, values)) as T[];
const manifests = async (): Promise<DayManifest[]> => (await rows<{ manifest: string }>('SELECT manifest FROM day_signature ORDER BY number')).map(row => DayManifestSchema.parse(JSON.parse(row.manifest)));
const check = (version: { noteId: string; no: number }) => eva.journal.verifySignature({ patientId, ...version });
async function forge(sql: string): Promise<void> {
  await clinic.db.write(async tx => {
    for (const table of ['note_version', 'signature', 'day_signature', 'note_lock']) await tx.raw(`DROP TRIGGER IF EXISTS ${table}_never_update`);
    await tx.raw(sql);
  });
}

describe('locking a note (task 4B 6)', () => {
  it('closes its text for good without asking the card, with name and title as they were (J-05, J-07, J-08)', async () => {
    clinic.signer.failWith = new AppError('card.removed');
    const note = await writeNote(eva, patientId, { text: 'Låst text' });
    await lockOf(note);
    const detail = await eva.journal.get({ patientId, noteId: note.noteId });
    expect(detail.head).toMatchObject({ status: 'locked', lockedAt: '2026-11-22T08:00:00.000Z', signedAt: null });
    expect(detail.draft).toBeNull();
    expect(detail.versions.at(-1)).toMatchObject({ kind: 'final', signature: null, lock: { signerTitle: 'Läkare' } });
    await clinic.db.write(tx => tx.raw("UPDATE user_account SET title = 'Överläkare', version = version + 1 WHERE id = ?", [eva.userId]));
    expect((await eva.journal.get({ patientId, noteId: note.noteId })).versions.at(-1)?.lock?.signerTitle).toBe('Läkare');
    await expect(eva.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: note.content, eventTime: note.eventTime, key: v7() })).rejects.toEqual(refused('journal.signed'));
    expect(await rows("SELECT action, reason_code AS reason FROM audit_event WHERE action = 'NOTE_FINAL'")).toEqual([{ action: 'NOTE_FINAL', reason: 'locked' }]);
  });

  it('asks for the PIN when five minutes have passed, unless the clinic lets a card in the reader be enough (L-11)', async () => {
    const [first, second] = [await writeNote(eva, patientId), await writeNote(eva, patientId)];
    clinic.signer.proofAgeMs = 5 * 60_000 + 1;
    await expect(lockOf(first)).rejects.toEqual(refused('auth.freshRequired'));
    await expect(lockOf(first, { pin: '000000' })).rejects.toEqual(refused('card.pinWrong'));
    await lockOf(first, { pin: PIN });
    clinic.signer.proofAgeMs = 5 * 60_000 + 1;
    const admin = await clinic.as('administrator');
    await admin.signing.saveSettings({ lateAfterDays: 2, overdueAfterDays: 9, signEachNote: false, lockWithoutPin: true });
    clinic.signer.kind = 'none';
    await expect(lockOf(second)).rejects.toEqual(refused('auth.freshRequired'));
    clinic.signer.kind = 'signature';
    await lockOf(second);
    expect(await rows('SELECT proof FROM note_lock ORDER BY locked_at, proof')).toEqual([{ proof: 'pin' }, { proof: 'session' }]);
  });

  it('each person may sign every note at once though the clinic signs by the day, and it is theirs alone', async () => {
    const ove = await practitionerFor(clinic, patientId);
    await eva.signing.saveOwn({ eachNote: true });
    expect([await eva.signing.own({}), await ove.signing.own({})]).toEqual([{ eachNote: true }, { eachNote: false }]);
    expect((await eva.signing.settings({})).signEachNote).toBe(false);
    await expect((await clinic.as('receptionist')).signing.saveOwn({ eachNote: true })).rejects.toEqual(refused('auth.forbidden'));
  });

  it('can be corrected like a signed one, and both texts are signed together (J-08)', async () => {
    const version = await locked('Höger knä');
    const draft = await eva.journal.correct({ patientId, noteId: version.noteId, reason: 'Fel sida' });
    const { revision } = await eva.journal.saveDraft({ patientId, noteId: version.noteId, baseRevision: 0, content: withText(draft.content, 'diagnosis', 'Vänster knä'), eventTime: draft.eventTime, key: v7() });
    const correction = await eva.signing.lock({ patientId, noteId: version.noteId, revision });
    const { notes } = await eva.signing.unsigned({});
    expect(notes.map(note => [note.kind, note.state])).toEqual([['note', 'locked'], ['correction', 'locked']]);
    await eva.signing.signDay({ versions: [version, { noteId: version.noteId, no: correction.version }] });
    expect((await eva.journal.get({ patientId, noteId: version.noteId })).head).toMatchObject({ status: 'signed', corrections: 1 });
    expect([await check(version), await check({ noteId: version.noteId, no: correction.version })]).toMatchObject([{ ok: true }, { ok: true }]);
  });
});

describe('the day\'s signature (J-07, task 4B 6)', () => {
  it.each(['rsa', 'ec'] as const)('covers every locked note with one %s signature, and each note carries its proof', async algorithm => {
    clinic.signer.algorithm = algorithm;
    const versions = [await locked('Ett'), await locked('Två 😀'), await locked('Tre')];
    clinic.signer.proofAgeMs = 5 * 60_000 + 1;
    await expect(eva.signing.signDay({ versions })).rejects.toEqual(refused('auth.freshRequired'));
    expect(await eva.signing.signDay({ versions, pin: PIN })).toMatchObject({ count: 3, purpose: 'signature' });
    expect((await eva.signing.unsigned({})).notes).toEqual([]);
    for (const version of versions) expect(await check(version)).toMatchObject({ ok: true, failed: null, signature: { method: 'card-day', signerTitle: 'Läkare' }, day: { count: 3 } });
    const [manifest] = await manifests();
    expect(manifest).toMatchObject({ purpose: 'signature', count: 3, number: 1, previous: null, signer: { id: eva.userId, title: 'Läkare' } });
    expect(await rows("SELECT patient_id, outcome, reason_code FROM audit_event WHERE action = 'NOTE_SIGN' AND outcome = 'ok'")).toHaveLength(3);
  });

  it('chains one person\'s days, and a day can be signed in parts', async () => {
    const [first, second] = [await locked('Ett'), await locked('Två')];
    await eva.signing.signDay({ versions: [first] });
    await eva.signing.signDay({ versions: [second] });
    const [one, two] = await manifests();
    const [{ digest }] = (await rows<{ digest: string }>('SELECT digest FROM day_signature WHERE number = 1')) as [{ digest: string }];
    expect([one?.number, two?.number, two?.previous]).toEqual([1, 2, digest]);
    await expect(eva.signing.signDay({ versions: [first] })).rejects.toEqual(refused('journal.signed'));
  });

  it('leaves everything locked and waiting when the card fails, whatever the card says', async () => {
    const version = await locked('Finns kvar');
    for (const code of ['card.removed', 'card.certExpired', 'card.pinLocked', 'card.hostTimeout'] as const) {
      clinic.signer.failWith = new AppError(code);
      await expect(eva.signing.signDay({ versions: [version], pin: PIN })).rejects.toEqual(refused(code));
    }
    expect((await eva.signing.unsigned({})).notes).toMatchObject([{ state: 'locked', no: version.no }]);
    expect(await rows("SELECT DISTINCT outcome FROM audit_event WHERE action = 'NOTE_SIGN'")).toEqual([{ outcome: 'failed' }]);
  });

  it('takes only what the person locked and nobody changed', async () => {
    const ove = await practitionerFor(clinic, patientId);
    const version = await locked('Evas');
    await expect(ove.signing.signDay({ versions: [version] })).rejects.toEqual(refused('journal.signed'));
    await forge(`UPDATE note_version SET record = replace(record, 'Evas', 'Oves') WHERE no = ${version.no}`);
    await expect(eva.signing.signDay({ versions: [version] })).rejects.toEqual(refused('journal.signatureInvalid'));
  });

  it('binds the notes with the sign-in key where the card has no signing key, and says that it is no signature', async () => {
    clinic.signer.kind = 'login';
    const version = await locked('Bara inloggningskort');
    expect((await eva.signing.unsigned({})).means).toBe('login');
    expect(await eva.signing.signDay({ versions: [version], pin: PIN })).toMatchObject({ purpose: 'login' });
    expect(await check(version)).toMatchObject({ ok: true, signature: { method: 'card-login' } });
    expect(await manifests()).toMatchObject([{ purpose: 'login' }]);
  });

  it('waits while nobody\'s card is in use, and says so', async () => {
    clinic.signer.kind = 'none';
    const version = await locked('Lösenfras');
    expect(await eva.signing.unsigned({})).toMatchObject({ means: 'none', notes: [{ state: 'locked' }] });
    await expect(eva.signing.signDay({ versions: [version] })).rejects.toEqual(refused('card.noSigningKey'));
    expect((await eva.journal.get({ patientId, noteId: version.noteId })).head.status).toBe('locked');
  });

  it('is checked link by link: text, proof, root, manifest, card', async () => {
    const [first, second] = [await locked('Ett'), await locked('Två')];
    await eva.signing.signDay({ versions: [first, second] });
    const spoiled = async (sql: string, undo: string) => {
      await forge(sql);
      const { failed } = await check(first);
      await forge(undo);
      return failed;
    };
    const one = `note_id = '${first.noteId}' AND no = ${first.no}`;
    expect(await spoiled(`UPDATE note_version SET record = replace(record, 'Ett', 'Ell') WHERE ${one}`, `UPDATE note_version SET record = replace(record, 'Ell', 'Ett') WHERE ${one}`)).toBe('digest');
    expect(await spoiled(`UPDATE signature SET leaf_index = leaf_index + 7 WHERE ${one}`, `UPDATE signature SET leaf_index = leaf_index - 7 WHERE ${one}`)).toBe('proof');
    expect(await spoiled(`UPDATE signature SET signer_name = signer_name || 'x' WHERE ${one}`, `UPDATE signature SET signer_name = rtrim(signer_name, 'x') WHERE ${one}`)).toBe('columns');
    expect(await spoiled("UPDATE day_signature SET count = count + 1", 'UPDATE day_signature SET count = count - 1')).toBe('manifest');
    const [{ cms }] = (await rows<{ cms: string }>('SELECT hex(cms) AS cms FROM day_signature')) as [{ cms: string }];
    const bent = `${cms.slice(0, -2)}${cms.endsWith('00') ? '01' : '00'}`;
    expect(await spoiled(`UPDATE day_signature SET cms = x'${bent}'`, `UPDATE day_signature SET cms = x'${cms}'`)).toBe('signature');
    expect((await check(first)).ok).toBe(true);
  });
});

describe('a writer without signing right (decision 9)', () => {
  it('names the one responsible, hands over, gets it back with a comment, and is signed for', async () => {
    const mia = await clinic.as('assistant');
    await mia.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    expect((await mia.signing.signers({})).signers.map(one => one.id)).toEqual([eva.userId]);
    const { noteId, draft } = await mia.journal.create({ patientId, templateId: 'visit', language: 'sv', signerId: eva.userId });
    const content = withText(draft.content, 'status', 'Blodtryck taget');
    const saved = await mia.journal.saveDraft({ patientId, noteId, baseRevision: 0, content, eventTime: draft.eventTime, key: v7() });
    await expect(mia.signing.lock({ patientId, noteId, revision: saved.revision })).rejects.toEqual(refused('auth.forbidden'));
    await mia.signing.handOver({ patientId, noteId, revision: saved.revision });
    expect((await eva.signing.unsigned({})).notes).toMatchObject([{ noteId, state: 'handed', own: false, responsible: true }]);
    await eva.signing.giveBack({ patientId, noteId, comment: 'Skriv vilken arm' });
    expect((await mia.signing.unsigned({})).notes).toMatchObject([{ noteId, state: 'returned', own: true, responsible: false, comment: 'Skriv vilken arm' }]);
    await mia.signing.handOver({ patientId, noteId, revision: saved.revision });
    await eva.signing.lock({ patientId, noteId, revision: saved.revision });
    const detail = await eva.journal.get({ patientId, noteId });
    expect(detail.head).toMatchObject({ status: 'locked', authorId: mia.userId });
    expect(detail.signer.id).toBe(eva.userId);
    expect((await mia.signing.signers({})).remembered).toBe(eva.userId);
  });

  it('can be answered for by another when the one named has left, and by nobody once it is locked', async () => {
    const mia = await clinic.as('assistant');
    await mia.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    const ove = await practitionerFor(clinic, patientId);
    const { noteId, draft } = await mia.journal.create({ patientId, templateId: 'visit', language: 'sv', signerId: eva.userId });
    await expect(ove.signing.assign({ patientId, noteId, signerId: ove.userId })).rejects.toEqual(refused('journal.notYours'));
    await clinic.db.write(tx => tx.raw("UPDATE user_account SET status = 'closed', version = version + 1 WHERE id = ?", [eva.userId]));
    await ove.signing.assign({ patientId, noteId, signerId: ove.userId });
    const { revision } = await mia.journal.saveDraft({ patientId, noteId, baseRevision: 0, content: withText(draft.content, 'status', 'Text'), eventTime: draft.eventTime, key: v7() });
    await ove.signing.lock({ patientId, noteId, revision });
    await expect(ove.signing.assign({ patientId, noteId, signerId: ove.userId })).rejects.toEqual(refused('journal.signed'));
  });

  it('is counted for the administrator by age, without patient or text', async () => {
    await writeNote(eva, patientId, { text: 'Hemligt' });
    await locked('Hemligt också');
    clinic.clock.advance(8 * 86_400_000);
    const admin = await clinic.as('administrator');
    const report = await admin.signing.ageing({});
    expect(report).toMatchObject([{ userId: eva.userId, drafts: 1, locked: 1, forOthers: 0, late: 0, overdue: 2 }]);
    expect(JSON.stringify(report)).not.toContain('Hemligt');
  });
});

describe('the tables', () => {
  it('keep locks and days for good: UPDATE, DELETE and REPLACE are refused with raw SQL (J-08)', async () => {
    const [first] = [await locked('Ett'), await locked('Två')];
    await eva.signing.signDay({ versions: [first] });
    const attacks = [
      'UPDATE note_lock SET signer_name = signer_name', 'DELETE FROM note_lock', 'INSERT OR REPLACE INTO note_lock SELECT * FROM note_lock',
      'UPDATE day_signature SET cms = cms', 'DELETE FROM day_signature', 'INSERT OR REPLACE INTO day_signature SELECT * FROM day_signature',
      'INSERT OR REPLACE INTO signature SELECT * FROM signature', 'DELETE FROM note_waiting', 'UPDATE note_waiting SET signer_id = signer_id',
      'INSERT OR REPLACE INTO note_waiting SELECT * FROM note_waiting', `INSERT INTO note_waiting SELECT note_id, no, signer_id, locked_at FROM note_lock WHERE note_id = '${first.noteId}'`,
      'UPDATE note SET signer_id = author_id', "UPDATE note SET author_id = 'x'", 'UPDATE note SET shown_no = 1', 'UPDATE note SET final_no = NULL',
      "INSERT INTO note_lock SELECT note_id, 1, locked_at, proof, signer_id, signer_name, signer_title, signer_hsa FROM note_lock",
    ];
    for (const sql of attacks) await expect(clinic.db.write(tx => tx.raw(sql)), sql).rejects.toThrow();
    expect((await eva.signing.unsigned({})).notes).toHaveLength(1);
  });

  it('find what waits by index, whoever asks and however many have been signed', async () => {
    const plan = JSON.stringify(await rows("EXPLAIN QUERY PLAN SELECT * FROM note_waiting w JOIN note_version v ON v.note_id = w.note_id AND v.no = w.no WHERE w.signer_id = 'x' ORDER BY w.locked_at"));
    expect(plan).toContain('note_waiting_of_signer');
    expect(plan).not.toMatch(/SCAN [wv]/);
  });

  it('still hold what was signed before there were days', async () => {
    const note = await signedNote(eva, patientId);
    expect(await check({ noteId: note.noteId, no: 2 })).toMatchObject({ ok: true, day: null, signature: { method: 'card-cms' } });
  });
});
