import { toInstant } from '#shared/domain/agenda/zone.ts';
import { describe, expect, it } from 'vitest';

import { withText } from '#test/support/journal/journal-clinic.ts';
import { writeInformation } from '#test/support/inform.ts';

import { agendaClinic } from './clinic.ts';

const { clinic, at } = agendaClinic();
const before = (instant: string, hours: number) => new Date(Date.parse(instant) - hours * 3_600_000).toISOString();
const adult = () => clinic.addPatient({ birthDate: '1980-01-01', identityProof: 'passport' });
const inform = (patientId: string, lockedAt: string, serviceId = clinic.services.injection) => clinic.inform(patientId, lockedAt, serviceId);
const setRules = (serviceId: string, rules: object) => clinic.db.write(tx => tx.raw('UPDATE service SET rules = json_patch(rules, ?) WHERE id = ?', [JSON.stringify(rules), serviceId]));
const bookInjection = (patientId: string, time: string) => clinic.book(at(time), { serviceId: clinic.services.injection, patientId });

/** The clock stands at Sunday; information can only lie in the past, so the clock goes to the week of the test. */
const goTo = (instant: string) => clinic.clock.set(instant);

describe('J-23 information and thinking time before an injection', () => {
  it('refuses a booking 24 hours after the information, says when it may be, and there is no way past', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 24));
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime', params: { days: 2, earliest: `${before(at('14:00'), -24).slice(0, 10)} 14:00` } } });
    await expect(clinic.book(at('14:00'), { serviceId: clinic.services.injection, patientId, overbook: true, outsideHours: true, overHold: true })).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
  });

  it('takes it at exactly two days and not a minute earlier', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 48));
    await expect(bookInjection(patientId, '13:55')).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    await bookInjection(patientId, '14:00');
  });

  it('refuses when nothing is documented, for this service, and for somebody booked by name only', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await setRules(clinic.services.laser, { thinkingDays: 2 });
    await inform(patientId, before(at('14:00'), 100), clinic.services.laser);
    await setRules(clinic.services.laser, { thinkingDays: null });
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing', params: { days: 2 } } });
    await expect(clinic.book(at('14:00'), { serviceId: clinic.services.injection, walkIn: { name: 'Nils', phone: '' } })).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
  });

  it('refuses to move the visit to before the thinking time is over', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    await inform(patientId, before(at('14:00'), 48));
    const { id } = await bookInjection(patientId, '15:00');
    await expect(clinic.reception.agenda.move({ id, version: 1, start: { instant: at('13:00') } })).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('14:00') } });
  });

  it('tells before a time is chosen what is missing and from when it is lawful', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    const ask = () => clinic.reception.agenda.rulesFor({ serviceId: clinic.services.injection, patientId });
    expect(await ask()).toEqual({ thinkingDays: 2, earliest: null, minimumAge: 18, isTooYoung: false, identityMissing: false, identityFirst: true, consentMissing: true });
    await inform(patientId, before(at('14:00'), 48));
    expect(await ask()).toMatchObject({ earliest: at('14:00') });
  });

  it('counts a note from the moment it was locked, not while it is a draft, and withdraws a mistake, both readable', async () => {
    const patientId = await adult();
    goTo(before(at('08:00'), 72));
    const note = await writeInformation(clinic.anna, patientId, [clinic.services.injection], 'video');
    goTo(before(at('08:00'), 24));
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
    await clinic.anna.signing.lock(note);
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    const [row] = await clinic.reception.agenda.information({ patientId });
    expect(row).toMatchObject({ noteId: note.noteId, informedAt: before(at('08:00'), 24), how: 'video', counts: true, corrected: false, by: expect.any(String) });
    await expect(clinic.reception.agenda.withdrawInformation({ id: row?.id ?? '', patientId })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await clinic.anna.agenda.withdrawInformation({ id: row?.id ?? '', patientId });
    goTo(at('08:00', 1));
    await expect(clinic.book(at('14:00', 1), { serviceId: clinic.services.injection, patientId })).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
    expect(await clinic.reception.agenda.information({ patientId })).toMatchObject([{ id: row?.id, withdrawn: true, counts: false }]);
    await expect(clinic.db.write(tx => tx.raw('UPDATE treatment_information SET informed_at = informed_at'))).rejects.toMatchObject({ code: 'constraint' });
    await expect(clinic.db.write(tx => tx.raw('DELETE FROM treatment_information'))).rejects.toMatchObject({ code: 'constraint' });
    const logged = await clinic.rows<{ reason_code: string }>(`SELECT reason_code FROM audit_event WHERE action = 'INFORMATION_GIVEN' AND patient_id = ? AND outcome <> 'denied' ORDER BY seq`, [patientId]);
    expect(logged.map(one => one.reason_code)).toEqual(['video', 'withdrawn']);
  });

  it('is not deceived by what was recorded without a note, nor ties a draft or an administrative note', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    const note = await writeInformation(clinic.anna, patientId);
    const row = (id: string) => ({ id, patient_id: patientId, service_id: clinic.services.injection, informed_at: before(at('14:00'), 100), how: 'written', recorded_at: at('08:00'), recorded_by: clinic.anna.userId });
    const id = crypto.randomUUID();
    await clinic.db.write(tx => tx('treatment_information').insert(row(id)));
    await expect(bookInjection(patientId, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.informationMissing' } });
    expect(await clinic.reception.agenda.information({ patientId })).toMatchObject([{ noteId: null, counts: false }]);
    await expect(clinic.db.write(tx => tx('information_note').insert({ information_id: id, note_id: note.noteId }))).rejects.toMatchObject({ code: 'constraint' });
  });

  it('asks for the age to be verified before the booking: how somebody saw who the client is, and no younger than 18 on the day', async () => {
    const [unseen, young] = [await clinic.addPatient({ birthDate: '1980-01-01' }), await clinic.addPatient({ birthDate: '2012-05-05', identityProof: 'passport' })];
    goTo(at('08:00'));
    for (const patientId of [unseen, young]) await inform(patientId, before(at('14:00'), 100));
    await expect(bookInjection(unseen, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.ageUnverified', params: { age: 18 } } });
    await expect(bookInjection(young, '14:00')).rejects.toMatchObject({ detail: { code: 'agenda.ageRule', params: { age: 18 } } });
    expect(await clinic.reception.agenda.rulesFor({ serviceId: clinic.services.injection, patientId: unseen })).toMatchObject({ identityMissing: true, identityFirst: true });
    await clinic.db.write(tx => tx('patient').where({ id: unseen }).update({ identity_proof: 'drivingLicence', identity_checked_on: at('08:00').slice(0, 10), version: 2 }));
    await bookInjection(unseen, '14:00');
  });

  it('keeps the clock of a corrected note and says that it was corrected', async () => {
    const patientId = await adult();
    goTo(at('08:00'));
    const noteId = await inform(patientId, before(at('14:00'), 48));
    const draft = await clinic.anna.journal.correct({ patientId, noteId, reason: 'Skrev fel produkt.' });
    const saved = await clinic.anna.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: withText(draft.content, 'risks', 'Svullnad, rodnad.'), eventTime: draft.eventTime, key: crypto.randomUUID() });
    await clinic.anna.signing.lock({ patientId, noteId, revision: saved.revision });
    expect(await clinic.reception.agenda.information({ patientId })).toMatchObject([{ informedAt: before(at('14:00'), 48), corrected: true, counts: true }]);
    await bookInjection(patientId, '14:00');
  });
});

describe('J-23 surgery asks for seven days', () => {
  // Summer time begins on 2027-03-28: seven times 24 hours end an hour later on the wall.
  it.each([['2027-03-24', '2027-03-31', '11:00'], ['2027-10-27', '2027-11-03', '09:00'], ['2027-05-18', '2027-05-25', '10:00']])('told %s at 10, it is lawful %s from %s', async (told, day, from) => {
    await setRules(clinic.services.treatment, { thinkingDays: 7, minimumAge: 18, identityRequired: true });
    const patientId = await adult();
    const wall = (date: string, time: string) => toInstant({ date, time }, 'Europe/Stockholm');
    goTo(wall(told, '10:30'));
    await inform(patientId, wall(told, '10:00'), clinic.services.treatment);
    const book = (start: string) => clinic.book(start, { serviceId: clinic.services.treatment, patientId, outsideHours: true });
    await expect(book(wall(day, '08:55'))).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime', params: { days: 7, earliest: `${day} ${from}` } } });
    const early = new Date(Date.parse(wall(day, from)) - 300_000).toISOString();
    await expect(book(early)).rejects.toMatchObject({ detail: { code: 'agenda.thinkingTime' } });
    await book(wall(day, from));
    await setRules(clinic.services.treatment, { thinkingDays: null, minimumAge: null, identityRequired: null });
  });
});

describe('G-10 a treatment that asks who the patient is', () => {
  const booked = async (): Promise<{ id: string; patientId: string }> => {
    await setRules(clinic.services.treatment, { identityRequired: true });
    const patientId = await clinic.addPatient({ birthDate: '1980-01-01' });
    goTo(at('08:00'));
    return { ...(await bookTreatment(patientId, '09:00')), patientId };
  };
  const bookTreatment = (patientId: string, time: string) => clinic.book(at(time), { serviceId: clinic.services.treatment, patientId });
  const identityOf = async (patientId: string) => (await clinic.rows('SELECT identity_proof AS proof, identity_checked_on AS "on" FROM patient WHERE id = ?', [patientId]))[0];

  it('does not begin before it is known, by check-in or by starting', async () => {
    const { id } = await booked();
    await expect(clinic.reception.agenda.checkIn({ id, version: 1, identityProof: null })).rejects.toMatchObject({ detail: { code: 'agenda.identityMissing' } });
    await expect(clinic.reception.agenda.setStatus({ id, version: 1, status: 'arrived' })).rejects.toMatchObject({ detail: { code: 'agenda.identityMissing' } });
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    await clinic.anna.agenda.setStatus({ id, version: 2, status: 'inTreatment' });
  });

  it('writes what was shown at the desk to the patient’s own record, so that it counts next time', async () => {
    const { id, patientId } = await booked();
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    expect(await identityOf(patientId)).toEqual({ proof: 'passport', on: at('09:00').slice(0, 10) });
    const next = await bookTreatment(patientId, '14:00');
    await clinic.reception.agenda.checkIn({ id: next.id, version: 1, identityProof: null });
  });

  it('takes a check-in on the wrong row back in the patient’s record too, by undo and by hand', async () => {
    const { id, patientId } = await booked();
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    await clinic.reception.agenda.undo({ id, version: 2 });
    expect(await identityOf(patientId)).toEqual({ proof: null, on: null });
    await clinic.reception.agenda.checkIn({ id, version: 3, identityProof: 'drivingLicence' });
    clinic.clock.advance(60_000);
    await clinic.reception.agenda.setStatus({ id, version: 4, status: 'booked' });
    expect(await identityOf(patientId)).toEqual({ proof: null, on: null });
  });
});
