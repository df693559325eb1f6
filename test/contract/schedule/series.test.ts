import { describe, expect, it } from 'vitest';

import { addDays, toInstant } from '#shared/domain/agenda/zone.ts';
import { SERIES_VISITS_SQL } from '#electron/core/repositories/appointment-series.ts';
import type { Recurrence } from '#shared/domain/schedule/recurrence.ts';
import { agendaClinic } from '../agenda/clinic.ts';

const { clinic } = agendaClinic();

const ZONE = 'Europe/Stockholm';
const at = (date: string, time: string): string => toInstant({ date, time }, ZONE);
const weekly = (count: number, weekday = 1, interval = 1): Recurrence => ({ every: 'week', interval, weekdays: [weekday], count, until: null });
const parts = (resourceId = clinic.annaId) => ({ serviceId: clinic.services.returnVisit, resourceIds: [resourceId] });
const refused = (code: string, params?: object) => ({ detail: { code, ...(params && { params: expect.objectContaining(params) }) } });

/** Books every visit of a rule with a new patient. */
async function aSeries(first: { date: string; time: string }, repeats: Recurrence, resourceId = clinic.annaId) {
  const patientId = await clinic.addPatient();
  const preview = await clinic.reception.schedule.previewSeries({ ...parts(resourceId), first, repeats });
  const moments = preview.map(({ date, time }) => ({ date, time }));
  const booked = await clinic.reception.schedule.bookSeries({ ...parts(resourceId), repeats, moments, patientId });
  const read = () => clinic.reception.schedule.series({ id: booked.id, patientId });
  return { ...booked, patientId, moments, read };
}

describe('C-01 a series with somebody the service does not name', () => {
  it('says so at every time before anything is booked, instead of calling it free', async () => {
    const [service] = (await clinic.admin.agenda.services({})).filter(one => one.id === clinic.services.returnVisit);
    if (!service) throw new Error('the clinic has no return visit');
    const { id: _id, version: _version, resourceIds: _resourceIds, ...draft } = service;
    const only = await clinic.admin.schedule.saveService({ id: null, version: 0, draft: { ...draft, name: 'Bara hos Bo' }, resourceIds: [clinic.boId] });
    const ask = { serviceId: only.id, first: { date: '2027-05-03', time: '09:00' }, repeats: weekly(2) };
    expect(await clinic.reception.schedule.previewSeries({ ...ask, resourceIds: [clinic.annaId] })).toMatchObject([{ verdict: 'notPerformer', resource: expect.stringContaining('Lind') }, { verdict: 'notPerformer' }]);
    expect(await clinic.reception.schedule.previewSeries({ ...ask, resourceIds: [clinic.boId] })).toMatchObject([{ verdict: 'free' }, { verdict: 'free' }]);
  });
});

describe('C-05 a series keeps the time on the wall', () => {
  it('weekly 09:00 Europe/Stockholm is 08:00Z before and 07:00Z after 2027-03-28', async () => {
    const { visits } = await aSeries({ date: '2027-03-16', time: '09:00' }, weekly(3, 2));
    expect(visits.map(visit => visit.start)).toEqual(['2027-03-16T08:00:00.000Z', '2027-03-23T08:00:00.000Z', '2027-03-30T07:00:00.000Z']);
  });

  it('02:30 on 2027-03-28 is refused, 02:30 on 2027-10-31 asks which', async () => {
    const night = await clinic.reception.schedule.previewSeries({ ...parts(), first: { date: '2027-03-28', time: '02:30' }, repeats: weekly(1, 7) });
    expect(night).toMatchObject([{ verdict: 'impossible', start: null }]);
    const autumn = { ...parts(), first: { date: '2027-10-31', time: '02:30' }, repeats: weekly(1, 7) };
    expect(await clinic.reception.schedule.previewSeries(autumn)).toMatchObject([{ verdict: 'ambiguous', start: null }]);
    const decided = await clinic.reception.schedule.previewSeries({ ...autumn, moved: [{ date: '2027-10-31', to: { date: '2027-10-31', time: '02:30', choice: 'later' } }] });
    expect(decided).toMatchObject([{ start: '2027-10-31T01:30:00.000Z' }]);
    const patientId = await clinic.addPatient();
    const book = (date: string) => clinic.reception.schedule.bookSeries({ ...parts(), repeats: weekly(1, 7), moments: [{ date, time: '02:30' }], patientId });
    await expect(book('2027-03-28')).rejects.toMatchObject(refused('agenda.timeInvalid'));
    await expect(book('2027-10-31')).rejects.toMatchObject(refused('agenda.timeAmbiguous'));
  });
});

describe('C-04 a series before it is booked', () => {
  it('says of each visit what stands in its way, and lets a single one be moved or dropped', async () => {
    await clinic.book(at('2026-12-14', '10:00'));
    const ask = { ...parts(), first: { date: '2026-12-07', time: '10:00' }, repeats: weekly(6) };
    const preview = await clinic.reception.schedule.previewSeries(ask);
    expect(preview.map(one => [one.date, one.verdict])).toEqual([['2026-12-07', 'free'], ['2026-12-14', 'taken'], ['2026-12-21', 'free'], ['2026-12-28', 'free'], ['2027-01-04', 'free'], ['2027-01-11', 'free']]);
    expect(preview[1]?.resource).toMatch(/Lind/);
    const moved = await clinic.reception.schedule.previewSeries({ ...ask, moved: [{ date: '2026-12-14', to: { date: '2026-12-15', time: '10:00' } }] });
    expect(moved[1]).toMatchObject({ original: '2026-12-14', date: '2026-12-15', verdict: 'free' });
    const friday = await clinic.reception.schedule.previewSeries({ ...ask, first: { date: '2026-12-18', time: '10:00' }, repeats: weekly(2, 5) });
    expect(friday.map(one => [one.date, one.verdict, one.holiday?.sv])).toEqual([['2026-12-18', 'free', undefined], ['2026-12-25', 'holiday', 'Juldagen']]);
    expect(await clinic.reception.schedule.previewSeries({ ...ask, first: { date: '2026-12-12', time: '10:00' }, repeats: weekly(1, 6) })).toMatchObject([{ verdict: 'closed' }]);
  });

  it('does not let two of its own visits have the same time', async () => {
    const preview = await clinic.reception.schedule.previewSeries({ ...parts(clinic.boId), first: { date: '2026-12-07', time: '10:00' }, repeats: weekly(2), moved: [{ date: '2026-12-14', to: { date: '2026-12-07', time: '10:15' } }] });
    expect(preview.map(one => one.verdict)).toEqual(['free', 'taken']);
  });

  it('books nothing at all when one time was taken meanwhile, and says which', async () => {
    const patientId = await clinic.addPatient();
    const moments = ['2027-01-18', '2027-01-25', '2027-02-01'].map(date => ({ date, time: '10:00' }));
    await clinic.book(at('2027-02-01', '10:15'));
    const count = () => clinic.rows('SELECT (SELECT count(*) FROM appointment) AS visits, (SELECT count(*) FROM appointment_series) AS series');
    const before = await count();
    const booking = clinic.reception.schedule.bookSeries({ ...parts(), repeats: weekly(3), moments, patientId });
    await expect(booking).rejects.toMatchObject(refused('schedule.seriesTaken', { date: '2027-02-01', time: '10:00' }));
    expect(await count()).toEqual(before);
  });

  it('finds a room for every visit of a service that needs one', async () => {
    const repeats = weekly(2, 2);
    const preview = await clinic.reception.schedule.previewSeries({ serviceId: clinic.services.laser, resourceIds: [clinic.annaId], first: { date: '2026-12-01', time: '13:30' }, repeats });
    expect(preview.map(one => one.verdict)).toEqual(['free', 'free']);
    const rows = await clinic.rows<{ id: string }>(`SELECT id FROM resource WHERE kind = 'equipment'`);
    const patientId = await clinic.addPatient();
    await clinic.book(at('2026-12-08', '13:15'), { serviceId: clinic.services.phone, resourceIds: [clinic.boId, rows[0]?.id ?? ''], patientId });
    const again = await clinic.reception.schedule.previewSeries({ serviceId: clinic.services.laser, resourceIds: [clinic.annaId], first: { date: '2026-12-01', time: '13:30' }, repeats });
    expect(again.map(one => one.verdict)).toEqual(['free', 'taken']);
  });

  it('leaves a row in the log and a care relation for every visit, as any booking', async () => {
    const { visits, patientId } = await aSeries({ date: '2027-02-09', time: '09:00' }, weekly(3, 2));
    const logged = await clinic.rows<{ n: number }>(`SELECT count(*) AS n FROM audit_event WHERE action = 'BOOK' AND object_id IN (${visits.map(() => '?').join(',')})`, visits.map(visit => visit.id));
    expect(logged).toEqual([{ n: 3 }]);
    expect(await clinic.rows('SELECT user_id FROM care_relation WHERE patient_id = ?', [patientId])).toEqual([{ user_id: clinic.anna.userId }]);
  });
});

describe('C-04 a series from a visit that is booked already', () => {
  it('takes it in as its first, where it stands, and books the others', async () => {
    const patientId = await clinic.addPatient();
    const visit = await clinic.book(at('2027-03-02', '10:30'), { patientId });
    const ask = { ...parts(), first: { date: '2027-03-02', time: '10:30' }, repeats: weekly(3, 2), joins: visit.id };
    const preview = await clinic.reception.schedule.previewSeries(ask);
    expect(preview.map(one => one.verdict)).toEqual(['free', 'free', 'free']);
    const moments = preview.slice(1).map(({ date, time }) => ({ date, time }));
    const booking = { ...parts(), repeats: weekly(3, 2), moments, patientId };
    const booked = await clinic.reception.schedule.bookSeries({ ...booking, joins: { id: visit.id, version: 1 } });
    const { visits } = await clinic.reception.schedule.series({ id: booked.id, patientId });
    expect(visits.map(one => [one.id === visit.id, one.start])).toEqual([[true, at('2027-03-02', '10:30')], [false, at('2027-03-09', '10:30')], [false, at('2027-03-16', '10:30')]]);
    // Once in a series it cannot be taken into another, and nothing of that other is booked.
    const again = clinic.reception.schedule.bookSeries({ ...booking, moments: [{ date: '2027-03-23', time: '10:30' }], joins: { id: visit.id, version: 2 } });
    await expect(again).rejects.toMatchObject(refused('agenda.illegalMove'));
    expect(await clinic.rows('SELECT id FROM appointment WHERE start_utc = ? AND patient_id = ?', [at('2027-03-23', '10:30'), patientId])).toEqual([]);
  });

  it('asks the law again for every visit: nothing is booked when one of them breaks it (J-23)', async () => {
    const young = await clinic.addPatient({ birthDate: '2012-01-01' });
    const booking = { serviceId: clinic.services.laser, resourceIds: [clinic.annaId], repeats: weekly(2, 2), moments: ['2027-03-02', '2027-03-09'].map(date => ({ date, time: '14:00' })), patientId: young };
    await expect(clinic.reception.schedule.bookSeries(booking)).rejects.toMatchObject(refused('agenda.ageRule'));
    expect(await clinic.rows('SELECT id FROM appointment WHERE patient_id = ?', [young])).toEqual([]);
  });
});

describe('C-04 changing a series', () => {
  it('moves later visits and never a past, arrived, done, cancelled or individually moved one', async () => {
    clinic.clock.set(at('2027-04-05', '08:00'));
    const series = await aSeries({ date: '2027-04-07', time: '09:00' }, weekly(8, 3));
    const [first, second, third, fourth, fifth, sixth] = series.visits.map(visit => visit.id);
    const { agenda, schedule } = clinic.reception;
    // First: done. Second: arrived. Third: cancelled. Fourth: moved by itself.
    clinic.clock.set(at('2027-04-14', '09:05'));
    await agenda.checkIn({ id: first ?? '', version: 1, identityProof: null });
    await clinic.anna.agenda.setStatus({ id: first ?? '', version: 2, status: 'inTreatment' });
    await clinic.anna.agenda.setStatus({ id: first ?? '', version: 3, status: 'done' });
    await agenda.checkIn({ id: second ?? '', version: 1, identityProof: null });
    await agenda.cancel({ id: third ?? '', version: 1, reason: 'patientWish' });
    await agenda.move({ id: fourth ?? '', version: 1, start: { instant: at('2027-04-29', '14:00') } });
    const change = { kind: 'move', to: { date: '2027-05-06', time: '10:30' } } as const;
    const preview = await schedule.previewChange({ id: series.id, patientId: series.patientId, fromVisitId: fifth ?? '', change });
    expect(preview.map(one => [one.visit.id, one.kept, one.found?.verdict])).toEqual([[fifth, null, 'holiday'], ...series.visits.slice(5).map(visit => [visit.id, null, 'free'])]);
    expect(preview[0]?.found?.holiday?.sv).toBe('Kristi himmelsfärdsdag');
    const chosen = preview.filter(one => one.found?.verdict === 'free').map(one => ({ id: one.visit.id, version: one.visit.version }));
    // From the sixth on: a day later and at another time; the fifth would fall on a holiday and stays.
    const done = await schedule.changeSeries({ id: series.id, patientId: series.patientId, fromVisitId: sixth ?? '', change: { kind: 'move', to: { date: '2027-05-13', time: '10:30' } }, visits: chosen });
    expect(done).toEqual({ changed: 3, kept: 0 });
    const after = await series.read();
    expect(after.visits.map(visit => [visit.start, visit.status, visit.isMoved])).toEqual([
      [at('2027-04-07', '09:00'), 'done', false], [at('2027-04-14', '09:00'), 'arrived', false], [at('2027-04-21', '09:00'), 'cancelledEarly', false], [at('2027-04-29', '14:00'), 'booked', true],
      [at('2027-05-05', '09:00'), 'booked', false], [at('2027-05-13', '10:30'), 'booked', false], [at('2027-05-20', '10:30'), 'booked', false], [at('2027-05-27', '10:30'), 'booked', false],
    ]);
    expect(after.repeats).toMatchObject({ every: 'week', weekdays: [4] });
  });

  it('keeps and names those that were moved by themselves or have begun', async () => {
    clinic.clock.set(at('2027-05-30', '08:00'));
    const series = await aSeries({ date: '2027-06-01', time: '09:00' }, weekly(3, 2));
    const [first, second, third] = series.visits.map(visit => visit.id);
    await clinic.reception.agenda.move({ id: second ?? '', version: 1, start: { instant: at('2027-06-09', '09:00') } });
    await clinic.reception.agenda.checkIn({ id: third ?? '', version: 1, identityProof: null });
    const ask = { id: series.id, patientId: series.patientId, fromVisitId: first ?? '', change: { kind: 'move', to: { date: '2027-06-02', time: '09:00' } } } as const;
    const preview = await clinic.reception.schedule.previewChange(ask);
    expect(preview.map(one => one.kept)).toEqual([null, 'moved', 'started']);
    await expect(clinic.reception.schedule.changeSeries({ ...ask, visits: [{ id: second ?? '', version: 2 }] })).rejects.toMatchObject(refused('record.changedMeanwhile'));
    expect(await clinic.reception.schedule.changeSeries({ ...ask, visits: [{ id: first ?? '', version: 1 }] })).toEqual({ changed: 1, kept: 2 });
    await expect(clinic.reception.schedule.previewChange({ ...ask, fromVisitId: third ?? '' })).rejects.toMatchObject(refused('agenda.illegalMove'));
  });

  it('can move a series into its own next places: a week later, and a week earlier', async () => {
    clinic.clock.set(at('2027-08-01', '08:00'));
    const series = await aSeries({ date: '2027-08-17', time: '09:00' }, weekly(3, 2));
    const shift = async (date: string) => {
      const { visits } = await series.read();
      await clinic.reception.schedule.changeSeries({
        id: series.id, patientId: series.patientId, fromVisitId: visits[0]?.id ?? '', change: { kind: 'move', to: { date, time: '09:00' } }, visits: visits.map(({ id, version }) => ({ id, version })),
      });
      return (await series.read()).visits.map(visit => visit.start);
    };
    expect(await shift('2027-08-24')).toEqual([0, 7, 14].map(days => at(addDays('2027-08-24', days), '09:00')));
    expect(await shift('2027-08-17')).toEqual([0, 7, 14].map(days => at(addDays('2027-08-17', days), '09:00')));
  });

  it('goes to another practitioner and gets longer, all or nothing', async () => {
    clinic.clock.set(at('2027-09-01', '08:00'));
    const series = await aSeries({ date: '2027-09-07', time: '09:00' }, weekly(3, 2));
    const { visits } = await series.read();
    await clinic.book(at('2027-09-21', '09:00'), { resourceIds: [clinic.boId] });
    const ask = { id: series.id, patientId: series.patientId, fromVisitId: visits[0]?.id ?? '', change: { kind: 'move', to: { date: '2027-09-07', time: '09:00' }, toResourceId: clinic.boId, durationMin: 60 } } as const;
    expect((await clinic.reception.schedule.previewChange(ask)).map(one => one.found?.verdict)).toEqual(['free', 'free', 'taken']);
    const all = visits.map(({ id, version }) => ({ id, version }));
    await expect(clinic.reception.schedule.changeSeries({ ...ask, visits: all })).rejects.toMatchObject(refused('schedule.seriesTaken', { date: '2027-09-21' }));
    expect((await series.read()).visits.map(visit => visit.version)).toEqual([1, 1, 1]);
    await clinic.reception.schedule.changeSeries({ ...ask, visits: all.slice(0, 2) });
    const after = (await series.read()).visits;
    expect(after.map(visit => [visit.resourceIds[0] === clinic.boId, Date.parse(visit.end) - Date.parse(visit.start)])).toEqual([[true, 3_600_000], [true, 3_600_000], [false, 1_800_000]]);
  });

  it('ends from one visit on: later ones are cancelled with a reason, earlier ones stay', async () => {
    clinic.clock.set(at('2027-10-01', '08:00'));
    const series = await aSeries({ date: '2027-10-05', time: '09:00' }, weekly(4, 2));
    const { visits } = await series.read();
    const ask = { id: series.id, patientId: series.patientId, fromVisitId: visits[2]?.id ?? '', change: { kind: 'end', reason: 'patientWish' } } as const;
    const preview = await clinic.reception.schedule.previewChange(ask);
    expect(preview.map(one => one.visit.id)).toEqual(visits.slice(2).map(visit => visit.id));
    await clinic.reception.schedule.changeSeries({ ...ask, visits: visits.slice(2).map(({ id, version }) => ({ id, version })) });
    const after = await series.read();
    expect(after.visits.map(visit => visit.status)).toEqual(['booked', 'booked', 'cancelledEarly', 'cancelledEarly']);
    expect(after.endedFrom).toBe(visits[2]?.start);
    expect(await clinic.rows(`SELECT count(*) AS n FROM record_history WHERE table_name = 'appointment_series' AND row_id = ?`, [series.id])).toEqual([{ n: 1 }]);
  });

  it('A-01 opens nobody else’s series, and an appointment says which series it is one of', async () => {
    const series = await aSeries({ date: '2027-11-02', time: '09:00' }, weekly(2, 2));
    await expect(clinic.reception.schedule.series({ id: series.id, patientId: await clinic.addPatient() })).rejects.toMatchObject(refused('record.notFound'));
    expect(await clinic.reception.agenda.appointment({ id: series.visits[0]?.id ?? '', patientId: series.patientId })).toMatchObject({ seriesId: series.id });
  });

  it('is read by an index, however many visits there are', async () => {
    const plan = await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${SERIES_VISITS_SQL}`, ['x']);
    expect(plan.map(row => row.detail).join('\n')).toContain('appointment_of_series');
  });
});
