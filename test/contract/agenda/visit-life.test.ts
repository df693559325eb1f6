import { describe, expect, it } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';
import { agendaClinic } from './clinic.ts';

const { clinic, at } = agendaClinic();

describe('C-06 the life of a visit', () => {
  it('goes from booked to done, each step in the history with its actor and in the log', async () => {
    const { id } = await clinic.book(at('09:00'), { patientId: await clinic.addPatient() });
    const { agenda } = clinic.reception;
    await agenda.setStatus({ id, version: 1, status: 'confirmed' });
    await agenda.checkIn({ id, version: 2, identityProof: 'swedishId' });
    await clinic.anna.agenda.setStatus({ id, version: 3, status: 'inTreatment' });
    await clinic.anna.agenda.setStatus({ id, version: 4, status: 'done' });
    const steps = await clinic.rows<{ to_status: string; actor_id: string }>('SELECT to_status, actor_id FROM appointment_event WHERE appointment_id = ? ORDER BY appointment_version', [id]);
    expect(steps.map(step => step.to_status)).toEqual(['booked', 'confirmed', 'arrived', 'inTreatment', 'done']);
    expect(steps.map(step => step.actor_id)).toEqual([clinic.reception, clinic.reception, clinic.reception, clinic.anna, clinic.anna].map(person => person.userId));
    const logged = await clinic.rows<{ action: string }>('SELECT action FROM audit_event WHERE object_id = ? ORDER BY seq', [id]);
    expect(logged.map(row => row.action)).toEqual(['BOOK', 'STATUS', 'STATUS', 'IDENTITY_CHECK', 'STATUS', 'STATUS']);
  });

  it('refuses a step the table does not have, and changes nothing', async () => {
    const { id } = await clinic.book(at('09:00'));
    await expect(clinic.reception.agenda.setStatus({ id, version: 1, status: 'done' })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove', params: { status: 'booked' } } });
    expect(await clinic.rows('SELECT version, status FROM appointment WHERE id = ?', [id])).toEqual([{ version: 1, status: 'booked' }]);
  });

  it('G-10 keeps how identity was checked at arrival, and when the wait began', async () => {
    const { id } = await clinic.book(at('09:00'));
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    const [entry] = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] });
    expect(entry).toMatchObject({ status: 'arrived', identityChecked: true, arrivedAt: clinic.clock.now().toISOString() });
  });

  it('takes back a check-in on the wrong row without a trace on the visit itself', async () => {
    const { id } = await clinic.book(at('09:00'));
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: 'passport' });
    await clinic.reception.agenda.setStatus({ id, version: 2, status: 'booked' });
    const [entry] = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] });
    expect(entry).toMatchObject({ status: 'booked', identityChecked: false, arrivedAt: null });
  });

  it('tells the other screens after each step', async () => {
    const { id } = await clinic.book(at('09:00'));
    clinic.changed.length = 0;
    await clinic.reception.agenda.checkIn({ id, version: 1, identityProof: null });
    expect(clinic.changed).toContain('agenda');
  });

  it('gives the time of a no-show to somebody else, and says so when the first comes after all', async () => {
    const first = await clinic.book(at('09:00'));
    await clinic.reception.agenda.setStatus({ id: first.id, version: 1, status: 'noShow' });
    await clinic.book(at('09:00'));
    await expect(clinic.reception.agenda.checkIn({ id: first.id, version: 2, identityProof: null })).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked' } });
    await clinic.reception.agenda.checkIn({ id: first.id, version: 2, identityProof: null, overbook: true });
  });

  it('does not stand in its own way when an overbooked neighbour exists', async () => {
    const first = await clinic.book(at('09:00'));
    await clinic.book(at('09:10'), { overbook: true });
    await clinic.reception.agenda.checkIn({ id: first.id, version: 1, identityProof: null });
  });
});

describe('C-07 cancelling', () => {
  it('23 h 59 m before is late with a 24 h rule; 24 h is not', async () => {
    const early = await clinic.book(at('09:00'));
    const late = await clinic.book(at('10:00'));
    clinic.clock.set(new Date(Date.parse(at('09:00')) - 86_400_000).toISOString());
    expect(await clinic.reception.agenda.cancel({ id: early.id, version: 1, reason: 'patientWish' })).toMatchObject({ status: 'cancelledEarly', feeProposed: false });
    clinic.clock.set(new Date(Date.parse(at('10:00')) - 86_400_000 + 60_000).toISOString());
    expect(await clinic.reception.agenda.cancel({ id: late.id, version: 1, reason: 'patientWish' })).toMatchObject({ status: 'cancelledLate', feeProposed: true });
  });

  it('proposes no fee for what was not the patient’s doing', async () => {
    const { id } = await clinic.book(at('09:00'));
    clinic.clock.set(new Date(Date.parse(at('09:00')) - 3_600_000).toISOString());
    expect(await clinic.reception.agenda.cancel({ id, version: 1, reason: 'practitionerAway' })).toMatchObject({ status: 'cancelledLate', feeProposed: false });
  });

  it('frees the time at once, and undo takes it back if nobody was faster', async () => {
    const first = await clinic.book(at('09:00'));
    const cancelled = await clinic.reception.agenda.cancel({ id: first.id, version: 1, reason: 'patientIll' });
    expect(await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] })).toEqual([]);
    const undone = await clinic.reception.agenda.undo({ id: first.id, version: cancelled.version });
    const again = await clinic.reception.agenda.cancel({ id: first.id, version: undone.version, reason: 'patientIll' });
    await clinic.book(at('09:00'));
    await expect(clinic.reception.agenda.undo({ id: first.id, version: again.version })).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked' } });
  });

  it('keeps the reason in the history', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    await clinic.reception.agenda.cancel({ id, version: 1, reason: 'other', reasonText: 'Ringde 08:15' });
    const { events } = await clinic.reception.agenda.appointment({ id, patientId });
    expect(events.at(-1)).toMatchObject({ toStatus: 'cancelledEarly', reason: 'other', reasonText: 'Ringde 08:15' });
  });
});

describe('C-08 booking by name', () => {
  it('is linked to the registered patient later, who then has a care relation', async () => {
    const { id } = await clinic.book(at('09:00'), { walkIn: { name: 'Nils på telefon', phone: '070-1' } });
    const patientId = await clinic.addPatient({ familyName: 'Nilsson' });
    await clinic.reception.agenda.linkPatient({ id, version: 1, patientId });
    const [entry] = await clinic.reception.agenda.ofPatient({ patientId });
    expect(entry).toMatchObject({ id, name: 'Nilsson, Åsa', patientId });
    expect(await clinic.rows('SELECT user_id FROM care_relation WHERE patient_id = ?', [patientId])).toEqual([{ user_id: clinic.anna.userId }]);
  });

  it('never gives a visit another patient', async () => {
    const { id } = await clinic.book(at('09:00'), { patientId: await clinic.addPatient() });
    await expect(clinic.reception.agenda.linkPatient({ id, version: 1, patientId: await clinic.addPatient() })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
  });

  it('needs a name or a patient, not neither and not both', async () => {
    const base = { serviceId: clinic.services.phone, resourceIds: [clinic.annaId], start: { instant: at('09:00') } };
    await expect(clinic.reception.agenda.book({ ...base, patientId: null })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
    await expect(clinic.reception.agenda.book({ ...base, patientId: await clinic.addPatient(), walkIn: { name: 'X', phone: '' } })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });
});

describe('the next free times', () => {
  const ask = (from: string, extra: object = {}) => clinic.reception.agenda.nextFree({ serviceId: clinic.services.newVisit, resourceIds: [clinic.annaId], from, ...extra });

  it('are three, respect hours, lunch, buffers and what is booked', async () => {
    await clinic.book(at('08:00'), { serviceId: clinic.services.newVisit });
    const offers = await ask(at('08:00'));
    // 08:00–08:55 is taken, and each visit keeps ten minutes after its 45; the cleaning after the last may reach into lunch.
    expect(offers.map(offer => offer.start)).toEqual([at('08:55'), at('09:50'), at('10:45')]);
  });

  it('come per practitioner', async () => {
    const offers = await ask(at('08:00'), { resourceIds: [clinic.annaId, clinic.boId], count: 1 });
    expect(offers.map(offer => offer.resourceId).sort()).toEqual([clinic.annaId, clinic.boId].sort());
  });

  it('skip a closed week and go on after it', async () => {
    const date = at('09:00').slice(0, 10);
    const to = addDays(date, 5);
    const closed = await clinic.admin.schedule.saveAbsence({ resourceId: null, from: { date, time: '00:00' }, to: { date: to, time: '00:00' }, kind: 'holiday', label: 'Stängt' });
    expect((await ask(at('08:00'), { count: 1 }))[0]?.start).toBe(at('08:00', 1));
    await clinic.admin.schedule.removeAbsence({ id: closed.id });
  });

  it('wait for the only laser', async () => {
    const patientId = await clinic.addPatient({ birthDate: '1970-01-01' });
    await clinic.book(at('08:05'), { serviceId: clinic.services.laser, resourceIds: [clinic.boId], patientId });
    const [offer] = await ask(at('08:00'), { serviceId: clinic.services.laser, count: 1 });
    // Bo blocks the laser 08:00–08:45; five minutes before and the visit come after that.
    expect(offer?.start).toBe(at('08:50'));
    await clinic.book(offer?.start ?? '', { serviceId: clinic.services.laser, patientId });
  });

  it('are times that can be booked', async () => {
    for (const offer of await ask(at('08:00'), { count: 6 })) await clinic.book(offer.start, { serviceId: clinic.services.newVisit });
  });
});

describe('settings of the agenda', () => {
  it('let the administrator change hours, with the old ones kept, and nobody else', async () => {
    const [resource] = (await clinic.admin.agenda.resources({})).filter(one => one.id === clinic.boId);
    const hours = await clinic.admin.schedule.hours({ resourceId: clinic.boId });
    const evening = [...hours, { weekday: 1, start: '18:00', end: '20:00', validFrom: '2026-01-01', validTo: null }];
    const saved = await clinic.admin.schedule.saveHours({ resourceId: clinic.boId, version: resource?.version ?? 0, hours: evening });
    await clinic.book(at('18:30'), { resourceIds: [clinic.boId] });
    expect(await clinic.rows(`SELECT count(*) AS n FROM record_history WHERE table_name = 'schedule_rule'`)).toEqual([{ n: 10 }]);
    await expect(clinic.admin.schedule.saveHours({ resourceId: clinic.boId, version: saved.version - 1, hours })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    await expect(clinic.reception.schedule.saveHours({ resourceId: clinic.boId, version: saved.version, hours })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });

  it('refuse hours that end before they start', async () => {
    await expect(clinic.admin.schedule.saveHours({ resourceId: clinic.boId, version: 1, hours: [{ weekday: 1, start: '12:00', end: '08:00', validFrom: '2026-01-01', validTo: null }] })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });

  it('leave booked visits as long as they were when a service changes', async () => {
    const { id } = await clinic.book(at('09:00'));
    const [service] = (await clinic.admin.agenda.services({})).filter(one => one.id === clinic.services.returnVisit);
    if (!service) throw new Error('the seeded service is missing');
    const { id: serviceId, version, resourceIds, ...draft } = service;
    await clinic.admin.schedule.saveService({ id: serviceId, version, draft: { ...draft, durationMin: 20 }, resourceIds });
    expect(await clinic.rows('SELECT end_utc FROM appointment WHERE id = ?', [id])).toEqual([{ end_utc: at('09:30') }]);
  });

  it('show working time of a day in its real instants', async () => {
    const date = at('09:00').slice(0, 10);
    const { working } = await clinic.reception.agenda.availability({ from: date, to: date, resourceIds: [clinic.annaId] });
    expect(working).toEqual([
      { resourceId: clinic.annaId, start: at('08:00'), end: at('12:00') }, { resourceId: clinic.annaId, start: at('13:00'), end: at('17:00') },
    ]);
  });
});
