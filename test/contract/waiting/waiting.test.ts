import { describe, expect, it } from 'vitest';

import type { InputOf } from '#renderer/client/index.ts';
import { agendaClinic } from '#test/contract/agenda/clinic.ts';

type Draft = InputOf<'waiting', 'add'>['draft'];

// What becomes free is looked at ninety days ahead, so the weeks begin with the first.
const { clinic, at } = agendaClinic({ after: -1, ordinary: false });
const day = () => at('12:00').slice(0, 10);

const draft = (patientId: string | null, extra: Partial<Draft> = {}): Draft => ({
  patientId, name: '', phone: '', serviceId: clinic.services.returnVisit, resourceIds: [], weekdays: [], timeFrom: null, timeTo: null, earliest: day(), latest: day(), priority: 'normal', note: '',
  groupId: null, visitId: null, ...extra,
});
const wait = async (extra: Partial<Draft> = {}, familyName = 'Väntar') => clinic.reception.waiting.add({ draft: draft(await clinic.addPatient({ familyName }), extra) });

/** Books a return visit at that time and cancels it: the time becomes free. */
async function free(time: string, resourceId = clinic.annaId) {
  const { id } = await clinic.book(at(time), { resourceIds: [resourceId] });
  await clinic.reception.agenda.cancel({ id, version: 1, reason: 'patientWish' });
  const freed = (await clinic.reception.waiting.freed({})).find(one => one.start.slice(0, 10) === day() && one.resourceId === resourceId);
  return freed;
}
const offerTo = (wishId: string, time: string) =>
  clinic.reception.waiting.offer({ wishId, resourceId: clinic.annaId, start: at(time), end: new Date(Date.parse(at(time)) + 1_800_000).toISOString(), channel: 'phone', until: null });
const wishOf = async (id: string) => (await clinic.reception.waiting.list({})).find(wish => wish.id === id);

describe('C-09 what becomes free', () => {
  it('a cancelled visit is a free time with the number of those it suits', async () => {
    await wait();
    await wait({ resourceIds: [clinic.boId] });
    await wait({ timeFrom: '13:00' });
    await wait({ weekdays: [2, 3] });
    const freed = await free('09:00');
    expect(freed).toEqual({ resourceId: clinic.annaId, start: at('09:00'), end: at('09:35'), groupId: null, waiting: 1, asked: 0 });
  });

  it('suits a wish for a service that names a room and no practitioner: whoever is free can give it', async () => {
    const [service] = (await clinic.admin.agenda.services({})).filter(one => one.id === clinic.services.returnVisit);
    if (!service) throw new Error('the clinic has no return visit');
    const { id: _id, version: _version, resourceIds: _resourceIds, ...parts } = service;
    const inRoom = await clinic.admin.schedule.saveService({ id: null, version: 0, draft: { ...parts, name: 'Ljusterapi' }, resourceIds: [clinic.roomIds[0] ?? ''] });
    await wait({ serviceId: inRoom.id });
    expect(await free('09:00')).toMatchObject({ start: at('09:00'), waiting: 1 });
  });

  it('says nothing when it suits nobody, and nothing any more once it is taken', async () => {
    expect(await free('09:00')).toBeUndefined();
    await wait();
    expect((await clinic.reception.waiting.freed({})).map(one => one.start)).toContain(at('09:00'));
    await clinic.book(at('09:00'));
    expect((await clinic.reception.waiting.freed({})).map(one => one.start)).not.toContain(at('09:00'));
  });

  it('a visit moved away, one that did not come and one to be rebooked free their time as well', async () => {
    await wait({ earliest: at('12:00').slice(0, 10) });
    const moved = await clinic.book(at('08:00'));
    await clinic.reception.agenda.move({ id: moved.id, version: 1, start: { instant: at('16:00') } });
    const missed = await clinic.book(at('10:00'));
    await clinic.reception.agenda.setStatus({ id: missed.id, version: 1, status: 'noShow' });
    const later = await clinic.book(at('14:00'));
    await clinic.reception.agenda.setStatus({ id: later.id, version: 1, status: 'rescheduled' });
    const starts = (await clinic.reception.waiting.freed({})).map(one => one.start).filter(start => start.slice(0, 10) === day());
    expect(starts).toEqual([at('08:00'), at('10:00'), at('14:00')]);
  });

  it('a longer service fits where a short visit stood before a gap, and not before a visit', async () => {
    await wait({ serviceId: clinic.services.newVisit });
    expect(await free('09:00')).toMatchObject({ waiting: 1 });
    await clinic.book(at('09:35'));
    expect((await clinic.reception.waiting.freed({})).map(one => one.start)).not.toContain(at('09:00'));
  });

  it('two visits given up side by side are one free time', async () => {
    await wait({ serviceId: clinic.services.newVisit });
    const first = await clinic.book(at('09:00'));
    const second = await clinic.book(at('09:35'));
    await clinic.book(at('10:10'));
    await clinic.reception.agenda.cancel({ id: first.id, version: 1, reason: 'patientIll' });
    expect((await clinic.reception.waiting.freed({})).map(one => one.start)).not.toContain(at('09:00'));
    await clinic.reception.agenda.cancel({ id: second.id, version: 1, reason: 'patientIll' });
    expect((await clinic.reception.waiting.freed({})).find(one => one.start === at('09:00'))).toMatchObject({ end: at('10:10'), waiting: 1 });
  });

  it('names who it suits: urgent first, then whoever has waited longest, each at a time that suits', async () => {
    const first = await wait({}, 'Först');
    clinic.clock.advance(1000);
    const second = await wait({ timeFrom: '09:15' }, 'Sen');
    const urgent = await wait({ priority: 'urgent' }, 'Brådskar');
    const freed = await free('09:00');
    await clinic.book(at('10:30'));
    const matches = await clinic.reception.waiting.matchesFor({ resourceId: clinic.annaId, start: freed?.start ?? '', end: freed?.end ?? '' });
    expect(matches.map(match => match.wish.id)).toEqual([urgent.id, first.id, second.id]);
    expect(matches.map(match => match.start)).toEqual([at('09:00'), at('09:00'), at('09:15')]);
  });

  it('offers the next free times of the agenda that suit the wish', async () => {
    const { id } = await wait({ resourceIds: [clinic.boId], weekdays: [2, 4], timeFrom: '15:00', timeTo: '17:00', latest: null });
    const times = await clinic.reception.waiting.timesFor({ id, count: 3 });
    const tuesday = new Date(Date.parse(at('15:00')) + 86_400_000).toISOString();
    expect(times).toHaveLength(3);
    expect(times[0]).toMatchObject({ resourceId: clinic.boId, start: tuesday });
  });
});

describe('C-09 the first yes wins', () => {
  it('two say yes: one is booked, the other is told and keeps the place in the line', async () => {
    const [one, two] = [await wait({}, 'Ett'), await wait({}, 'Två')];
    await free('09:00');
    const [askedOne, askedTwo] = [await offerTo(one.id, '09:00'), await offerTo(two.id, '09:00')];
    const before = await wishOf(two.id);
    const booked = await clinic.reception.waiting.accept({ offerId: askedOne.id, version: 1 });
    expect(booked.start).toBe(at('09:00'));
    await expect(clinic.reception.waiting.accept({ offerId: askedTwo.id, version: 1 })).rejects.toMatchObject({ detail: { code: 'waiting.alreadyTaken' } });
    expect(await wishOf(one.id)).toBeUndefined();
    expect(await wishOf(two.id)).toMatchObject({ addedAt: before?.addedAt, offers: [{ answer: 'gone' }] });
    expect(await clinic.rows('SELECT count(*) AS n FROM appointment WHERE start_utc = ? AND status = ?', [at('09:00'), 'booked'])).toEqual([{ n: 1 }]);
  });

  it('two yes at the same moment from two people at the desk: one booked, one told', async () => {
    const wishes = await Promise.all(['A', 'B', 'C', 'D'].map(name => wait({}, name)));
    await free('09:00');
    const offers = await Promise.all(wishes.map(wish => offerTo(wish.id, '09:00')));
    const answers = await Promise.allSettled(offers.map((offer, index) => (index % 2 ? clinic.anna : clinic.reception).waiting.accept({ offerId: offer.id, version: 1 })));
    expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ detail: { code: 'waiting.alreadyTaken' } });
    expect(await clinic.rows('SELECT count(*) AS n FROM appointment WHERE start_utc = ? AND status = ?', [at('09:00'), 'booked'])).toEqual([{ n: 1 }]);
  });

  it('somebody outside the list took it: the yes is refused, nothing is booked twice, the offer is written off', async () => {
    const { id } = await wait();
    await free('09:00');
    const asked = await offerTo(id, '09:00');
    await clinic.book(at('09:10'));
    await expect(clinic.reception.waiting.accept({ offerId: asked.id, version: 1 })).rejects.toMatchObject({ detail: { code: 'waiting.alreadyTaken' } });
    expect(await wishOf(id)).toMatchObject({ offers: [{ answer: 'gone' }] });
  });

  it('a no leaves the wish where it was; the same time is not offered twice while it is open', async () => {
    const { id } = await wait();
    await free('09:00');
    const asked = await offerTo(id, '09:00');
    await expect(offerTo(id, '09:00')).rejects.toMatchObject({ detail: { code: 'waiting.alreadyAsked' } });
    await clinic.reception.waiting.decline({ offerId: asked.id, version: 1 });
    await expect(clinic.reception.waiting.accept({ offerId: asked.id, version: 2 })).rejects.toMatchObject({ detail: { code: 'waiting.answered' } });
    expect(await wishOf(id)).toMatchObject({ offers: [{ answer: 'no' }] });
  });

  it('somebody who keeps a visit has it moved, and is never offered anything later', async () => {
    const patientId = await clinic.addPatient();
    const kept = await clinic.book(at('14:00'), { patientId });
    const wish = await clinic.reception.waiting.add({ draft: draft(patientId, { visitId: kept.id, latest: null }) });
    await free('15:00');
    await free('09:00', clinic.boId);
    const freed = (await clinic.reception.waiting.freed({})).filter(one => one.start.slice(0, 10) === day());
    expect(freed.map(one => one.start)).toEqual([at('09:00')]);
    const asked = await clinic.reception.waiting.offer({ wishId: wish.id, resourceId: clinic.boId, start: at('09:00'), end: at('09:30'), channel: 'sms', until: at('08:00') });
    expect(await clinic.reception.waiting.accept({ offerId: asked.id, version: 1 })).toMatchObject({ appointmentId: kept.id, start: at('09:00') });
    const visits = await clinic.reception.agenda.ofPatient({ patientId });
    expect(visits).toMatchObject([{ id: kept.id, start: at('09:00'), resourceId: clinic.boId }]);
  });

  it('a yes obeys the rules of booking: the one who is too young stays on the list', async () => {
    const young = await clinic.addPatient({ birthDate: '2015-01-01' });
    const { id } = await clinic.reception.waiting.add({ draft: draft(young, { serviceId: clinic.services.injection }) });
    await free('09:00');
    const asked = await offerTo(id, '09:00');
    await expect(clinic.reception.waiting.accept({ offerId: asked.id, version: 1 })).rejects.toMatchObject({ detail: { code: 'agenda.ageRule' } });
    expect(await wishOf(id)).toMatchObject({ offers: [{ answer: 'open' }] });
  });
});

describe('C-08 G-11 A-01 who waits', () => {
  it('somebody without a number waits by name and is booked by name', async () => {
    const { id } = await clinic.reception.waiting.add({ draft: draft(null, { name: 'Nils på telefon', phone: '070-1' }) });
    await free('09:00');
    const asked = await offerTo(id, '09:00');
    const booked = await clinic.reception.waiting.accept({ offerId: asked.id, version: 1 });
    expect(await clinic.rows('SELECT booking_name AS name, booking_phone AS phone FROM appointment WHERE id = ?', [booked.appointmentId])).toEqual([{ name: 'Nils på telefon', phone: '070-1' }]);
  });

  it('G-11 shows no phone of a protected identity, not even one typed with the wish', async () => {
    const patientId = await clinic.addPatient({ protection: 'protected' });
    const { id } = await clinic.reception.waiting.add({ draft: draft(patientId, { phone: '070-123 45 67' }) });
    expect(await wishOf(id)).toMatchObject({ phone: null, isProtected: true });
    await free('09:00');
    const matches = await clinic.reception.waiting.matchesFor({ resourceId: clinic.annaId, start: at('09:00'), end: at('09:35') });
    expect(JSON.stringify(matches)).not.toContain('123 45');
  });

  it('A-01 writes every step into the log under the patient', async () => {
    const patientId = await clinic.addPatient();
    const { id } = await clinic.reception.waiting.add({ draft: draft(patientId) });
    await free('09:00');
    const asked = await offerTo(id, '09:00');
    await clinic.reception.waiting.accept({ offerId: asked.id, version: 1 });
    const steps = await clinic.rows<{ action: string; reason: string }>('SELECT action, reason_code AS reason FROM audit_event WHERE patient_id = ? ORDER BY seq', [patientId]);
    expect(steps.map(step => `${step.action} ${step.reason}`)).toEqual(['WAITING_LIST added', 'WAITING_LIST asked phone', 'BOOK null', 'WAITING_LIST saidYes']);
  });

  it('changes keep the place in the line; withdrawing leaves it and answers what was asked', async () => {
    const { id } = await wait({}, 'Ändras');
    const before = await wishOf(id);
    await clinic.reception.waiting.change({ id, version: 1, draft: draft(before?.patientId ?? null, { weekdays: [5], latest: null }) });
    expect(await wishOf(id)).toMatchObject({ weekdays: [5], addedAt: before?.addedAt });
    await expect(clinic.reception.waiting.change({ id, version: 1, draft: draft(before?.patientId ?? null) })).rejects.toMatchObject({ detail: { code: 'record.changedMeanwhile' } });
    await clinic.reception.waiting.withdraw({ id, version: 2 });
    expect(await wishOf(id)).toBeUndefined();
    await expect(offerTo(id, '09:00')).rejects.toMatchObject({ detail: { code: 'waiting.answered' } });
  });

  it('refuses a wish with nobody, with an end before its start, and with days in the wrong order', async () => {
    for (const wrong of [{ patientId: null, name: '' }, { timeFrom: '15:00', timeTo: '09:00' }, { earliest: '2026-12-02', latest: '2026-12-01' }])
      await expect(wait(wrong)).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
  });
});
