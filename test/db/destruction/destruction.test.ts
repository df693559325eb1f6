import { statSync } from 'node:fs';

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isNoteIndexWhole } from '#electron/core/repositories/note-index.ts';
import { isMark } from '#shared/domain/destruction/destruction.ts';
import { pdf } from '#test/support/attachments/samples.ts';
import { FACTS, file } from '#test/support/attachments/attachments-clinic.ts';
import { DECISION, destroy, MARK, plainPages, startDestructionClinic, type DestructionClinic, type DestructionUser } from '#test/support/destruction/destruction-clinic.ts';
import { copyOf, finished } from '#test/support/documents/documents-clinic.ts';
import { addPatient, PIN, practitionerFor, signedNote, writeNote } from '#test/support/journal/journal-clinic.ts';

const CANARY = 'Kanariefågel';
let clinic: DestructionClinic;
let eva: DestructionUser;
let patientId: string;

beforeAll(async () => {
  clinic = await startDestructionClinic();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

const raw = async (sql: string, bindings: readonly unknown[] = []): Promise<Record<string, unknown>[]> => (await clinic.db.reader.raw(sql, bindings as never)) as Record<string, unknown>[];
const write = (sql: string, bindings: readonly unknown[] = []) => clinic.db.write(async tx => tx.raw(sql, bindings as never));

describe('destruction by decision (J-09)', () => {
  beforeAll(async () => {
    patientId = await addPatient(clinic.db, { number: '198112189876', kind: 'personnummer' });
    eva = await practitionerFor(clinic, patientId);
  });

  it('is refused for everybody but IVO and the court, with the law’s reason', async () => {
    const maria = await clinic.as('administrator');
    await signedNote(eva, patientId);
    for (const decider of ['clinic', 'patient'] as const) {
      await expect(maria.destruction.ask({ ...DECISION, decider, patientId, scope: 'journal', entries: [] })).rejects.toMatchObject({ detail: { code: 'destruction.notLawful' } });
    }
    await expect(eva.destruction.ask({ ...DECISION, patientId, scope: 'journal', entries: [] })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });

  it('needs a case number, the decision itself and a date that has been', async () => {
    const { destruction } = await clinic.as('administrator');
    const what = { ...DECISION, patientId, scope: 'journal' as const, entries: [] };
    await expect(destruction.ask({ ...what, caseNumber: ' ' })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
    await expect(destruction.ask({ ...what, decidedOn: '2026-11-23' })).rejects.toMatchObject({ detail: { code: 'destruction.decidedInFuture' } });
    await expect(destruction.ask({ ...what, paper: Buffer.from('Beslut i ord').toString('base64') })).rejects.toMatchObject({ detail: { code: 'destruction.paperWrong' } });
    await expect(destruction.ask({ ...what, scope: 'entries' })).rejects.toMatchObject({ detail: { code: 'destruction.entriesMissing' } });
  });

  it('needs two persons: whoever asked cannot confirm, and the other must prove who they are; nothing goes before that', async () => {
    const [maria, nils] = [await clinic.as('administrator'), await clinic.as('administrator')];
    const { id } = await maria.destruction.ask({ ...DECISION, patientId, scope: 'journal', entries: [] });
    // The start page of the second person says so; the first person's does not.
    expect(await Promise.all([maria.destruction.toConfirm({}), nils.destruction.toConfirm({})])).toEqual([{ count: 0 }, { count: 1 }]);
    await expect(maria.destruction.confirm({ id, secret: PIN })).rejects.toMatchObject({ detail: { code: 'destruction.samePerson' } });
    await expect(nils.destruction.confirm({ id, secret: '000000' })).rejects.toMatchObject({ detail: { code: 'card.pinWrong' } });
    expect(await raw('SELECT count(*) AS n FROM note_version WHERE record IS NULL')).toEqual([{ n: 0 }]);
    await maria.destruction.withdraw({ id });
    expect(await nils.destruction.toConfirm({})).toEqual({ count: 0 });
    await expect(nils.destruction.confirm({ id, secret: PIN })).rejects.toMatchObject({ detail: { code: 'destruction.settled' } });
  });

  it('shows the administrator what is there and how much goes, without a word of it', async () => {
    const maria = await clinic.as('administrator');
    const found = await maria.destruction.find({ number: '19811218-9876' });
    expect(found).toMatchObject({ patientId, entries: [{ kind: 'note', type: 'visit' }] });
    expect(await maria.destruction.preview({ patientId, scope: 'journal', entries: [] })).toMatchObject({ notes: 1, documents: 0 });
    expect(JSON.stringify(found)).not.toContain('Lumbago');
    await expect(maria.destruction.find({ number: '191212121212' })).rejects.toMatchObject({ detail: { code: 'destruction.patientUnknown' } });
  });

  it('tells the second person which entries a waiting decision names, without their text, until it is settled', async () => {
    const [maria, nils] = [await clinic.as('administrator'), await clinic.as('administrator')];
    const [entry] = (await maria.destruction.find({ number: '19811218-9876' })).entries;
    if (entry === undefined) throw new Error('the journal has one note');
    const { id } = await maria.destruction.ask({ ...DECISION, patientId, scope: 'entries', entries: [{ kind: entry.kind, id: entry.id }] });
    const chosen = async () => (await nils.destruction.state({})).destructions.find(one => one.id === id)?.chosen;
    expect(await chosen()).toEqual([entry]);
    await maria.destruction.withdraw({ id });
    expect(await chosen()).toEqual([]);
  });
});

describe('what is destroyed (J-09, canary)', () => {
  const other = 'Någon annans anteckning';
  let notes: { readonly signed: string; readonly corrected: string; readonly locked: string; readonly draft: string };
  let neighbour: { readonly patientId: string; readonly noteId: string };
  let digests: Record<string, unknown>[];
  let before: Buffer;
  let destroyed: Awaited<ReturnType<typeof destroy>>;

  beforeAll(async () => {
    patientId = await addPatient(clinic.db, { familyName: 'Berg', number: '197001012393', kind: 'personnummer' });
    eva = await practitionerFor(clinic, patientId);
    notes = await fill();
    const otherPatient = await addPatient(clinic.db, { familyName: 'Andersson' });
    const ulf = await practitionerFor(clinic, otherPatient);
    neighbour = { patientId: otherPatient, noteId: (await signedNote(ulf, otherPatient, { text: other })).noteId };
    await ulf.attachments.add({ patientId: otherPatient, category: 'document', facts: FACTS, file: file(pdf({ word: 'Annat' })) });
    digests = await raw('SELECT note_id, no, digest, prev_digest FROM note_version ORDER BY id');
    await clinic.db.exclusive(connection => connection.all('PRAGMA wal_checkpoint(TRUNCATE)'));
    before = await plainPages(clinic.file);
    destroyed = await destroy(clinic, { patientId });
  });

  /** Everything a journal can hold, the canary in each. */
  async function fill() {
    const text = `${CANARY} ${'i texten, som är lång nog för flera sidor. '.repeat(200)}`;
    const signed = await signedNote(eva, patientId, { text });
    const corrected = await signedNote(eva, patientId, { text });
    const draft = await eva.journal.correct({ patientId, noteId: corrected.noteId, reason: `${CANARY} skäl` });
    await eva.journal.saveDraft({ patientId, noteId: corrected.noteId, baseRevision: draft.revision, content: corrected.content, eventTime: corrected.eventTime, key: v7(), keep: true });
    const locked = await writeNote(eva, patientId, { text });
    await eva.signing.lock({ patientId, noteId: locked.noteId, revision: locked.revision });
    const unfinished = await writeNote(eva, patientId, { text });
    for (let n = 0; n < 30; n += 1) await autosave(unfinished.noteId, `${CANARY} ${n} `.repeat(40 + n * 9));
    await finished(eva, patientId, 'referral');
    await finished(eva, patientId, 'certificate');
    await eva.attachments.add({ patientId, category: 'document', facts: { ...FACTS, title: `${CANARY} fil` }, file: file(pdf({ word: CANARY })) });
    await eva.medications.saveTaken({ patientId, id: v7(), version: null, draft: { name: `${CANARY} medicin`, substance: '', atc: '', dose: CANARY, since: null, until: null, source: 'patient' } });
    await write(`INSERT INTO warning (id, patient_id, kind, severity, text, source, created_at, created_by, changed_at, changed_by) VALUES ('w1', ?, 'hypersensitivity', 'harmful', '${CANARY}', 'patient', '2026-11-01T08:00:00.000Z', 'x', '2026-11-01T08:00:00.000Z', 'x')`, [patientId]);
    await copyOf(eva, patientId);
    return { signed: signed.noteId, corrected: corrected.noteId, locked: locked.noteId, draft: unfinished.noteId };
  }
  async function autosave(noteId: string, text: string): Promise<void> {
    const { draft } = await eva.journal.get({ patientId, noteId });
    if (draft === null) throw new Error('the draft is gone');
    const content = { ...draft.content, sections: draft.content.sections.map((section, at) => (at === 0 ? { ...section, doc: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] } } : section)) };
    await eva.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: content as typeof draft.content, eventTime: draft.eventTime, key: v7(), keep: true });
  }

  it('leaves no word of it in the file: not in a table, an index, a freed page or the write-ahead log', async () => {
    expect(destroyed.counts).toMatchObject({ notes: 4, documents: 2, attachments: 1, medications: 1, warnings: 1, copies: 1 });
    expect(statSync(`${clinic.file}-wal`).size).toBe(0);
    const pages = await plainPages(clinic.file);
    expect([before.includes(CANARY), pages.includes(other)]).toEqual([true, true]); // the search itself finds what is there
    for (const word of [CANARY, CANARY.toLowerCase(), 'kanariefagel']) expect(pages.includes(word)).toBe(false);
  });

  it('keeps that it was there: who, when, digests, signatures and the decision, and nobody else’s notes are touched', async () => {
    expect(await raw('SELECT note_id, no, digest, prev_digest FROM note_version ORDER BY id')).toEqual(digests);
    expect(await raw('SELECT count(*) AS n FROM note_version WHERE note_id = ? AND record IS NULL AND plain_text = ? AND destroyed_at IS NOT NULL', [notes.signed, MARK])).toEqual([{ n: 2 }]);
    expect(await raw('SELECT count(*) AS n FROM signature WHERE note_id = ?', [notes.signed])).toEqual([{ n: 1 }]);
    expect((await raw('SELECT plain_text AS text FROM note_version WHERE note_id = ? ORDER BY no DESC LIMIT 1', [neighbour.noteId]))[0]?.['text']).toContain(other);
    const maria = await clinic.as('administrator');
    const { destructions } = await maria.destruction.state({});
    expect(destructions[0]).toMatchObject({ caseNumber: DECISION.caseNumber, scope: 'journal', hasPaper: true, counts: { notes: 4 } });
    expect((await maria.destruction.paper({ id: destroyed.id })).content).toBe(DECISION.paper);
    expect(clinic.backups.count).toBe(1);
    const [row] = await raw("SELECT reason_text, patient_id, outcome FROM audit_event WHERE action = 'DESTROY' AND reason_code = 'destruction.carriedOut'");
    expect(row).toEqual({ reason_text: DECISION.caseNumber, patient_id: patientId, outcome: 'ok' });
  });

  it('shows in the time line what stood there and why it is gone, and nothing else breaks on it', async () => {
    const { rows } = await eva.timeline.entries({ patientId, withStruck: true });
    const texts = rows.filter(row => row.kind === 'note').map(row => row.note?.entry.text);
    expect(texts).toEqual([MARK, MARK, MARK, MARK]);
    expect(isMark(MARK)).toBe(true); // by which the screens say destroyed, not unsigned or struck
    expect(rows.filter(row => row.kind === 'document' || row.kind === 'referral').map(row => row.title)).toEqual([MARK, MARK]);
    expect(rows.some(row => row.kind === 'warning' || row.kind === 'medication')).toBe(false);
    const detail = await eva.journal.get({ patientId, noteId: notes.signed });
    expect(detail.versions.at(-1)).toMatchObject({ content: null, destroyed: MARK, signature: { signerName: expect.any(String) as string } });
    const [letter] = await eva.documents.list({ patientId });
    expect((await eva.documents.get({ patientId, documentId: letter?.documentId ?? '' })).head.subject).toBe(MARK);
    expect((await eva.attachments.list({ patientId })).files.map(one => one.title)).toEqual([MARK]);
    expect((await copyOf(eva, patientId)).pages).toBeGreaterThan(0);
    expect((await eva.signing.unsigned({})).notes).toEqual([]);
    await expect(eva.journal.correct({ patientId, noteId: notes.signed, reason: 'nytt' })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });

  it('is found by no search, and the search goes on finding the rest', async () => {
    expect(await raw('SELECT count(*) AS n FROM note_words WHERE note_words MATCH ?', ['kanariefagel*'])).toEqual([{ n: 0 }]);
    expect(await raw('SELECT count(*) AS n FROM note_words WHERE note_words MATCH ?', ['någon'])).toEqual([{ n: 1 }]);
    expect(await raw('SELECT count(*) AS n FROM note_measurement WHERE note_id = ?', [notes.signed])).toEqual([{ n: 0 }]);
    expect(await isNoteIndexWhole(clinic.db.reader)).toBe(true);
  });

  it('lets raw SQL destroy nothing: not another note, not one more row of the same order, not by an order of one’s own', async () => {
    const refused = (sql: string, ...bindings: unknown[]) => expect(write(sql, bindings), sql).rejects.toThrow();
    const empty = 'UPDATE note_version SET record = NULL, plain_text = ?, reason = NULL, destroyed_at = ? WHERE note_id = ?';
    await refused(empty, MARK, '2026-11-22T08:00:00.000Z', neighbour.noteId);
    await refused('UPDATE note_version SET plain_text = ? WHERE note_id = ?', 'något annat', notes.signed);
    await refused('DELETE FROM note_version WHERE note_id = ?', notes.signed);
    await refused('INSERT INTO destruction_item (table_name, row_id, order_id) VALUES (?, ?, ?)', 'note', neighbour.noteId, destroyed.id);
    await refused('DELETE FROM destruction_item WHERE order_id = ?', destroyed.id);
    await refused('UPDATE destruction_order SET confirmed_by = ? WHERE id = ?', 'x', destroyed.id);
    await refused(`INSERT INTO destruction_order (id, confirmed_at, confirmed_by, confirmed_name, confirmed_title) SELECT id, asked_at, asked_by, asked_name, asked_title FROM destruction_request WHERE id NOT IN (SELECT id FROM destruction_order)`);
    await refused('DELETE FROM attachment_chunk');
    await refused("UPDATE record_history SET old = '{}'");
    await refused("INSERT INTO document_version (document_id, no, kind, created_at, digest, plain_text) SELECT id, 1, 'draft', created_at, ?, '' FROM document LIMIT 1", 'a'.repeat(64));
  });
});

describe('destruction of single entries (J-09)', () => {
  it('takes the chosen note with its versions and leaves the rest of the journal as it was', async () => {
    const id = await addPatient(clinic.db, { familyName: 'Dahl' });
    const user = await practitionerFor(clinic, id);
    const [gone, kept] = [await signedNote(user, id, { text: 'Ska bort' }), await signedNote(user, id, { text: 'Ska vara kvar' })];
    const { counts } = await destroy(clinic, { patientId: id, entries: [{ kind: 'note', id: gone.noteId }] });
    expect(counts).toMatchObject({ notes: 1, documents: 0 });
    const { rows } = await user.timeline.entries({ patientId: id });
    expect(rows.map(row => row.note?.entry.text?.split('\n').at(-1)).sort()).toEqual([MARK, 'Ska vara kvar']);
    expect(kept.noteId).not.toBe(gone.noteId);
    await expect(destroy(clinic, { patientId: id, entries: [{ kind: 'note', id: gone.noteId }] })).rejects.toMatchObject({ detail: { code: 'destruction.entriesMissing' } });
  });
});
