import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { addPatient, decidedFor, practitionerFor, signedNote, startJournalClinic, withText, writeNote, type JournalClinic } from '#test/support/journal/journal-clinic.ts';

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
const logged = async (action: string) => (await clinic.db.reader.raw('SELECT * FROM audit_event WHERE action = ? ORDER BY seq', [action])) as { reason_code: string | null; reason_text: string | null; patient_id: string; outcome: string }[];

describe('reception', () => {
  it('sees that a note exists but not what it says, and reads its own and administrative notes (J-13, decision 9)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId, { text: 'Hemligt' });
    const rut = await clinic.as('receptionist');
    const { noteId, draft } = await rut.journal.create({ patientId, templateId: 'system', language: 'sv' });
    const { revision } = await rut.journal.saveDraft({ patientId, noteId, baseRevision: 0, content: withText(draft.content, 'text', 'Ringde om tid'), eventTime: draft.eventTime, key: v7() });
    await rut.journal.close({ patientId, noteId, revision });
    const { entries } = await rut.journal.timeline({ patientId });
    const hidden = entries.find(entry => entry.noteId === note.noteId);
    expect(hidden).toMatchObject({ hidden: true, text: '', noteType: null, templateId: null });
    expect(entries.find(entry => entry.noteId === noteId)).toMatchObject({ hidden: false, status: 'closed', text: expect.stringContaining('Ringde om tid') });
    expect(JSON.stringify(entries)).not.toContain('Hemligt');
    await expect(rut.journal.get({ patientId, noteId: note.noteId })).rejects.toEqual(refused('auth.forbidden'));
    await expect(rut.journal.version({ patientId, noteId: note.noteId, no: 1 })).rejects.toEqual(refused('auth.forbidden'));
    expect((await logged('ACCESS_DENIED')).map(row => row.patient_id)).toEqual([patientId, patientId]);
  });

  it('writes no clinical notes, and signs, prints and exports nothing', async () => {
    const rut = await clinic.as('receptionist');
    await expect(rut.journal.create({ patientId, templateId: 'visit', language: 'sv' })).rejects.toEqual(refused('auth.forbidden'));
    const noteId = v7();
    await expect(rut.journal.sign({ patientId, noteId, revision: 1 })).rejects.toEqual(refused('auth.forbidden'));
    await expect(rut.journal.print({ patientId, disclosureId: v7(), language: 'sv' })).rejects.toEqual(refused('auth.forbidden'));
    await expect(rut.journal.exportSignature({ patientId, noteId, no: 1, disclosureId: v7() })).rejects.toEqual(refused('auth.forbidden'));
  });

  it('corrects its own administrative note with the original kept', async () => {
    const rut = await clinic.as('receptionist');
    const note = await writeNote(rut, patientId, { templateId: 'system', key: 'text', text: 'Ringde kl 9' });
    await rut.journal.close({ patientId, noteId: note.noteId, revision: note.revision });
    const draft = await rut.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel klockslag' });
    const { revision } = await rut.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: 0, content: withText(draft.content, 'text', 'Ringde kl 10'), eventTime: draft.eventTime, key: v7() });
    await rut.journal.close({ patientId, noteId: note.noteId, revision });
    const { versions } = await rut.journal.get({ patientId, noteId: note.noteId });
    expect(versions.filter(v => v.kind !== 'draft').map(v => v.kind)).toEqual(['system', 'correction']);
  });
});

describe('a practitioner', () => {
  it('without a care relation states a reason, which is logged, and then reads (J-13)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    await signedNote(eva, patientId);
    const ove = await clinic.as('practitioner');
    await expect(ove.journal.timeline({ patientId })).rejects.toEqual(refused('auth.reasonRequired'));
    await expect(ove.journal.stateReason({ patientId, reasonCode: 'other', reasonText: '' })).rejects.toEqual(refused('journal.reasonRequired'));
    await ove.journal.stateReason({ patientId, reasonCode: 'askedByColleague', reasonText: 'Andra bedömning' });
    expect((await ove.journal.timeline({ patientId })).entries).toHaveLength(1);
    expect((await logged('ACCESS_DENIED')).at(-1)).toMatchObject({ patient_id: patientId, outcome: 'denied', reason_code: 'auth.reasonRequired' });
    expect((await logged('CARE_RELATION')).at(-1)).toMatchObject({ patient_id: patientId, reason_code: 'askedByColleague', reason_text: 'Andra bedömning' });
    clinic.clock.advance(13 * 3_600_000);
    await expect(ove.journal.timeline({ patientId })).rejects.toEqual(refused('auth.reasonRequired'));
  });

  it('whose visit is booked needs no reason; a cancelled visit is none', async () => {
    const ove = await clinic.as('practitioner');
    const appointmentId = await bookVisit(ove.userId);
    expect((await ove.journal.timeline({ patientId })).entries).toEqual([]);
    await clinic.db.write(tx => tx.raw("UPDATE appointment SET status = 'cancelledEarly' WHERE id = ?", [appointmentId]));
    await expect(ove.journal.timeline({ patientId })).rejects.toEqual(refused('auth.reasonRequired'));
  });

  it('without a care relation can neither write, correct, verify nor print', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    const ove = await clinic.as('practitioner');
    const attempts = [
      () => ove.journal.create({ patientId, templateId: 'visit', language: 'sv' as const }),
      () => ove.journal.correct({ patientId, noteId: note.noteId, reason: 'Fel ord' }),
      () => ove.journal.add({ patientId, noteId: note.noteId, title: 'Tillägg' }),
      () => ove.journal.verifySignature({ patientId, noteId: note.noteId, no: 2 }),
      () => ove.journal.exportSignature({ patientId, noteId: note.noteId, no: 2, disclosureId: v7() }),
      () => ove.journal.print({ patientId, disclosureId: v7(), language: 'sv' as const }),
      () => ove.journal.printNote({ patientId, noteId: note.noteId, disclosureId: v7(), language: 'sv' as const }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toEqual(refused('auth.reasonRequired'));
  });

  it('cannot write in a colleague\'s unsigned note', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const ove = await practitionerFor(clinic, patientId);
    const note = await writeNote(eva, patientId);
    await expect(ove.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: note.content, eventTime: note.eventTime, key: v7() })).rejects.toEqual(refused('journal.notYours'));
  });
});

describe('an administrator', () => {
  it('reads no journals, and the attempt is in the log (decision 9, A-03)', async () => {
    const ada = await clinic.as('administrator');
    await expect(ada.journal.timeline({ patientId })).rejects.toEqual(refused('auth.forbidden'));
    await expect(ada.journal.stateReason({ patientId, reasonCode: 'followUp' })).rejects.toEqual(refused('auth.forbidden'));
    expect((await logged('ACCESS_DENIED')).map(row => row.patient_id)).toEqual([patientId, patientId]);
  });
});

describe('the log', () => {
  it('comes first: with a log that cannot be written the journal does not open (A-01)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId);
    await clinic.db.write(tx => tx.raw("CREATE TRIGGER log_is_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'no room'); END"));
    for (const open of [() => eva.journal.timeline({ patientId }), () => eva.journal.get({ patientId, noteId: note.noteId })]) {
      await expect(open()).rejects.toEqual(refused('log.writeFailed'));
    }
  });

  it('holds every reading, and never the text (A-02, A-04)', async () => {
    const eva = await practitionerFor(clinic, patientId);
    const note = await signedNote(eva, patientId, { text: 'KANARIE-0815' });
    await eva.journal.timeline({ patientId });
    await eva.journal.get({ patientId, noteId: note.noteId });
    const decided = await decidedFor(eva, { patientId, noteId: note.noteId });
    await eva.journal.printNote({ patientId, noteId: note.noteId, ...decided, language: 'sv' });
    await eva.journal.exportSignature({ patientId, noteId: note.noteId, no: 2, ...decided });
    for (const action of ['NOTE_LIST', 'NOTE_READ', 'PRINT', 'EXPORT', 'NOTE_SIGN']) expect(await logged(action), action).toHaveLength(1);
    expect(JSON.stringify(await clinic.db.reader.raw('SELECT * FROM audit_event'))).not.toContain('KANARIE');
  });
});

async function bookVisit(userId: string): Promise<string> {
  const at = '2026-11-01T08:00:00.000Z';
  const [resourceId, serviceId, appointmentId] = [v7(), v7(), v7()];
  await clinic.db.write(async tx => {
    await tx.raw("INSERT INTO resource (id, kind, user_id, name, policy, changed_at) VALUES (?, 'practitioner', ?, 'Ove', 'forbid', ?)", [resourceId, userId, at]);
    await tx('service').insert({
      id: serviceId, name: 'Besök', duration_min: 30, buffer_before_min: 0, buffer_after_min: 0, price_minor: 0, vat_code: 'exempt', colour: 'blue', needs: '[]', rules: '{}', changed_at: at,
    });
    const [start, end] = ['2026-11-22T09:00:00.000Z', '2026-11-22T09:30:00.000Z'];
    await tx('appointment').insert({ id: appointmentId, service_id: serviceId, patient_id: patientId, start_utc: start, end_utc: end, block_start_utc: start, block_end_utc: end, tz: 'Europe/Stockholm', status: 'booked', created_at: at, changed_at: at });
    await tx('appointment_resource').insert({ resource_id: resourceId, block_start: start, appointment_id: appointmentId, block_end: end, active: 1, overbooked: 0 });
  });
  return appointmentId;
}
