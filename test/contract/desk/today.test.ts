import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { rangeOfDay } from '#shared/domain/agenda/zone.ts';
import { TODAY_OF_COLUMN_SQL, TODAY_SQL } from '#electron/core/repositories/desk-today.ts';

import { startDeskClinic, type DeskClinic } from './clinic.ts';

const MONDAY = '2026-11-23';
const at = (time: string): string => `${MONDAY}T${time}:00.000Z`;
let clinic: DeskClinic;
beforeAll(async () => {
  clinic = await startDeskClinic();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

describe('the queue of today (C-06, tasks 4A 4)', () => {
  it('holds each visit of the day once, with names and since when, and none that was cancelled', async () => {
    const { book, walk, addPatient, reception, annaId, boId } = clinic;
    const early = await book(at('08:00'), { patientId: await addPatient('Arvid') });
    const treated = await book(at('09:00'), { patientId: await addPatient('Berg'), column: boId });
    const gone = await book(at('10:00'), { patientId: await addPatient('Ceder') });
    await book('2026-11-24T08:00:00.000Z', { patientId: await addPatient('Dal') });
    clinic.clock.set(at('07:55'));
    await walk(early.id, 1, 'arrived');
    await walk(treated.id, 1, 'arrived', 'inTreatment');
    await reception.agenda.cancel({ id: gone.id, version: 1, reason: 'patientWish' });
    const { visits, hasColumn } = await reception.desk.today({ day: MONDAY });
    expect(hasColumn).toBe(false);
    expect(visits.map(visit => [visit.name, visit.status, visit.arrivedAt, visit.startedAt, visit.resourceId])).toEqual([
      ['Arvid, Åsa', 'arrived', at('07:55'), null, annaId],
      ['Berg, Åsa', 'inTreatment', at('07:55'), at('07:55'), boId],
    ]);
    expect(visits[0]).toMatchObject({ service: 'Återbesök', practitioner: expect.stringContaining('Lind') as string });
  });

  it('shows a practitioner only their own, and says when they have no column', async () => {
    expect((await clinic.anna.desk.today({ day: MONDAY, own: true })).visits.map(visit => visit.name)).toEqual(['Arvid, Åsa']);
    expect(await clinic.admin.desk.today({ day: MONDAY, own: true })).toEqual({ hasColumn: false, visits: [] });
  });

  it('C-08 G-11: somebody booked by name is there, and nothing tells a phone or an address', async () => {
    await clinic.book(at('12:00'), { name: 'Sven på telefon' });
    await clinic.book(at('13:15'), { patientId: await clinic.addPatient('Skyddad', 'protected'), outsideHours: true });
    const { visits } = await clinic.reception.desk.today({ day: MONDAY });
    expect(visits.find(visit => visit.name === 'Sven på telefon')).toMatchObject({ patientId: null });
    expect(visits.find(visit => visit.name === 'Skyddad, Åsa')).toMatchObject({ isProtected: true });
    expect(JSON.stringify(visits)).not.toContain('0701740605');
  });

  it('C-10: each participant of a group is a visit of their own with the group’s practitioner, and the group itself is nobody’s', async () => {
    const { reception, annaId, addPatient, anna } = clinic;
    const [group] = await reception.groups.create({ serviceId: clinic.phone, title: 'Ryggskola', resourceIds: [annaId], start: { date: MONDAY, time: '15:00' }, capacity: 3 });
    for (const name of ['Gran', 'Hassel']) await reception.groups.join({ groupId: group?.id ?? '', patientId: await addPatient(name) });
    const { visits } = await anna.desk.today({ day: MONDAY, own: true });
    expect(visits.filter(visit => visit.groupId === group?.id).map(visit => [visit.name, visit.status, visit.resourceId]).sort()).toEqual([['Gran, Åsa', 'booked', annaId], ['Hassel, Åsa', 'booked', annaId]]);
    expect(JSON.stringify(visits)).not.toContain('Ryggskola');
    const seat = visits.find(visit => visit.name === 'Gran, Åsa');
    await reception.agenda.checkIn({ id: seat?.id ?? '', version: seat?.version ?? 0, identityProof: null });
    expect((await reception.desk.today({ day: MONDAY })).visits.find(visit => visit.id === seat?.id)?.status).toBe('arrived');
    clinic.clock.set('2026-11-26T07:00:00.000Z');
    const left = await anna.desk.unfinished({ own: true });
    expect(left.map(visit => visit.name)).toEqual(expect.arrayContaining(['Gran, Åsa', 'Hassel, Åsa']));
    expect(left.map(visit => visit.id)).not.toContain(group?.id);
  });

  it('C-05: a day in March has 23 hours and one in October 25; the first and the last visit of each belong to it', () => {
    expect(rangeOfDay('2027-03-28', 'Europe/Stockholm')).toEqual({ from: '2027-03-27T23:00:00.000Z', to: '2027-03-28T22:00:00.000Z' });
    expect(rangeOfDay('2027-10-31', 'Europe/Stockholm')).toEqual({ from: '2027-10-30T22:00:00.000Z', to: '2027-10-31T23:00:00.000Z' });
  });

  it('is read by an index, and leaves a row in the log before it answers (A-01)', async () => {
    const plan = await clinic.plan(TODAY_SQL, [at('00:00'), at('23:00')]);
    expect(plan).toContain('USING INDEX appointment_by_start');
    expect(plan).not.toMatch(/SCAN (a|p|s|e|w)\b/);
    expect(await clinic.plan(TODAY_OF_COLUMN_SQL, ['x', at('00:00'), at('23:00'), at('00:00'), at('23:00')])).not.toMatch(/SCAN (a|p|col)\b/);
    const before = await logged();
    await clinic.reception.desk.today({ day: MONDAY });
    expect(await logged()).toBe(before + 1);
  });
});

async function logged(): Promise<number> {
  const [row] = (await clinic.db.reader.raw(`SELECT count(*) AS rows FROM audit_event WHERE action = 'AGENDA_READ'`)) as { rows: number }[];
  return row?.rows ?? 0;
}
