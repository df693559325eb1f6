import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CARE_VISIT_SQL, CARE_VISITS_SQL } from '#electron/core/repositories/care.ts';
import { LAST_SIGNER_SQL } from '#electron/core/repositories/note-author.ts';
import { DONE_SQL, LINKED_SQL, UNLINKED_SQL } from '#electron/core/repositories/desk-notes.ts';
import { TO_WRITE_SQL } from '#electron/core/repositories/note-visit.ts';

import { signedNote, startCareClinic, writeNote, type CareClinic } from './care-clinic.ts';

let clinic: CareClinic;
beforeAll(async () => { clinic = await startCareClinic(); }, 60_000);
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

describe('the next patient (4B 3)', () => {
  it('is the one being treated, then who waits, then by the clock; the key walks on and begins again', async () => {
    const [ek, al, asp] = [await clinic.addPatient('Ek'), await clinic.addPatient('Al'), await clinic.addPatient('Asp')];
    const later = await clinic.book(asp, '2026-11-22T10:00:00.000Z');
    const early = await clinic.book(ek, '2026-11-22T08:30:00.000Z', { note: 'Ont i höger axel' });
    const waiting = await clinic.book(al, '2026-11-22T09:15:00.000Z');
    await clinic.book(asp, '2026-11-22T11:00:00.000Z', { column: clinic.boId });
    await clinic.walk(waiting, 'arrived');
    const first = (await clinic.anna.care.next({})).visit;
    expect(first).toMatchObject({ id: waiting.id, patientId: al, name: 'Al, Åsa', status: 'arrived', isOwn: true, noteId: null });
    const second = (await clinic.anna.care.next({ after: waiting.id })).visit;
    expect(second).toMatchObject({ id: early.id, note: 'Ont i höger axel', service: expect.any(String) as string });
    expect((await clinic.anna.care.next({ after: early.id })).visit?.id).toBe(later.id);
    expect((await clinic.anna.care.next({ after: later.id })).visit?.id).toBe(waiting.id);
    expect((await clinic.anna.agenda.appointment({ id: waiting.id, patientId: al })).status).toBe('arrived');
    await clinic.walk({ id: waiting.id, version: (await clinic.anna.agenda.appointment({ id: waiting.id, patientId: al })).version }, 'inTreatment', 'done');
    expect((await clinic.anna.care.next({})).visit?.id).toBe(early.id);
  });

  it('is nobody for someone without a column, and reception has no such key', async () => {
    expect((await (await clinic.as('practitioner')).care.next({})).visit).toBeNull();
    await expect(clinic.reception.care.next({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});

describe('a note is about a visit', () => {
  it('begun during the day it is tied to the writer’s own visit of today by itself, the second note to the second visit', async () => {
    const patientId = await clinic.addPatient('Berg');
    const morning = await clinic.book(patientId, '2026-11-22T12:00:00.000Z');
    const noon = await clinic.book(patientId, '2026-11-22T13:00:00.000Z');
    await clinic.walk(noon, 'arrived', 'inTreatment');
    const first = await writeNote(clinic.anna, patientId);
    expect((await clinic.anna.care.ofNote({ patientId, noteId: first.noteId })).visit).toMatchObject({ id: noon.id, noteId: first.noteId });
    const second = await writeNote(clinic.anna, patientId);
    expect((await clinic.anna.care.ofNote({ patientId, noteId: second.noteId })).visit?.id).toBe(morning.id);
    const third = await writeNote(clinic.anna, patientId);
    expect((await clinic.anna.care.ofNote({ patientId, noteId: third.noteId })).visit).toBeNull();
    expect((await clinic.anna.care.visits({ patientId })).map(visit => [visit.id, visit.noteId])).toEqual([[noon.id, first.noteId], [morning.id, second.noteId]]);
  });

  it('can be tied to another visit, and to none; a visit of somebody else is refused', async () => {
    const [mine, others] = [await clinic.addPatient('Dahl'), await clinic.addPatient('Falk')];
    const visit = await clinic.book(mine, '2026-11-22T14:00:00.000Z');
    const foreign = await clinic.book(others, '2026-11-22T17:00:00.000Z');
    const { noteId } = await writeNote(clinic.anna, mine);
    await clinic.anna.care.linkVisit({ patientId: mine, noteId, visitId: null });
    expect((await clinic.anna.care.ofNote({ patientId: mine, noteId })).visit).toBeNull();
    await clinic.anna.care.linkVisit({ patientId: mine, noteId, visitId: visit.id });
    expect((await clinic.anna.care.ofNote({ patientId: mine, noteId })).visit?.id).toBe(visit.id);
    await expect(clinic.anna.care.linkVisit({ patientId: mine, noteId, visitId: foreign.id })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    await expect(clinic.db.write(tx => tx('note_visit').insert({ note_id: noteId, appointment_id: foreign.id, linked_at: '2026-11-22T08:00:00.000Z', linked_by: clinic.anna.userId }))).rejects.toThrow(/constraint/);
    expect((await clinic.db.reader.raw('SELECT appointment_id FROM note_visit WHERE note_id = ? ORDER BY id', [noteId])) as unknown[]).toHaveLength(3);
    await expect(clinic.db.write(tx => tx('note_visit').where({ note_id: noteId }).delete())).rejects.toThrow(/constraint/);
  });

  it('a visit with its own note is off the list of visits without note, whatever day the note says; another visit’s note does not count (C-06)', async () => {
    const patientId = await clinic.addPatient('Grip');
    const before = new Set((await clinic.bo.desk.withoutNote({})).map(visit => visit.id));
    const [one, two] = [await clinic.book(patientId, '2026-11-22T15:00:00.000Z', { column: clinic.boId }), await clinic.book(patientId, '2026-11-22T16:00:00.000Z', { column: clinic.boId })];
    for (const visit of [one, two]) await clinic.walk(visit, 'arrived', 'inTreatment', 'done');
    const open = async (): Promise<string[]> => (await clinic.bo.desk.withoutNote({})).map(visit => visit.id).filter(id => !before.has(id));
    expect(await open()).toEqual([one.id, two.id]);
    const note = await writeNote(clinic.bo, patientId, { eventTime: '2026-11-20T09:00:00.000Z' });
    expect(await open()).toEqual([two.id]);
    await clinic.bo.care.linkVisit({ patientId, noteId: note.noteId, visitId: null });
    expect(await open()).toEqual([one.id, two.id]);
    // A note from before notes said their visit: its day counts for the visits of that day.
    await clinic.db.write(tx => tx.raw('DROP TRIGGER note_visit_never_delete'));
    await clinic.db.write(tx => tx('note_visit').where({ note_id: note.noteId }).delete());
    await clinic.bo.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: note.content, eventTime: '2026-11-22T15:10:00.000Z', key: crypto.randomUUID(), keep: true });
    expect(await open()).toEqual([]);
  });

  it('finds all of it by an index, without a scan', async () => {
    const plans = [
      await clinic.plan(DONE_SQL, ['r', '2026', '2027']), await clinic.plan(UNLINKED_SQL, ['[]', 'u', '2026', '2027', '[]', 'u', '2026', '2027']), await clinic.plan(LINKED_SQL, ['[]']),
      await clinic.plan(TO_WRITE_SQL, ['p', '2026', '2027', 'u']), await clinic.plan(CARE_VISIT_SQL, ['u', 'u', 'v']), await clinic.plan(CARE_VISITS_SQL, ['u', 'u', 'p', '2026', '2027']),
    ].join('\n');
    expect(plans.split('\n').filter(line => /^SCAN (?!wanted|w$|day )/.test(line))).toEqual([]);
    expect(await clinic.plan(LAST_SIGNER_SQL, ['2026-11-22', 'u'])).toMatch(/^SEARCH note USING INDEX note_of_author \(<expr>>\?\)\nUSE TEMP B-TREE FOR LAST TERM OF ORDER BY$/); // of one day
    expect(plans).toMatch(/done_visit USING PRIMARY KEY \(resource_id=\? AND start_utc>\? AND start_utc<\?\)/);
  });
});

describe('a signed note without its text (F-01)', () => {
  it('reception sees when and by whom, never what', async () => {
    const patientId = await clinic.addPatient('Holm');
    await clinic.anna.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    await writeNote(clinic.anna, patientId, { text: 'Utkast' });
    const { noteId } = await signedNote(clinic.anna, patientId, { text: 'Funktionshinder av huden.', templateId: 'first-visit' });
    const [one, ...rest] = await clinic.reception.care.signedNotes({ patientId });
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ noteId, signedAt: '2026-11-22T08:00:00.000Z', authorTitle: expect.any(String) as string });
    expect(JSON.stringify(one)).not.toMatch(/hud|first/i);
  });
});
