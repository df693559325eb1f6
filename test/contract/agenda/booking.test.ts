import { describe, expect, it } from 'vitest';

import type { ServiceDraft } from '#shared/domain/agenda/service.ts';

import { agendaClinic } from './clinic.ts';

const { clinic, at } = agendaClinic();

describe('booking', () => {
  it('C-02 tells the patient 30 minutes and blocks 35', async () => {
    const booked = await clinic.book(at('09:00'));
    const [entry] = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] });
    expect(entry).toMatchObject({ id: booked.id, start: at('09:00'), end: at('09:30'), blockStart: at('09:00'), blockEnd: at('09:35'), status: 'booked', name: 'Karlsson, Åsa' });
  });

  it('C-03 takes 9:00–9:30 and 9:30–10:00 with the same practitioner when there is no buffer', async () => {
    const short = { serviceId: clinic.services.phone, durationMin: 30 };
    await clinic.book(at('09:00'), short);
    await clinic.book(at('09:30'), short);
    await expect(clinic.book(at('09:15'), short)).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked', params: { from: '09:00', to: '09:30', policy: 'warn' } } });
  });

  it('C-03 keeps the refused booking out of everything', async () => {
    await clinic.book(at('09:00'));
    const before = await clinic.rows('SELECT count(*) AS n FROM appointment_event');
    await expect(clinic.book(at('09:20'))).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked' } });
    expect(await clinic.rows('SELECT count(*) AS n FROM appointment_event')).toEqual(before);
  });

  it('C-03 overbooks on purpose, marked in the agenda, in the history and in the log', async () => {
    await clinic.book(at('09:00'));
    const extra = await clinic.book(at('09:10'), { overbook: true });
    const entries = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] });
    expect(entries.filter(entry => entry.overbooked).map(entry => entry.id)).toEqual([extra.id]);
    expect(await clinic.rows('SELECT overbooked FROM appointment_event WHERE appointment_id = ?', [extra.id])).toEqual([{ overbooked: 1 }]);
    expect(await clinic.rows(`SELECT reason_code FROM audit_event WHERE action = 'BOOK' AND object_id = ?`, [extra.id])).toEqual([{ reason_code: 'overbooked' }]);
  });

  it('C-01 refuses the laser twice, whoever treats, even on purpose', async () => {
    const adult = () => clinic.addPatient({ birthDate: '1980-01-01' });
    const laser = { serviceId: clinic.services.laser };
    await clinic.book(at('09:00'), { ...laser, patientId: await adult() });
    await expect(clinic.book(at('09:30'), { ...laser, resourceIds: [clinic.boId], patientId: await adult() })).rejects.toMatchObject({ detail: { code: 'agenda.resourceMissing', params: { kind: 'equipment' } } });
    await expect(
      clinic.book(at('09:30'), { ...laser, resourceIds: [clinic.boId, clinic.equipmentIds[0] ?? ''], overbook: true, patientId: await adult() }),
    ).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked', params: { resource: 'Laser', policy: 'forbid' } } });
  });

  it('C-01 gives each treatment a free room of its own', async () => {
    const adult = await clinic.addPatient({ birthDate: '1980-01-01' });
    const { id } = await clinic.book(at('09:00'), { serviceId: clinic.services.laser, patientId: adult });
    const opened = await clinic.reception.agenda.appointment({ id, patientId: adult });
    expect(opened.resourceIds).toHaveLength(3);
    expect(opened.resourceIds).toEqual(expect.arrayContaining([clinic.annaId, clinic.equipmentIds[0], clinic.roomIds[0]]));
  });

  it('J-23 refuses somebody under 18 on the day of the visit, and takes them the day they turn 18', async () => {
    const birthDate = `${Number(at('09:00').slice(0, 4)) - 18}${at('09:00').slice(4, 10)}`;
    const young = await clinic.addPatient({ birthDate });
    const dayBefore = new Date(Date.parse(at('09:00')) - 3 * 86_400_000).toISOString();
    await expect(clinic.book(dayBefore, { serviceId: clinic.services.laser, patientId: young })).rejects.toMatchObject({ detail: { code: 'agenda.ageRule', params: { age: 18 } } });
    await clinic.book(at('09:00'), { serviceId: clinic.services.laser, patientId: young });
  });

  it('refuses lunch, evenings and a closed day unless it is meant', async () => {
    for (const time of ['11:45', '12:30', '16:45', '07:00'])
      await expect(clinic.book(at(time))).rejects.toMatchObject({ detail: { code: 'agenda.outsideHours' } });
    const { id } = await clinic.book(at('12:15'), { outsideHours: true });
    expect(await clinic.rows(`SELECT reason_code FROM audit_event WHERE action = 'BOOK' AND object_id = ?`, [id])).toEqual([{ reason_code: 'outsideHours' }]);
  });

  it('refuses a day on which the practitioner is away', async () => {
    const date = at('09:00').slice(0, 10);
    const absence = await clinic.admin.schedule.saveAbsence({ resourceId: clinic.boId, from: { date, time: '10:00' }, to: { date, time: '15:00' }, kind: 'meeting', label: '' });
    await expect(clinic.book(at('09:45'), { resourceIds: [clinic.boId] })).rejects.toMatchObject({ detail: { code: 'agenda.outsideHours' } });
    await clinic.book(at('09:30'), { resourceIds: [clinic.boId] });
    await clinic.admin.schedule.removeAbsence({ id: absence.id });
    await clinic.book(at('10:15'), { resourceIds: [clinic.boId] });
  });

  it('refuses yesterday', async () => {
    await expect(clinic.book('2026-11-20T09:00:00.000Z')).rejects.toMatchObject({ detail: { code: 'agenda.past' } });
  });

  it('C-05 refuses a time the clock jumps over and asks about one it shows twice', async () => {
    const typed = (date: string, choice?: 'earlier' | 'later') => clinic.book('', { start: { date, time: '02:30', ...(choice && { choice }) }, outsideHours: true });
    await expect(typed('2027-03-28')).rejects.toMatchObject({ detail: { code: 'agenda.timeInvalid' } });
    await expect(typed('2027-10-31')).rejects.toMatchObject({ detail: { code: 'agenda.timeAmbiguous' } });
    expect((await typed('2027-10-31', 'later')).start).toBe('2027-10-31T01:30:00.000Z');
    expect((await typed('2027-10-31', 'earlier')).start).toBe('2027-10-31T00:30:00.000Z');
  });

  it('refuses a practitioner who has left', async () => {
    const gone = await clinic.as('practitioner');
    const { id } = await clinic.admin.schedule.saveResource({ id: null, version: 0, kind: 'practitioner', userId: gone.userId, name: 'Cia', policy: 'warn', capacity: 1, active: true });
    await clinic.db.write(tx => tx('user_account').where({ id: gone.userId }).update({ status: 'closed', closed_at: at('00:00') }));
    await expect(clinic.book(at('09:00'), { resourceIds: [id] })).rejects.toMatchObject({ detail: { code: 'agenda.practitionerGone' } });
  });

  it('C-01 books and moves a service only to the practitioners it names, even on purpose, and a room it names bars nobody', async () => {
    const draft = { name: 'Laser hos Bo', durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'standard', colour: 'sky', needs: [], rules: {}, active: true } satisfies ServiceDraft;
    const { id: serviceId } = await clinic.admin.schedule.saveService({ id: null, version: 0, draft, resourceIds: [clinic.boId, clinic.roomIds[0] ?? ''] });
    const refused = { detail: { code: 'agenda.notPerformer', params: { service: 'Laser hos Bo' } } };
    await expect(clinic.book(at('09:00'), { serviceId, overbook: true, outsideHours: true, overHold: true })).rejects.toMatchObject(refused);
    const booked = await clinic.book(at('09:00'), { serviceId, resourceIds: [clinic.boId] });
    await expect(clinic.reception.agenda.move({ id: booked.id, version: 1, start: { instant: at('09:00') }, fromResourceId: clinic.boId, toResourceId: clinic.annaId })).rejects.toMatchObject(refused);
    const roomOnly = await clinic.admin.schedule.saveService({ id: null, version: 0, draft: { ...draft, name: 'Ljusterapi', needs: ['room'] }, resourceIds: [clinic.roomIds[0] ?? ''] });
    await clinic.book(at('13:00'), { serviceId: roomOnly.id });
  });

  it('C-01 lets a visit be moved in time with the practitioner it was booked with, though the service names others since', async () => {
    const draft = { name: 'Samtal', durationMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'exempt', colour: 'sky', needs: [], rules: {}, active: true } satisfies ServiceDraft;
    const service = await clinic.admin.schedule.saveService({ id: null, version: 0, draft, resourceIds: [] });
    const { id } = await clinic.book(at('09:00'), { serviceId: service.id });
    await clinic.admin.schedule.saveService({ id: service.id, version: service.version, draft, resourceIds: [clinic.boId] });
    expect(await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('10:00') } })).toMatchObject({ start: at('10:00') });
  });

  it('makes the practitioner part of the patient’s care, once', async () => {
    const patientId = await clinic.addPatient();
    await clinic.book(at('09:00'), { patientId });
    await clinic.book(at('10:00'), { patientId });
    expect(await clinic.rows('SELECT user_id FROM care_relation WHERE patient_id = ? AND ended_at IS NULL', [patientId])).toEqual([{ user_id: clinic.anna.userId }]);
  });

  it('G-11 shows a protected patient by name with a mark and never a phone', async () => {
    const { id } = await clinic.book(at('09:00'), { walkIn: { name: 'Hemlig Person', phone: '070-123 45 67' } });
    const patientId = await clinic.addPatient({ familyName: 'Dold', protection: 'protected' });
    await clinic.reception.agenda.linkPatient({ id, version: 1, patientId });
    const [entry] = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] });
    expect(entry).toMatchObject({ name: 'Dold, Åsa', isProtected: true });
    const opened = await clinic.reception.agenda.appointment({ id, patientId });
    expect(opened.phone).toBeNull();
    expect(JSON.stringify([entry, opened])).not.toContain('123 45');
  });

  it('A-01 writes whose visit was opened, and opens nobody else’s under that name', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.book(at('09:00'), { patientId });
    await clinic.reception.agenda.appointment({ id, patientId });
    expect(await clinic.rows(`SELECT patient_id FROM audit_event WHERE action = 'AGENDA_READ' AND object_id = ?`, [id])).toEqual([{ patient_id: patientId }]);
    await expect(clinic.reception.agenda.appointment({ id, patientId: await clinic.addPatient() })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });

  it('is refused to those who may not book', async () => {
    await expect(clinic.admin.agenda.book({ serviceId: clinic.services.phone, resourceIds: [clinic.annaId], start: { instant: at('09:00') }, patientId: null, walkIn: { name: 'X', phone: '' } })).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});

describe('moving', () => {
  it('changes time and practitioner at once, past a visit that stands at the old practitioner’s new time', async () => {
    const mine = await clinic.book(at('09:00'));
    await clinic.book(at('10:00'));
    const moved = await clinic.reception.agenda.move({ id: mine.id, version: 1, start: { instant: at('10:00') }, fromResourceId: clinic.annaId, toResourceId: clinic.boId });
    const entries = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.boId] });
    expect(entries).toMatchObject([{ id: mine.id, version: moved.version, start: at('10:00') }]);
  });

  it('slides over its own old time', async () => {
    const { id } = await clinic.book(at('09:00'));
    await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('09:10') } });
  });

  it('is refused into another visit, and leaves both where they were', async () => {
    const first = await clinic.book(at('09:00'));
    await clinic.book(at('10:00'));
    await expect(clinic.reception.agenda.move({ id: first.id, version: 1, start: { instant: at('09:50') } })).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked', params: { from: '10:00' } } });
    const entries = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId] });
    expect(entries.map(entry => entry.start).sort()).toEqual([at('09:00'), at('10:00')]);
  });

  it('changes the length when asked', async () => {
    const { id } = await clinic.book(at('09:00'));
    expect((await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('09:00') }, durationMin: 60 })).end).toBe(at('10:00'));
  });

  it('finds another room when the old one is taken at the new time', async () => {
    const draft = { name: 'Massage', durationMin: 60, bufferBeforeMin: 0, bufferAfterMin: 0, priceMinor: 0, vatCode: 'standard', colour: 'sky', needs: ['room'], rules: {}, active: true } as const;
    const service = await clinic.admin.schedule.saveService({ id: null, version: 0, draft: { ...draft, needs: [...draft.needs] }, resourceIds: [] });
    const first = await clinic.book(at('09:00'), { serviceId: service.id });
    await clinic.book(at('10:00'), { serviceId: service.id, resourceIds: [clinic.boId] });
    await clinic.reception.agenda.move({ id: first.id, version: 1, start: { instant: at('10:00') } });
    const rooms = await clinic.reception.agenda.range({ from: at('10:00'), to: at('11:00'), resourceIds: [...clinic.roomIds] });
    expect(new Set(rooms.map(entry => entry.resourceId)).size).toBe(2);
  });

  it('refuses the second of two people who move the same visit', async () => {
    const { id } = await clinic.book(at('09:00'));
    await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('10:00') } });
    await expect(clinic.anna.agenda.move({ id, version: 1, start: { instant: at('11:00') } })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
  });

  it('is undone within ten seconds by the one who did it, and not after', async () => {
    const { id } = await clinic.book(at('09:00'));
    const moved = await clinic.reception.agenda.move({ id, version: 1, start: { instant: at('10:00') }, fromResourceId: clinic.annaId, toResourceId: clinic.boId });
    await expect(clinic.anna.agenda.undo({ id, version: moved.version })).rejects.toMatchObject({ detail: { code: 'agenda.undoTooLate' } });
    clinic.clock.advance(10_000);
    const undone = await clinic.reception.agenda.undo({ id, version: moved.version });
    const entries = await clinic.reception.agenda.range({ from: at('00:00'), to: at('23:00'), resourceIds: [clinic.annaId, clinic.boId] });
    expect(entries).toMatchObject([{ resourceId: clinic.annaId, start: at('09:00') }]);
    const again = await clinic.reception.agenda.move({ id, version: undone.version, start: { instant: at('10:00') } });
    clinic.clock.advance(10_001);
    await expect(clinic.reception.agenda.undo({ id, version: again.version })).rejects.toMatchObject({ detail: { code: 'agenda.undoTooLate' } });
  });
});
