import { describe, expect, it } from 'vitest';

import { UNLINKED_SQL } from '#electron/core/repositories/appointment-unlinked.ts';
import { agendaClinic } from './clinic.ts';

const { clinic, at } = agendaClinic({ step: 3 });
const statusOf = async (id: string) => (await clinic.rows<{ status: string }>('SELECT status FROM appointment WHERE id = ?', [id]))[0]?.status;

describe('task 4B 10: "+2 weeks, same time"', () => {
  const offer = (id: string, patientId: string) => clinic.reception.agenda.rebookOffer({ id, patientId });

  it('proposes the same practitioner, service, weekday, clock time and length', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId, durationMin: 60 });
    expect(await offer(id, patientId)).toEqual({
      serviceId: clinic.services.returnVisit, wanted: at('09:00', 2), durationMin: 60, offer: { resourceId: clinic.annaId, start: at('09:00', 2), end: at('10:00', 2) },
    });
  });

  it('proposes the nearest free time after it when it is taken', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    await clinic.book(at('08:45', 2));
    expect((await offer(id, patientId)).offer?.start).toBe(at('09:20', 2));
  });

  it('C-05 keeps the clock time over the change of clocks', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book('2027-03-22T08:00:00.000Z', { patientId });
    expect((await offer(id, patientId)).offer?.start).toBe('2027-04-05T07:00:00.000Z');
  });

  it('A-01 opens nobody’s visit under another name', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    await expect(offer(id, await clinic.addPatient())).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });
});

describe('task 4A 5: taking back within ten seconds', () => {
  it('makes a booking one that was made by mistake, kept in the history, its time free', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    await clinic.reception.agenda.undo({ id, version: 1 });
    const { events, status, feeProposed } = await clinic.reception.agenda.appointment({ id, patientId });
    expect({ status, feeProposed, steps: events.map(event => event.reason) }).toEqual({ status: 'cancelledEarly', feeProposed: false, steps: [null, 'bookedWrong'] });
    await clinic.book(at('09:00'));
    expect(await clinic.rows(`SELECT reason_code FROM audit_event WHERE action = 'CANCEL' AND object_id = ?`, [id])).toEqual([{ reason_code: 'bookedWrong' }]);
  });

  it.each([['confirmed', 'booked'], ['noShow', 'booked'], ['rescheduled', 'booked']] as const)('takes %s back to %s', async (status, back) => {
    const { id } = await clinic.book(at('09:00'));
    await clinic.reception.agenda.setStatus({ id, version: 1, status });
    await clinic.reception.agenda.undo({ id, version: 2 });
    expect(await statusOf(id)).toBe(back);
  });

  it('takes a check-in, a start and an end back, each with what it had changed', async () => {
    const { id } = await clinic.book(at('09:00'));
    const { agenda } = clinic.reception;
    await agenda.checkIn({ id, version: 1, identityProof: 'swedishId' });
    await agenda.undo({ id, version: 2 });
    expect(await clinic.rows('SELECT status, arrived_at, identity_proof FROM appointment WHERE id = ?', [id])).toEqual([{ status: 'booked', arrived_at: null, identity_proof: null }]);
    await agenda.checkIn({ id, version: 3, identityProof: null });
    await agenda.setStatus({ id, version: 4, status: 'inTreatment' });
    await agenda.undo({ id, version: 5 });
    expect(await statusOf(id)).toBe('arrived');
    await agenda.setStatus({ id, version: 6, status: 'inTreatment' });
    await agenda.setStatus({ id, version: 7, status: 'done' });
    await agenda.undo({ id, version: 8 });
    expect(await statusOf(id)).toBe('inTreatment');
  });

  it('is over after ten seconds for a booking as well', async () => {
    const { id } = await clinic.book(at('09:00'));
    clinic.clock.advance(10_001);
    await expect(clinic.reception.agenda.undo({ id, version: 1 })).rejects.toMatchObject({ detail: { code: 'agenda.undoTooLate' } });
  });
});

describe('C-07 the fee for a missed visit', () => {
  it('is what was told at booking, proposed for a no-show, and gone when the patient comes after all', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    expect(await clinic.reception.agenda.setStatus({ id, version: 1, status: 'noShow' })).toMatchObject({ feeProposed: true });
    expect(await clinic.reception.agenda.appointment({ id, patientId })).toMatchObject({ noShowFeeMinor: 40_000, feeProposed: true, events: [{ feeProposed: false }, { feeProposed: true }] });
    await clinic.reception.agenda.checkIn({ id, version: 2, identityProof: null });
    expect(await clinic.reception.agenda.appointment({ id, patientId })).toMatchObject({ feeProposed: false });
  });

  it('is not proposed where none was agreed', async () => {
    const { id } = await clinic.book(at('09:00'), { serviceId: clinic.services.phone });
    expect(await clinic.reception.agenda.setStatus({ id, version: 1, status: 'noShow' })).toMatchObject({ feeProposed: false });
  });
});

describe('a visit that waits for a new time', () => {
  it('is named by the visit that replaces it, of the same patient only', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    await expect(clinic.book(at('10:00'), { patientId, replacesId: id })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
    await clinic.reception.agenda.setStatus({ id, version: 1, status: 'rescheduled' });
    await expect(clinic.book(at('10:00'), { replacesId: id })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
    const next = await clinic.book(at('10:00'), { patientId, replacesId: id });
    expect(await clinic.rows('SELECT replaces_id FROM appointment WHERE id = ?', [next.id])).toEqual([{ replaces_id: id }]);
  });
});

describe('C-08 visits booked by name', () => {
  it('are proposed to the registered patient by birth date, phone or a name that sounds alike, and not against a birth date', async () => {
    const patientId = await clinic.addPatient({ familyName: 'Carlsson', birthDate: '1981-12-18' });
    const id = 'contact-1';
    await clinic.db.write(tx => tx('contact_point').insert({ id, patient_id: patientId, kind: 'mobile', value: '+46701234567', note: '', version: 1, created_at: at('00:00'), created_by: clinic.reception.userId, changed_at: at('00:00'), changed_by: clinic.reception.userId }));
    const byName = (time: string, name: string, phone = '', birthDate: string | null = null) => clinic.book(at(time), { walkIn: { name, phone, birthDate } });
    await byName('08:00', 'Åsa Karlsson');
    await byName('09:00', 'Någon', '070-123 45 67');
    await byName('10:00', 'Osa', '', '1981-12-18');
    await byName('13:00', 'Åsa Karlsson', '', '1990-01-01');
    await byName('14:00', 'Bengt Ek');
    const found = await clinic.reception.agenda.unlinked({ patientId });
    expect(found.map(visit => [visit.start, visit.because])).toEqual([[at('08:00'), 'name'], [at('09:00'), 'phone'], [at('10:00'), 'birthDate']]);
    expect(JSON.stringify(found)).not.toContain('123 45');
  });

  it('are found through their own index', async () => {
    const plan = (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${UNLINKED_SQL}`, ['2026'])).map(row => row.detail);
    expect(plan[0]).toMatch(/SEARCH a USING INDEX appointment_by_name \(start_utc>\?\)/);
  });
});

describe('what the desk need not type again', () => {
  it('proposes the service last booked with each practitioner', async () => {
    await clinic.book(at('09:00'), { serviceId: clinic.services.phone });
    await clinic.book(at('09:00'), { serviceId: clinic.services.treatment, resourceIds: [clinic.boId] });
    await clinic.book(at('10:00'), { serviceId: clinic.services.newVisit });
    const last = await clinic.reception.agenda.lastServices({ resourceIds: [clinic.annaId, clinic.boId] });
    expect(new Map(last.map(one => [one.resourceId, one.serviceId]))).toEqual(new Map([[clinic.annaId, clinic.services.newVisit], [clinic.boId, clinic.services.treatment]]));
  });

  it('gives a booking that a lock interrupted back to the same person and nobody else, once', async () => {
    const draft = {
      slot: { resourceId: clinic.annaId, start: at('09:00') }, patient: null, typed: 'Karls', serviceId: null, date: null, time: null, minutes: null, note: 'ringer igen', registration: { givenName: 'Åsa' },
    };
    await clinic.reception.agenda.keepDraft({ draft });
    await clinic.reception.agenda.keepDraft({ draft: { ...draft, typed: 'Karlsson' } });
    expect(await clinic.reception.agenda.draft({})).toEqual({ draft: { ...draft, typed: 'Karlsson' } });
    expect(await clinic.anna.agenda.draft({})).toEqual({ draft: null });
    const patientId = await clinic.addPatient();
    await clinic.reception.agenda.keepDraft({ draft: { ...draft, patient: { kind: 'known', id: patientId, name: 'Karlsson, Åsa' } } });
    await clinic.reception.agenda.draft({});
    expect(await clinic.rows(`SELECT action FROM audit_event WHERE patient_id = ? AND action = 'AGENDA_READ'`, [patientId])).toHaveLength(1);
    await clinic.reception.agenda.keepDraft({ draft: null });
    expect(await clinic.reception.agenda.draft({})).toEqual({ draft: null });
  });

  it('refuses a service that is not offered any more, in words of its own', async () => {
    const [service] = (await clinic.admin.agenda.services({})).filter(one => one.id === clinic.services.treatment);
    await clinic.db.write(tx => tx('service').where({ id: service?.id ?? '' }).update({ active: 0 }));
    await expect(clinic.book(at('09:00'), { serviceId: clinic.services.treatment })).rejects.toMatchObject({ detail: { code: 'agenda.serviceClosed' } });
    await clinic.db.write(tx => tx('service').where({ id: service?.id ?? '' }).update({ active: 1 }));
  });
});
