import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NoteDraft } from '#shared/contract/journal.ts';
import { isNoteIndexWhole, rebuildNoteIndex } from '#electron/core/repositories/note-index.ts';
import { addPatient, startJournalClinic, withText, type JournalClinic } from '#test/support/journal/journal-clinic.ts';

type TimelineUser = Awaited<ReturnType<JournalClinic['as']>>;
let clinic: JournalClinic;
let patientId: string;
let eva: TimelineUser;
beforeEach(async () => {
  clinic = await startJournalClinic();
  patientId = await addPatient(clinic.db);
  eva = await carer();
  await eva.journalSearch.stateReason({ reasonCode: 'ownPatient' });
});
afterEach(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

async function carer(): Promise<TimelineUser> {
  const user = await clinic.as('practitioner');
  await user.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  return user;
}
async function draft(user: TimelineUser, text: string): Promise<{ noteId: string; revision: number; blank: NoteDraft }> {
  const { noteId, draft: blank } = await user.journal.create({ patientId, templateId: 'visit', language: 'sv' });
  const { revision } = await user.journal.saveDraft({ patientId, noteId, baseRevision: blank.revision, content: withText(blank.content, 'diagnosis', text), eventTime: blank.eventTime, key: v7() });
  return { noteId, revision, blank };
}
async function signed(user: TimelineUser, text: string): Promise<string> {
  const { noteId, revision } = await draft(user, text);
  await user.journal.sign({ patientId, noteId, revision });
  return noteId;
}
async function correct(noteId: string, text: string): Promise<void> {
  const working = await eva.journal.correct({ patientId, noteId, reason: 'Fel sida' });
  const { revision } = await eva.journal.saveDraft({ patientId, noteId, baseRevision: working.revision, content: withText(working.content, 'diagnosis', text), eventTime: working.eventTime, key: v7(), keep: true });
  await eva.journal.sign({ patientId, noteId, revision });
}
const find = async (user: TimelineUser, text: string, options: { withStruck?: boolean; order?: 'newest' | 'best'; limit?: number } = {}) => (await user.journalSearch.search({ text, ...options })).hits;
const refused = (code: string) => expect.objectContaining({ detail: expect.objectContaining({ code }) });
const logged = async () => (await clinic.db.reader.raw("SELECT patient_id, count, reason_code, object_type FROM audit_event WHERE action = 'NOTE_SEARCH' ORDER BY seq")) as { patient_id: string | null; count: number | null; reason_code: string; object_type: string | null }[];

describe('search in all journals', () => {
  it('asks for a reason first, keeps it in the log with every search and every patient shown, and never the words (J-13, A-01, A-04)', async () => {
    await signed(eva, 'Lumbago utan rotpåverkan.');
    const ove = await clinic.as('practitioner');
    expect(await ove.journalSearch.state({})).toEqual({ reason: null });
    await expect(find(ove, 'lumbago')).rejects.toEqual(refused('auth.reasonRequired'));
    await expect(ove.journalSearch.stateReason({ reasonCode: 'other', reasonText: '' })).rejects.toEqual(refused('journal.reasonRequired'));
    await ove.journalSearch.stateReason({ reasonCode: 'quality', reasonText: 'Ryggprojektet' });
    expect(await find(ove, 'lumbago')).toHaveLength(1);
    expect((await logged()).slice(-3)).toEqual([
      { patient_id: null, count: null, reason_code: 'quality', object_type: 'reason' }, { patient_id: null, count: 1, reason_code: 'quality', object_type: null }, { patient_id: patientId, count: null, reason_code: 'quality', object_type: null },
    ]);
    expect(JSON.stringify(await clinic.db.reader.raw('SELECT * FROM audit_event')).toLowerCase()).not.toContain('lumbago');
    // A hit is not the record: opening it asks as always.
    await expect(ove.timeline.entries({ patientId })).rejects.toEqual(refused('auth.reasonRequired'));
    clinic.clock.advance(3 * 3_600_000);
    await expect(find(ove, 'lumbago')).rejects.toEqual(refused('auth.reasonRequired'));
  });

  it('is beyond the reach of reception and administrators, as search and as statement of a reason (J-13)', async () => {
    await signed(eva, 'Lumbago.');
    for (const role of ['receptionist', 'administrator'] as const) {
      const user = await clinic.as(role);
      await expect(user.journalSearch.stateReason({ reasonCode: 'quality' })).rejects.toEqual(refused('auth.forbidden'));
      await expect(find(user, 'lumbago')).rejects.toEqual(refused('auth.forbidden'));
      await expect(find(user, 'finns inte')).rejects.toEqual(refused('auth.forbidden'));
    }
  });

  it('finds words by how they begin, with or without å, ä, ö, through soft hyphens, and says where', async () => {
    await signed(eva, 'Fick penicillinet i måndags. Misstänkt hjärt\u00ADsvikt.');
    for (const text of ['penicillin', 'HJARTSVIKT', 'misstankt penicillinet', '"i måndags"']) expect(await find(eva, text), text).toHaveLength(1);
    for (const text of ['cillin', 'penicillin lumbago', '"måndags i"', 'NEAR(a b)', '* OR 1', 'text:', '"']) expect(await find(eva, `${text} x`.slice(0, -1)).catch(() => []), text).toEqual([]);
    expect((await find(eva, 'penicillin'))[0]).toMatchObject({ patientId, patientName: 'Karlsson, Åsa', state: 'inForce', heading: 'Bedömning och diagnos', snippet: expect.stringContaining('Fick penicillinet') });
  });

  it('finds a draft only for who writes it, and counts it for nobody else', async () => {
    const ove = await carer();
    await ove.journalSearch.stateReason({ reasonCode: 'quality' });
    await draft(eva, 'Osteoporos kanske.');
    expect(await find(eva, 'osteoporos')).toMatchObject([{ state: 'draft' }]);
    expect(await ove.journalSearch.search({ text: 'osteoporos' })).toEqual({ hits: [], hasMore: false });
    expect((await logged()).at(-1)).toMatchObject({ count: 0, patient_id: null });
  });

  it('finds what a draft says now and not what it said before', async () => {
    const { noteId, revision, blank } = await draft(eva, 'Gikt.');
    await eva.journal.saveDraft({ patientId, noteId, baseRevision: revision, content: withText(blank.content, 'diagnosis', 'Artros.'), eventTime: blank.eventTime, key: v7(), keep: true });
    expect(await find(eva, 'gikt')).toEqual([]);
    expect(await find(eva, 'artros')).toHaveLength(1);
  });

  it('finds struck text only when asked, and says that it is struck (J-08)', async () => {
    const noteId = await signed(eva, 'Höger menisk.');
    await correct(noteId, 'Vänster menisk.');
    expect(await find(eva, 'höger')).toEqual([]);
    expect(await find(eva, 'höger', { withStruck: true })).toMatchObject([{ noteId, state: 'struck' }]);
    // Both texts have the word: the note is shown once, by the text in force.
    expect(await find(eva, 'menisk', { withStruck: true })).toMatchObject([{ noteId, state: 'inForce' }]);
    expect(await find(eva, 'menisk', { order: 'best' })).toHaveLength(1);
  });

  it('shows the newest first, no more than asked for, and says that there is more', async () => {
    for (const n of [1, 2, 3]) await signed(eva, `Astma kontroll ${n}.`);
    const answer = await eva.journalSearch.search({ text: 'astma', limit: 2 });
    expect(answer.hits.map(hit => hit.snippet)).toEqual([expect.stringContaining('kontroll 3'), expect.stringContaining('kontroll 2')]);
    expect(answer.hasMore).toBe(true);
    await expect(eva.journalSearch.search({ text: 'astma', limit: 201 })).rejects.toEqual(refused('input.invalid'));
  });
});

describe('the index', () => {
  it('is derived: made anew it finds the same, and a search mends one that fell behind', async () => {
    const noteId = await signed(eva, 'Höger menisk.');
    await correct(noteId, 'Vänster menisk.');
    await draft(eva, 'Pågående menisk.');
    const before = await find(eva, 'menisk', { withStruck: true });
    const indexed = () => clinic.db.reader.raw("SELECT rowid FROM note_words WHERE note_words MATCH 'menisk' ORDER BY rowid");
    const rows = await indexed();
    await clinic.db.write(rebuildNoteIndex);
    expect(await indexed()).toEqual(rows);
    expect(await find(eva, 'menisk', { withStruck: true })).toEqual(before);
    await clinic.db.write(tx => tx.raw("INSERT INTO note_words (note_words) VALUES ('delete-all')"));
    expect(await isNoteIndexWhole(clinic.db.reader)).toBe(false);
    await clinic.db.write(rebuildNoteIndex);
    expect(await isNoteIndexWhole(clinic.db.reader)).toBe(true);
  });

  it('keeps the reasons for good', async () => {
    await expect(clinic.db.write(tx => tx.raw("UPDATE journal_search_reason SET reason_text = 'annat'"))).rejects.toThrow();
    await expect(clinic.db.write(tx => tx.raw('DELETE FROM journal_search_reason'))).rejects.toThrow();
    await expect(clinic.db.write(tx => tx.raw("INSERT OR REPLACE INTO journal_search_reason SELECT id, user_id, session_id, 'quality', '', stated_at FROM journal_search_reason"))).rejects.toThrow();
  });
});
