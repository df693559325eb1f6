import { describe, expect, it } from 'vitest';

import type { InputOf } from '#renderer/client/index.ts';
import { agendaClinic } from '#test/contract/agenda/clinic.ts';

const { clinic, at } = agendaClinic({ step: 20, ordinary: false });

type CreateInput = InputOf<'groups', 'create'>;
const create = (extra: Partial<CreateInput> = {}) =>
  clinic.reception.groups.create({
    serviceId: clinic.services.treatment, title: 'Ryggskola', resourceIds: [clinic.annaId], start: { date: at('12:00').slice(0, 10), time: '09:00' }, durationMin: 60, capacity: 3, ...extra,
  });
const createOne = async (extra: Partial<CreateInput> = {}) => {
  const [group] = await create(extra);
  if (!group) throw new Error('no group was made');
  return group;
};
const join = (groupId: string, patientId: string, extra: Partial<InputOf<'groups', 'join'>> = {}) => clinic.reception.groups.join({ groupId, patientId, ...extra });
const fill = async (groupId: string, count: number) => {
  const names = Array.from({ length: count }, (_, index) => `Deltagare${index}`);
  const patients = await Promise.all(names.map(familyName => clinic.addPatient({ familyName })));
  const seats = [];
  for (const patientId of patients) seats.push({ patientId, ...(await join(groupId, patientId)).seats[0] });
  return seats;
};
const agendaOf = (from = at('00:00'), to = at('23:00')) => clinic.reception.agenda.range({ from, to, resourceIds: [clinic.annaId] });
const statusOf = async (id: string | undefined) => (await clinic.rows<{ status: string; start: string }>('SELECT status, start_utc AS start FROM appointment WHERE id = ?', [id ?? '']))[0];

describe('C-10 a group is one block, and each participant a visit of their own', () => {
  it('stands once in the agenda with its seats and nobody’s name, and in each patient’s own visits', async () => {
    const group = await createOne();
    const seats = await fill(group.id, 2);
    const entries = await agendaOf();
    expect(entries).toMatchObject([{ id: group.id, name: 'Ryggskola', patientId: null, group: { id: group.id, booked: 2, capacity: 3 } }]);
    expect(JSON.stringify(entries)).not.toContain('Deltagare');
    const own = await clinic.reception.agenda.ofPatient({ patientId: seats[0]?.patientId ?? '' });
    expect(own).toMatchObject([{ id: seats[0]?.id, resourceId: clinic.annaId, start: at('09:00'), status: 'booked', group: { id: group.id } }]);
  });

  it('blocks its practitioner once, however many take part', async () => {
    const group = await createOne();
    await fill(group.id, 3);
    await expect(clinic.book(at('09:30'))).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked' } });
    expect(await clinic.rows('SELECT count(*) AS n FROM appointment_resource WHERE block_start >= ? AND block_start < ?', [at('08:00'), at('12:00')])).toEqual([{ n: 1 }]);
  });

  it('each has their own status, history, note and log, and makes the practitioner part of their care', async () => {
    const group = await createOne();
    const [one, two] = await fill(group.id, 2);
    await clinic.reception.agenda.checkIn({ id: one?.id ?? '', version: 1, identityProof: null });
    expect([await statusOf(one?.id), await statusOf(two?.id), await statusOf(group.id)].map(row => row?.status)).toEqual(['arrived', 'booked', 'booked']);
    const opened = await clinic.reception.agenda.appointment({ id: two?.id ?? '', patientId: two?.patientId ?? '' });
    expect(opened).toMatchObject({ resourceIds: [clinic.annaId], events: [{ kind: 'booked' }] });
    expect(await clinic.rows(`SELECT action FROM audit_event WHERE object_id = ? ORDER BY seq`, [one?.id ?? ''])).toEqual([{ action: 'BOOK' }, { action: 'STATUS' }]);
    expect(await clinic.rows('SELECT user_id FROM care_relation WHERE patient_id = ?', [one?.patientId ?? ''])).toEqual([{ user_id: clinic.anna.userId }]);
  });

  it('shows the staff who takes part, and a protected identity with its mark and no whereabouts', async () => {
    const group = await createOne();
    await join(group.id, await clinic.addPatient({ familyName: 'Dold', protection: 'protected' }));
    expect(await clinic.reception.groups.participants({ id: group.id })).toMatchObject([{ name: 'Dold, Åsa', isProtected: true, status: 'booked' }]);
    expect(await clinic.rows(`SELECT action FROM audit_event WHERE object_id = ? AND action = 'AGENDA_READ'`, [group.id])).toHaveLength(1);
  });

  it('what a participant’s own visit shows names no other participant', async () => {
    const group = await createOne();
    const [mine] = await fill(group.id, 3);
    const own = [
      await clinic.reception.agenda.appointment({ id: mine?.id ?? '', patientId: mine?.patientId ?? '' }),
      await clinic.reception.agenda.ofPatient({ patientId: mine?.patientId ?? '' }),
    ];
    expect(JSON.stringify(own)).toContain('Deltagare0');
    expect(JSON.stringify(own)).not.toMatch(/Deltagare[12]/);
  });
});

describe('C-10 seats', () => {
  it('the fourth of three is refused, and gets the seat when somebody cancels', async () => {
    const group = await createOne();
    const seats = await fill(group.id, 3);
    const late = await clinic.addPatient();
    await expect(join(group.id, late)).rejects.toMatchObject({ detail: { code: 'groups.full' } });
    await clinic.reception.agenda.cancel({ id: seats[0]?.id ?? '', version: 1, reason: 'patientIll' });
    await join(group.id, late);
    await expect(clinic.reception.agenda.undo({ id: seats[0]?.id ?? '', version: 2 })).rejects.toMatchObject({ detail: { code: 'groups.full' } });
  });

  it('many who join at the same moment get exactly as many seats as there are', async () => {
    const group = await createOne({ capacity: 4 });
    const patients = await Promise.all(Array.from({ length: 9 }, () => clinic.addPatient()));
    const answers = await Promise.allSettled(patients.map((patientId, index) => (index % 2 ? clinic.anna : clinic.reception).groups.join({ groupId: group.id, patientId })));
    expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(4);
    expect((await clinic.reception.groups.meeting({ id: group.id })).booked).toBe(4);
  });

  it('raw SQL cannot squeeze in one more, nor give a seat another time than the group’s', async () => {
    const group = await createOne({ capacity: 1 });
    const [seat] = await fill(group.id, 1);
    const copy = (start: string) => clinic.db.write(tx => tx.raw(
      `INSERT INTO appointment (id, service_id, patient_id, booking_name, start_utc, end_utc, block_start_utc, block_end_utc, tz, status, group_id, created_at, changed_at)
       SELECT ?, service_id, NULL, 'X', ?, end_utc, block_start_utc, block_end_utc, tz, 'booked', group_id, created_at, changed_at FROM appointment WHERE id = ?`, [`raw-${start}`, start, seat?.id ?? ''],
    ));
    await expect(copy(at('09:00'))).rejects.toThrow();
    await clinic.reception.groups.setCapacity({ id: group.id, version: 1, capacity: 2 });
    await expect(copy(at('09:05'))).rejects.toThrow();
    await copy(at('09:00'));
  });

  it('nobody gets two seats in the same group, and a group never shrinks below those who have one', async () => {
    const group = await createOne();
    const [seat] = await fill(group.id, 2);
    await expect(join(group.id, seat?.patientId ?? '')).rejects.toMatchObject({ detail: { code: 'groups.alreadyIn' } });
    await expect(clinic.reception.groups.setCapacity({ id: group.id, version: 1, capacity: 1 })).rejects.toMatchObject({ detail: { code: 'groups.full' } });
  });

  it('a full group has a waiting list, and a freed seat goes to the first yes', async () => {
    const group = await createOne({ capacity: 1 });
    const [seat] = await fill(group.id, 1);
    const wish = async () => (await clinic.reception.waiting.add({
      draft: { patientId: await clinic.addPatient({ familyName: 'Väntar' }), name: '', phone: '', serviceId: clinic.services.treatment, resourceIds: [], weekdays: [], timeFrom: null, timeTo: null, earliest: null, latest: null, priority: 'normal', note: '', groupId: group.id, visitId: null },
    })).id;
    const wishes = [await wish(), await wish()];
    expect((await clinic.reception.waiting.freed({})).filter(one => one.groupId === group.id)).toEqual([]);
    await clinic.reception.agenda.cancel({ id: seat?.id ?? '', version: 1, reason: 'patientWish' });
    expect((await clinic.reception.waiting.freed({})).filter(one => one.groupId === group.id)).toMatchObject([{ waiting: 2, start: at('09:00') }]);
    const slot = { resourceId: clinic.annaId, start: at('09:00'), end: at('10:00'), groupId: group.id };
    expect((await clinic.reception.waiting.matchesFor(slot)).map(match => match.wish.id)).toEqual(wishes);
    const offers = [];
    for (const wishId of wishes) offers.push(await clinic.reception.waiting.offer({ wishId, ...slot, channel: 'phone', until: null }));
    const answers = await Promise.allSettled(offers.map(offer => clinic.reception.waiting.accept({ offerId: offer.id, version: 1 })));
    expect(answers.map(answer => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await clinic.reception.groups.meeting({ id: group.id })).booked).toBe(1);
  });
});

describe('C-10 participants follow their group', () => {
  it('moved with it, each with a step and a log row of their own; and back again when it is undone', async () => {
    const group = await createOne();
    const seats = await fill(group.id, 2);
    const moved = await clinic.reception.agenda.move({ id: group.id, version: group.version, start: { instant: at('14:00') } });
    for (const seat of seats) expect(await statusOf(seat.id)).toMatchObject({ start: at('14:00') });
    expect(await clinic.rows(`SELECT reason_code AS why FROM audit_event WHERE action = 'MOVE' AND patient_id = ?`, [seats[0]?.patientId ?? ''])).toEqual([{ why: 'group' }]);
    await clinic.reception.agenda.undo({ id: group.id, version: moved.version });
    for (const seat of seats) expect(await statusOf(seat.id)).toMatchObject({ start: at('09:00') });
  });

  it('what a participant’s visit was before keeps its group', async () => {
    const group = await createOne();
    const [seat] = await fill(group.id, 1);
    await clinic.reception.agenda.cancel({ id: seat?.id ?? '', version: 1, reason: 'patientIll' });
    expect(await clinic.rows(`SELECT json_extract(old, '$.group_id') AS groupId, json_extract(old, '$.status') AS status FROM record_history WHERE table_name = 'appointment' AND row_id = ?`, [seat?.id ?? ''])).toEqual([{ groupId: group.id, status: 'booked' }]);
  });

  it('cancelled with it, early and free of charge; who had cancelled before stays cancelled when it is undone', async () => {
    const group = await createOne();
    const [gone, stays] = await fill(group.id, 2);
    await clinic.reception.agenda.cancel({ id: gone?.id ?? '', version: 1, reason: 'patientIll' });
    clinic.clock.advance(1000);
    const cancelled = await clinic.reception.agenda.cancel({ id: group.id, version: group.version, reason: 'practitionerAway' });
    expect(await statusOf(stays?.id)).toMatchObject({ status: 'cancelledEarly' });
    await expect(join(group.id, await clinic.addPatient())).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
    await clinic.reception.agenda.undo({ id: group.id, version: cancelled.version });
    expect([await statusOf(gone?.id), await statusOf(stays?.id)].map(row => row?.status)).toEqual(['cancelledEarly', 'booked']);
  });

  it('a participant is never moved alone, and a group never checked in, missed or made somebody’s visit', async () => {
    const group = await createOne();
    const [seat] = await fill(group.id, 1);
    await expect(clinic.reception.agenda.move({ id: seat?.id ?? '', version: 1, start: { instant: at('14:00') } })).rejects.toMatchObject({ detail: { code: 'groups.followsGroup' } });
    const host = { id: group.id, version: group.version };
    await expect(clinic.reception.agenda.checkIn({ ...host, identityProof: null })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
    for (const status of ['noShow', 'arrived', 'inTreatment', 'done'] as const) await expect(clinic.reception.agenda.setStatus({ ...host, status })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
    await expect(clinic.reception.agenda.linkPatient({ ...host, patientId: seat?.patientId ?? '' })).rejects.toMatchObject({ detail: { code: 'agenda.illegalMove' } });
  });

  it('a course meets every week at the same clock time, and one joins all that is left of it', async () => {
    const meetings = await create({ weeks: 4, capacity: 1 });
    expect(meetings.map(meeting => meeting.start)).toEqual([0, 1, 2, 3].map(weeks => at('09:00', weeks)));
    await join(meetings[2]?.id ?? '', await clinic.addPatient());
    const joined = await join(meetings[1]?.id ?? '', await clinic.addPatient(), { wholeCourse: true });
    expect(joined.seats.map(seat => seat.start)).toEqual([at('09:00', 1), at('09:00', 3)]);
    expect(joined.full).toEqual([at('09:00', 2)]);
  });

  it('a course is booked whole or not at all', async () => {
    await clinic.book(at('09:00', 2), { overbook: true });
    await expect(create({ weeks: 4 })).rejects.toMatchObject({ detail: { code: 'agenda.doubleBooked' } });
    expect(await agendaOf()).toEqual([]);
  });
});
