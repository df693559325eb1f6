import { describe, expect, it } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';
import type { WorkingHours } from '#shared/domain/agenda/schedule.ts';
import { agendaClinic } from '../agenda/clinic.ts';

// Past the holidays at the turn of the year.
const { clinic, at: mondayAt } = agendaClinic({ after: 7, ordinary: false });
const at = (time: string, days = 0): string => {
  const start = mondayAt(time);
  return days === 0 ? start : new Date(Date.parse(start) + days * 86_400_000).toISOString();
};
const dateOf = (days = 0): string => addDays(at('12:00').slice(0, 10), days);
const refused = (code: string) => ({ detail: { code } });
const day = (weekday: number, start: string, end: string, more: Partial<WorkingHours> = {}): WorkingHours => ({ weekday, start, end, everyWeeks: 1, validFrom: '2020-01-01', validTo: null, ...more });
const versionOf = async (id: string): Promise<number> => (await clinic.admin.agenda.resources({ includeInactive: true })).find(one => one.id === id)?.version ?? 0;
const saveHours = async (id: string, hours: WorkingHours[]) => clinic.admin.schedule.saveHours({ resourceId: id, version: await versionOf(id), hours });
const free = async (from: string, resourceId = clinic.annaId) => (await clinic.reception.agenda.nextFree({ serviceId: clinic.services.phone, resourceIds: [resourceId], from, count: 1 }))[0]?.start;

describe('C-04 working hours', () => {
  it('every other week: the agenda, the next free time and the booking follow', async () => {
    await saveHours(clinic.boId, [day(1, '08:00', '12:00', { everyWeeks: 2, validFrom: dateOf() })]);
    expect(await free(at('00:00'), clinic.boId)).toBe(at('08:00'));
    expect(await free(at('13:00'), clinic.boId)).toBe(mondayAt('08:00', 2));
    await expect(clinic.book(mondayAt('09:00', 1), { resourceIds: [clinic.boId] })).rejects.toMatchObject(refused('agenda.outsideHours'));
    await clinic.book(mondayAt('09:00', 2), { resourceIds: [clinic.boId] });
  });

  it('changed, leave booked visits where they are and name those that now fall outside', async () => {
    const kept = await clinic.admin.schedule.hours({ resourceId: clinic.annaId });
    const morning = await clinic.book(at('09:00'));
    const late = await clinic.book(at('15:00'));
    const { affected } = await saveHours(clinic.annaId, kept.filter(one => one.start < '12:00'));
    expect(affected).toMatchObject({ count: 1, visits: [{ id: late.id, start: at('15:00') }] });
    expect(await clinic.rows('SELECT start_utc FROM appointment WHERE id IN (?, ?) ORDER BY start_utc', [morning.id, late.id])).toEqual([{ start_utc: at('09:00') }, { start_utc: at('15:00') }]);
    expect(await clinic.rows(`SELECT count FROM audit_event WHERE action = 'AGENDA_READ' AND reason_code = 'outsideHours' ORDER BY seq DESC LIMIT 1`)).toEqual([{ count: 1 }]);
    // Saved once more: the visit was outside before, so it is no news.
    expect((await saveHours(clinic.annaId, kept.filter(one => one.start < '12:00'))).affected.count).toBe(0);
    await saveHours(clinic.annaId, kept);
  });

  it('that overlap on some day are refused in words, nothing is saved', async () => {
    const before = await clinic.admin.schedule.hours({ resourceId: clinic.boId });
    await expect(saveHours(clinic.boId, [day(1, '08:00', '12:00'), day(1, '11:00', '15:00')])).rejects.toMatchObject({ detail: { code: 'schedule.hoursOverlap', params: { a: '08:00–12:00', b: '11:00–15:00', weekday: 1 } } });
    expect(await clinic.admin.schedule.hours({ resourceId: clinic.boId })).toEqual(before);
  });

  it('of a single day: open on a Saturday, gone at two on a Monday, back to the week when removed', async () => {
    const saturday = dateOf(5);
    await clinic.admin.schedule.saveException({ resourceId: clinic.annaId, day: { date: saturday, spans: [{ start: '10:00', end: '14:00' }], label: 'Extra' } });
    await clinic.book(at('10:00', 5));
    const late = await clinic.book(at('15:00'));
    const short = await clinic.admin.schedule.saveException({ resourceId: clinic.annaId, day: { date: dateOf(), spans: [{ start: '08:00', end: '14:00' }], label: '' } });
    expect(short.affected.visits.map(visit => visit.id)).toEqual([late.id]);
    await expect(clinic.book(at('14:00'))).rejects.toMatchObject(refused('agenda.outsideHours'));
    expect(await clinic.admin.schedule.exceptions({ resourceId: clinic.annaId, from: dateOf() })).toMatchObject([{ date: dateOf() }, { date: saturday, label: 'Extra' }]);
    expect((await clinic.admin.schedule.removeException({ resourceId: clinic.annaId, date: saturday })).affected.count).toBe(1);
    await clinic.admin.schedule.removeException({ resourceId: clinic.annaId, date: dateOf() });
    await clinic.book(at('14:00'));
    expect(await clinic.rows(`SELECT count(*) AS n FROM record_history WHERE table_name = 'schedule_exception'`)).toEqual([{ n: 2 }]);
  });

  it('C-05 in the hour the clocks jump over are refused', async () => {
    const lost = { date: '2027-03-28', spans: [{ start: '02:00', end: '03:00' }], label: '' };
    await expect(clinic.admin.schedule.saveException({ resourceId: clinic.annaId, day: lost })).rejects.toMatchObject(refused('agenda.timeInvalid'));
  });
});

describe('C-04 absences', () => {
  it('can be entered by reception, name the visits inside, and close what is free', async () => {
    const visit = await clinic.book(at('10:00'));
    const saved = await clinic.reception.schedule.saveAbsence({ resourceId: clinic.annaId, from: { date: dateOf(), time: '09:00' }, to: { date: dateOf(), time: '12:00' }, kind: 'sick', label: '' });
    expect(saved).toMatchObject({ count: 1, affected: { count: 1, visits: [{ id: visit.id }] } });
    await expect(clinic.book(at('09:00'))).rejects.toMatchObject(refused('agenda.outsideHours'));
    await expect(clinic.anna.schedule.saveHours({ resourceId: clinic.annaId, version: 1, hours: [] })).rejects.toMatchObject(refused('auth.forbidden'));
  });

  it('repeat on the wall clock over the change of clocks, and end', async () => {
    const meeting = await clinic.reception.schedule.saveAbsence({
      resourceId: null, from: { date: '2027-03-16', time: '12:00' }, to: { date: '2027-03-16', time: '13:00' }, kind: 'meeting', label: 'Personalmöte',
      repeats: { every: 'week', interval: 1, weekdays: [2], count: null, until: '2027-04-06' },
    });
    expect(meeting.count).toBe(4);
    const list = await clinic.reception.schedule.absences({ from: '2027-03-01', to: '2027-04-30' });
    expect(list.map(one => one.start)).toEqual(['2027-03-16T11:00:00.000Z', '2027-03-23T11:00:00.000Z', '2027-03-30T10:00:00.000Z', '2027-04-06T10:00:00.000Z']);
    expect(list[0]?.repeats).toMatchObject({ every: 'week', weekdays: [2], until: '2027-04-06' });
    expect(await clinic.reception.schedule.removeAbsence({ id: list[1]?.id ?? '' })).toEqual({ count: 1 });
    expect(await clinic.reception.schedule.removeAbsence({ id: list[2]?.id ?? '', following: true })).toEqual({ count: 2 });
    expect(await clinic.reception.schedule.absences({ from: '2027-03-01', to: '2027-04-30' })).toHaveLength(1);
  });

  it('of two weeks in the agenda leave next free after them', async () => {
    await clinic.reception.schedule.saveAbsence({ resourceId: clinic.annaId, from: { date: '2027-02-01', time: '00:00' }, to: { date: '2027-02-15', time: '00:00' }, kind: 'vacation', label: '' });
    expect(await free('2027-02-01T07:00:00.000Z')).toBe('2027-02-15T07:00:00.000Z');
  });

  it('must end after they begin', async () => {
    const wrong = { resourceId: null, from: { date: dateOf(), time: '12:00' }, to: { date: dateOf(), time: '11:00' }, kind: 'other', label: '' } as const;
    await expect(clinic.reception.schedule.saveAbsence(wrong)).rejects.toMatchObject(refused('input.invalid'));
    await expect(clinic.reception.schedule.removeAbsence({ id: 'nobody' })).rejects.toMatchObject(refused('record.notFound'));
  });
});

describe('public holidays', () => {
  it('are closed from the first day: the agenda names them, nothing is free, a booking is refused', async () => {
    const { holidays, absences, working } = await clinic.reception.agenda.availability({ from: '2026-12-24', to: '2026-12-26', resourceIds: [clinic.annaId] });
    expect(holidays.map(one => [one.date, one.names.sv, one.kind, one.closed])).toEqual([['2026-12-24', 'Julafton', 'customary', true], ['2026-12-25', 'Juldagen', 'public', true], ['2026-12-26', 'Annandag jul', 'public', true]]);
    expect(absences[0]).toMatchObject({ resourceId: null, kind: 'holiday', label: 'Julafton', start: '2026-12-23T23:00:00.000Z', end: '2026-12-24T23:00:00.000Z' });
    expect(working).toEqual([]);
    expect(await free('2026-12-24T06:00:00.000Z')).toBe('2026-12-28T07:00:00.000Z');
    await expect(clinic.book('2026-12-25T09:00:00.000Z')).rejects.toMatchObject(refused('agenda.outsideHours'));
  });

  it('are opened and closed by the administrator, who is told what was booked then', async () => {
    const { settings } = await clinic.admin.schedule.holidays({ year: 2026 });
    const opened = await clinic.admin.schedule.saveHolidays({ ...settings, exceptions: [{ date: '2026-12-31', closed: false }] });
    const visit = await clinic.book('2026-12-31T09:00:00.000Z');
    const closed = await clinic.admin.schedule.saveHolidays({ ...settings, version: opened.version, exceptions: [] });
    expect(closed.affected).toMatchObject({ count: 1, visits: [{ id: visit.id }] });
    await expect(clinic.admin.schedule.saveHolidays(settings)).rejects.toMatchObject(refused('record.changedMeanwhile'));
    await clinic.admin.schedule.saveHolidays({ ...settings, version: closed.version, closedCustomary: false });
    expect((await clinic.reception.schedule.holidays({ year: 2026 })).days.filter(one => one.closed && one.kind === 'customary')).toEqual([]);
  });

  it('close a day on which somebody has hours of their own, and say so', async () => {
    const { closedBy } = await clinic.admin.schedule.saveException({ resourceId: clinic.annaId, day: { date: '2027-01-06', spans: [{ start: '09:00', end: '12:00' }], label: '' } });
    expect(closedBy?.names.sv).toBe('Trettondedag jul');
  });
});

describe('with ten years behind it', () => {
  it.each([
    ['schedule_exception', `SELECT e.date FROM json_each('[]') asked CROSS JOIN schedule_exception e ON e.resource_id = asked.value AND e.date BETWEEN 'a' AND 'b'`],
    ['absence', `SELECT id FROM absence WHERE end_utc > 'a' AND start_utc < 'b'`],
    ['absence', `SELECT id FROM absence WHERE series_id = 'x' AND start_utc >= 'a'`],
  ])('%s is read along an index', async (_table, sql) => {
    const plan = (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)).map(row => row.detail).join('\n');
    expect(plan).toMatch(/USING (COVERING )?INDEX/);
  });
});

describe('the agenda’s lines', () => {
  it('are as the clinic has them, for each person as they want them, and the clinic’s again when they say so', async () => {
    const sizes = async () => Promise.all([clinic.admin, clinic.reception].map(one => one.schedule.slotSize({})));
    expect(await sizes()).toMatchObject([{ clinic: 15, own: null }, { clinic: 15, own: null }]);
    await expect(clinic.reception.schedule.saveSlotSize({ size: 5, version: 0 })).rejects.toMatchObject(refused('auth.forbidden'));
    const { version } = await clinic.admin.schedule.saveSlotSize({ size: 5, version: 0 });
    await expect(clinic.admin.schedule.saveSlotSize({ size: 10, version: 0 })).rejects.toMatchObject(refused('record.changedMeanwhile'));
    await clinic.reception.schedule.keepSlotSize({ size: 20 });
    expect(await sizes()).toEqual([{ clinic: 5, own: null, version }, { clinic: 5, own: 20, version }]);
    await clinic.reception.schedule.keepSlotSize({ size: null });
    expect(await sizes()).toMatchObject([{ clinic: 5, own: null }, { clinic: 5, own: null }]);
  });
});
