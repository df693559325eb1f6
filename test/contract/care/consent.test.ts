import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { STANDING_SQL } from '#electron/core/repositories/treatment-information.ts';
import { findNote } from '#electron/core/repositories/note.ts';
import { printedNotes } from '#electron/core/services/journal/print-notes.ts';
import { informNow, writeInformation } from '#test/support/inform.ts';
import { softwareSigner, withText } from '#test/support/journal/journal-clinic.ts';

import { signedNote, startCareClinic, writeNote, type CareClinic } from './care-clinic.ts';

let clinic: CareClinic;
let serviceId: string;
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T08:00:00.000Z');
const ago = (days: number): string => new Date(NOW - days * DAY).toISOString();
/** An information note that was locked so many days ago. */
const inform = async (patientId: string, days: number): Promise<string> => {
  clinic.clock.set(ago(days));
  const noteId = await informNow(clinic.anna, patientId);
  clinic.clock.set(ago(0));
  return noteId;
};
const adult = async (familyName: string): Promise<string> => {
  const id = await clinic.addPatient(familyName);
  await clinic.db.write(tx => tx.raw(`UPDATE patient SET identity_proof = 'passport', identity_checked_on = '2026-11-01' WHERE id = ?`, [id]));
  return id;
};
const consent = (patientId: string, days: number, id = v7()) => clinic.anna.care.recordConsent({ id, patientId, serviceId, consentedAt: ago(days), how: 'written' });

beforeAll(async () => {
  clinic = await startCareClinic();
  const [service] = (await clinic.anna.agenda.services({})).filter(one => (one.rules.thinkingDays ?? 0) > 0);
  serviceId = service?.id ?? '';
  await clinic.db.write(tx => tx.raw(`UPDATE service SET rules = json_set(rules, '$.noShowFeeMinor', 0), needs = '[]' WHERE id = ?`, [serviceId]));
}, 60_000);
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

describe('consent before an aesthetic treatment (J-23)', () => {
  it('cannot be given before the information, nor before the thinking time is over', async () => {
    const patientId = await adult('Ek');
    await expect(consent(patientId, 0)).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
    const noteId = await inform(patientId, 3);
    await expect(consent(patientId, 2)).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    await consent(patientId, 1);
    expect(await clinic.reception.care.consents({ patientId })).toMatchObject([{ serviceId, how: 'written', withdrawn: false, noteId }]);
    const draft = await writeInformation(clinic.anna, patientId);
    await expect(clinic.anna.care.recordConsent({ id: v7(), patientId, serviceId, consentedAt: ago(0), how: 'spoken', noteId: draft.noteId })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    await expect(clinic.reception.care.recordConsent({ id: v7(), patientId, serviceId, consentedAt: ago(0), how: 'spoken' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });

  it('the treatment does not begin without it, and not after it was taken back', async () => {
    const patientId = await adult('Lind');
    await inform(patientId, 5);
    const { id } = await clinic.reception.agenda.book({ serviceId, resourceIds: [clinic.annaId], start: { instant: '2026-11-22T10:00:00.000Z' }, patientId, outsideHours: true });
    expect(await clinic.reception.agenda.rulesFor({ patientId, serviceId })).toMatchObject({ consentMissing: true });
    const { version, consentMissing } = await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'swedishId' });
    expect(consentMissing).toBe(true);
    const begin = () => clinic.anna.agenda.setStatus({ id, version, status: 'inTreatment' });
    await expect(begin()).rejects.toMatchObject({ detail: { code: 'agenda.consentMissing' } });
    const given = v7();
    await consent(patientId, 1, given);
    await clinic.anna.care.withdrawConsent({ id: given, patientId });
    await expect(begin()).rejects.toMatchObject({ detail: { code: 'agenda.consentMissing' } });
    await consent(patientId, 0.5);
    const [information] = await clinic.anna.agenda.information({ patientId });
    await clinic.anna.agenda.withdrawInformation({ id: information?.id ?? '', patientId });
    await expect(begin()).rejects.toMatchObject({ detail: { code: 'agenda.consentMissing' } });
    await clinic.anna.care.sayInforms({ patientId, noteId: information?.noteId ?? '', serviceIds: [serviceId], how: 'inPerson' });
    expect(await clinic.reception.agenda.rulesFor({ patientId, serviceId })).toMatchObject({ consentMissing: false });
    expect((await begin()).version).toBe(version + 1);
    expect((await clinic.anna.care.consents({ patientId })).map(one => one.withdrawn)).toEqual([false, true]);
    await expect(clinic.db.write(tx => tx('treatment_consent').where({ id: given }).delete())).rejects.toThrow(/constraint/);
  });
});

describe('which treatment an information note is about (J-23)', () => {
  const other = async () => {
    const [laser] = (await clinic.anna.agenda.services({})).filter(one => one.name === 'Laserbehandling');
    await clinic.db.write(tx => tx.raw(`UPDATE service SET rules = json_set(rules, '$.thinkingDays', 2) WHERE id = ?`, [laser?.id ?? '']));
    return laser?.id ?? '';
  };
  const informsOf = async (patientId: string, noteId: string) => (await clinic.anna.care.ofNote({ patientId, noteId })).informs;

  it('is said by the template alone where the clinic has one, must be chosen between several, and is never asked of other notes', async () => {
    const patientId = await adult('Åkerlund');
    const note = await writeInformation(clinic.anna, patientId);
    expect(await informsOf(patientId, note.noteId)).toEqual({ serviceIds: [serviceId], how: 'inPerson', recorded: [], closedAt: null });
    const laserId = await other();
    expect((await informsOf(patientId, note.noteId)).serviceIds).toEqual([]);
    await clinic.anna.signing.lock(note);
    expect(await clinic.anna.agenda.information({ patientId })).toEqual([]);
    const lockedAt = clinic.clock.now().toISOString();
    clinic.clock.set(new Date(NOW + 3_600_000).toISOString());
    await clinic.anna.care.sayInforms({ patientId, noteId: note.noteId, serviceIds: [laserId], how: 'video' });
    await clinic.anna.care.sayInforms({ patientId, noteId: note.noteId, serviceIds: [laserId, serviceId], how: 'video' });
    const rows = await clinic.anna.agenda.information({ patientId });
    expect(rows.map(row => row.serviceId).toSorted()).toEqual([laserId, serviceId].toSorted());
    expect(rows.every(row => row.informedAt === lockedAt && row.counts && row.noteId === note.noteId)).toBe(true);
    const visit = await signedNote(clinic.anna, patientId, { text: 'Undersökt.' });
    expect(await informsOf(patientId, visit.noteId)).toMatchObject({ serviceIds: [], recorded: [], closedAt: expect.any(String) });
    await expect(clinic.reception.care.sayInforms({ patientId, noteId: visit.noteId, serviceIds: [serviceId], how: 'video' })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.anna.care.sayInforms({ patientId, noteId: visit.noteId, serviceIds: [clinic.returnVisit], how: 'video' })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    await expect(clinic.db.write(tx => tx.raw(`UPDATE note_informs SET how = 'written'`))).rejects.toMatchObject({ code: 'constraint' });
    clinic.clock.set(ago(0));
    expect(await clinic.plan(STANDING_SQL, [patientId, serviceId])).not.toMatch(/SCAN (?!json)/);
  });
});

describe('what the journal holds (J-02, J-06)', () => {
  it('is listed with the newest moment for each thing the law names, and what nobody wrote about stays empty', async () => {
    const patientId = await clinic.addPatient('Moen');
    await clinic.anna.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    const latest = async () => Object.fromEntries((await clinic.anna.care.completeness({ patientId })).map(one => [one.item, one.latest]));
    expect(Object.values(await latest()).every(at => at === null)).toBe(true);
    await writeNote(clinic.anna, patientId, { key: 'diagnosis', text: 'Lumbago', eventTime: '2026-11-20T09:00:00.000Z' });
    await writeNote(clinic.anna, patientId, { key: 'refusal', text: 'Avstår röntgen', eventTime: '2026-11-21T09:00:00.000Z' });
    await clinic.anna.patients.declareNoneKnown({ id: patientId });
    expect(await latest()).toMatchObject({ diagnosis: '2026-11-20T09:00:00.000Z', refusal: '2026-11-21T09:00:00.000Z', hypersensitivity: '2026-11-22T08:00:00.000Z', measures: null, results: null });
    await expect(clinic.reception.care.completeness({ patientId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});

describe('the patient’s differing opinion (J-10)', () => {
  it('is a note about one entry, shown with it, and never without one', async () => {
    const patientId = await clinic.addPatient('Berg');
    await clinic.anna.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    const entry = await signedNote(clinic.anna, patientId, { text: 'Rökare.' });
    await expect(writeNote(clinic.anna, patientId, { templateId: 'opinion' })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
    const { noteId, draft } = await clinic.anna.journal.create({ patientId, templateId: 'opinion', aboutNoteId: entry.noteId, language: 'sv' });
    const other = await signedNote(clinic.anna, patientId, { text: 'Annat.' });
    expect((await clinic.anna.journal.create({ patientId, templateId: 'opinion', aboutNoteId: other.noteId, language: 'sv' })).noteId).not.toBe(noteId);
    expect((await clinic.anna.journal.create({ patientId, templateId: 'opinion', aboutNoteId: entry.noteId, language: 'sv' })).noteId).toBe(noteId);
    await clinic.anna.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: withText(draft.content, 'opinion', 'Har aldrig rökt.'), eventTime: draft.eventTime, key: v7(), keep: true });
    const shown = await clinic.anna.care.ofNote({ patientId, noteId: entry.noteId });
    expect(shown.opinions).toMatchObject([{ noteId, status: 'draft' }]);
    expect(JSON.stringify(shown.opinions)).toMatch(/Har aldrig rökt/);
    expect((await clinic.anna.care.ofNote({ patientId, noteId })).about).toMatchObject({ noteId: entry.noteId });
    expect((await clinic.anna.care.ofNote({ patientId, noteId: other.noteId })).opinions).toEqual([]);
    const opinion = await findNote(clinic.db.reader, patientId, noteId);
    const [printed] = await printedNotes({ ...clinic.deps, signer: softwareSigner(clinic.clock.now) }, opinion ? [opinion] : [], 'sv');
    expect(printed?.name).toBe('Patientens avvikande mening, gäller anteckningen 2026-11-22 09:00');
  });
});
