import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { PROGRAM } from '#electron/core/repositories/log.ts';
import { createRemindersService } from '#electron/core/services/reminders/reminders-service.ts';

import { at, startReminderClinic, type ReminderClinic } from './reminder-clinic.ts';

let clinic: ReminderClinic;
beforeAll(async () => {
  clinic = await startReminderClinic();
  await clinic.decide();
  await clinic.switchOn();
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

// Each test has its own week, always later, so that none stands in another's way. Its visit is on Wednesday, booked on Monday.
let week = 0;
const day = (offset: number): string => new Date(Date.UTC(2026, 10, 23 + 7 * week + offset)).toISOString().slice(0, 10);
const on = (offset: number, time: string): string => at(day(offset), time);
beforeEach(() => {
  week += 1;
  clinic.clock.set(on(0, '09:00'));
  clinic.company.got.length = 0;
  clinic.company.next.length = 0;
  clinic.company.found = () => null;
});
const texts = () => clinic.company.got.map(({ at: sentAt, to, text }) => ({ sentAt, to, text }));

describe('sending reminders', () => {
  it('C-11 sends one text a day before and one two hours before, in neutral words, however often the engine looks', async () => {
    const { id } = await clinic.book(on(2, '14:00'));
    await clinic.tickAt(on(0, '10:00'), on(1, '13:59'), on(1, '14:00'), on(1, '14:01'), on(1, '15:00'), on(2, '12:00'), on(2, '12:05'), on(2, '14:00'));
    const sent = clinic.company.got;
    expect(sent.map(one => one.at)).toEqual([on(1, '14:00'), on(2, '12:00')]);
    expect(new Set(sent.map(one => one.to))).toEqual(new Set(['+46701234567']));
    expect(sent[0]?.text).toMatch(/^Påminnelse: du har en tid hos Provkliniken onsdag \d+ (november|december|januari|februari|mars|april|maj) kl\. 14:00\. Kan du inte komma, ring oss i god tid\.$/);
    expect(sent[0]?.text).not.toMatch(/Karlsson|Åsa|Telefon|Anna/);
    expect((await clinic.outbox(id)).map(row => row.state)).toEqual(['accepted', 'accepted']);
  });

  it('C-11 writes a log row for each send, with the patient and without the text or the number (A-04)', async () => {
    const patientId = await clinic.addPatient();
    await clinic.book(on(2, '14:00'), patientId);
    await clinic.tickAt(on(1, '14:00'));
    const log = await clinic.rows<Record<string, unknown>>(`SELECT * FROM audit_event WHERE action = 'MESSAGE_SEND' AND patient_id = ?`, [patientId]);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ category: 'message', object_type: 'reminder', origin: 'program', outcome: 'ok', reason_code: 'elks 1440' });
    expect(JSON.stringify(log)).not.toMatch(/701234567|Påminnelse/);
  });

  it('C-11 takes a reminder back in the same moment as the visit is cancelled, counted as missed or moved', async () => {
    const cancelled = await clinic.book(on(2, '14:00'));
    const missed = await clinic.book(on(2, '14:20'));
    const moved = await clinic.book(on(2, '14:40'));
    await clinic.tickAt(on(0, '10:00'));
    await clinic.reception.agenda.cancel({ id: cancelled.id, version: cancelled.version, reason: 'patientWish' });
    await clinic.reception.agenda.setStatus({ id: missed.id, version: missed.version, status: 'noShow' });
    await clinic.reception.agenda.move({ id: moved.id, version: moved.version, start: { instant: on(3, '16:00') }, overbook: true, outsideHours: true });
    for (const { id } of [cancelled, missed, moved]) expect((await clinic.outbox(id)).every(row => row.state === 'withdrawn' && row.reason === 'visitChanged')).toBe(true);
    await clinic.tickAt(on(1, '14:50'), on(2, '12:50'), on(2, '16:00'), on(3, '14:00'));
    expect(clinic.company.got.map(one => one.at)).toEqual([on(2, '16:00'), on(3, '14:00')]);
    expect(clinic.company.got[0]?.text).toContain('16:00');
  });

  it('C-11 a cancellation taken back within its ten seconds brings the reminder back, once', async () => {
    const visit = await clinic.book(on(2, '14:00'));
    await clinic.tickAt(on(0, '10:00'));
    const { version } = await clinic.reception.agenda.cancel({ id: visit.id, version: visit.version, reason: 'bookedWrong' });
    await clinic.reception.agenda.undo({ id: visit.id, version });
    await clinic.tickAt(on(1, '14:00'), on(1, '14:30'));
    expect(clinic.company.got).toHaveLength(1);
  });

  it('C-11 sends nothing at night: an early visit is reminded the evening before, and the clock is the clinic\'s', async () => {
    await clinic.book(on(2, '08:30'));
    await clinic.tickAt(on(1, '08:29'), on(1, '08:30'), on(1, '19:00'), on(1, '20:00'), on(2, '06:30'), on(2, '08:00'));
    expect(clinic.company.got.map(one => one.at)).toEqual([on(1, '08:30'), on(1, '19:00')]);
  });

  it('C-11 what was missed while nobody was signed in goes when it is still of use, and not when it is too late', async () => {
    const late = await clinic.book(on(2, '14:00'));
    const tooLate = await clinic.book(on(2, '12:15'));
    await clinic.tickAt(on(0, '10:00'), on(2, '12:00'));
    expect(texts()).toEqual([expect.objectContaining({ sentAt: on(2, '12:00'), text: expect.stringContaining('14:00') as string })]);
    expect((await clinic.outbox(late.id)).map(row => [row.window_min, row.state])).toEqual([[1440, 'withdrawn'], [120, 'accepted']]);
    expect((await clinic.outbox(tooLate.id)).map(row => [row.window_min, row.state, row.problem])).toEqual([[1440, 'withdrawn', null], [120, 'failed', 'missed']]);
  });

  it('C-11 somebody who was told the time after the reminder would have gone gets none', async () => {
    clinic.clock.set(on(1, '16:00'));
    await clinic.book(on(2, '14:00'));
    clinic.clock.set(on(2, '13:00'));
    await clinic.book(on(2, '14:20'));
    await clinic.tickAt(on(2, '13:01'), on(2, '13:40'));
    expect(texts().map(one => one.text)).toEqual([expect.stringContaining('14:00')]);
  });

  it('C-11 an opt-out stops what is planned; a yes brings it back; nobody who was not asked is written to', async () => {
    const patientId = await clinic.addPatient();
    const visit = await clinic.book(on(2, '14:00'), patientId);
    await clinic.book(on(2, '14:20'), await clinic.addPatient({ consent: 'notAsked' }));
    await clinic.tickAt(on(0, '10:00'));
    await clinic.reception.reminders.setConsent({ patientId, version: 1, consent: 'no', language: null });
    expect((await clinic.outbox(visit.id)).map(row => row.reason)).toEqual(['consent']);
    await clinic.tickAt(on(1, '14:25'));
    expect(clinic.company.got).toEqual([]);
    await clinic.reception.reminders.setConsent({ patientId, version: 2, consent: 'yes', language: 'en' });
    await clinic.tickAt(on(2, '12:00'));
    expect(texts()).toEqual([expect.objectContaining({ text: expect.stringMatching(/^Reminder: you have an appointment with Provkliniken on Wednesday/) as string })]);
  });

  it('G-11 nothing goes to a protected identity, from the moment it is protected, and its number stands in no list', async () => {
    const patientId = await clinic.addPatient();
    const visit = await clinic.book(on(2, '14:00'), patientId);
    const listed = await clinic.book(on(2, '14:20'), await clinic.addPatient({ protection: 'protected' }));
    await clinic.tickAt(on(0, '10:00'));
    const card = await clinic.reception.patients.get({ id: patientId });
    await clinic.db.write(tx => tx('patient').where({ id: patientId }).update({ protection: 'marked', version: card.version + 1, changed_at: on(0, '10:01'), changed_by: clinic.reception.userId }));
    expect((await clinic.outbox(visit.id)).every(row => row.state === 'withdrawn')).toBe(true);
    await clinic.tickAt(on(1, '14:30'), on(2, '12:30'));
    expect(clinic.company.got).toEqual([]);
    expect(await clinic.outbox(listed.id)).toEqual([]);
    expect(await clinic.reception.reminders.ofPatient({ patientId })).toMatchObject({ hindrance: 'protected' });
  });

  it('G-11 somebody who became protected after their reminder failed is still to be phoned, without the number', async () => {
    const patientId = await clinic.addPatient();
    await clinic.book(on(2, '14:00'), patientId);
    clinic.company.next.push({ kind: 'refused', why: 'number' });
    await clinic.tickAt(on(1, '14:00'));
    expect(await clinic.reception.reminders.failures({})).toMatchObject([{ patientId, phone: '070-123 45 67', problem: 'numberInvalid' }]);
    await clinic.db.write(tx => tx('patient').where({ id: patientId }).update({ protection: 'protected', version: 2, changed_at: on(1, '14:01'), changed_by: clinic.reception.userId }));
    expect(await clinic.reception.reminders.failures({})).toMatchObject([{ patientId, phone: null, isProtected: true }]);
  });

  it('nobody writes to the dead', async () => {
    const patientId = await clinic.addPatient();
    await clinic.book(on(2, '14:00'), patientId);
    await clinic.tickAt(on(0, '10:00'));
    await clinic.db.write(tx => tx('patient').where({ id: patientId }).update({ deceased_on: day(0), version: 2, changed_at: on(0, '10:01'), changed_by: clinic.reception.userId }));
    await clinic.tickAt(on(1, '14:00'), on(2, '12:00'));
    expect(clinic.company.got).toEqual([]);
  });

  it('C-11 lists a patient without a mobile to be phoned, and sends after all when a number is written down', async () => {
    const patientId = await clinic.addPatient({ mobile: null });
    await clinic.book(on(2, '14:00'), patientId);
    await clinic.tickAt(on(1, '14:00'));
    expect(await clinic.reception.reminders.failures({})).toMatchObject([{ patientId, problem: 'noMobile', phone: null, start: on(2, '14:00') }]);
    await clinic.reception.patients.saveContact({ id: '0199aaaa-0000-7000-8000-00000000000' + String(week % 10), patientId, version: null, draft: { kind: 'mobile', value: '0709998877' } });
    await clinic.tickAt(on(1, '14:10'));
    expect(clinic.company.got.map(one => one.to)).toEqual(['+46709998877']);
    expect(await clinic.reception.reminders.failures({})).toEqual([]);
  });
});

describe('when the provider does not answer as it should', () => {
  it('C-11 tries again later and later while the gateway is down, and hands over to staff when the visit is near', async () => {
    const { id } = await clinic.book(on(2, '14:00'));
    await clinic.tickAt(on(0, '10:00'));
    const tried: string[] = [];
    const { send } = clinic.company;
    Object.assign(clinic.company, { send: (message: Parameters<typeof send>[0]) => (tried.push(message.reference), Promise.resolve({ kind: 'notSent', why: 'unreachable', retryAfterMs: null })) });
    for (let minute = 0; minute < 120; minute += 1) await clinic.tickAt(new Date(Date.parse(on(2, '12:00')) + minute * 60_000).toISOString());
    Object.assign(clinic.company, { send });
    expect(tried.length).toBeGreaterThan(4);
    expect(tried.length).toBeLessThan(10);
    expect(clinic.company.got).toEqual([]);
    expect((await clinic.outbox(id)).map(row => [row.window_min, row.state, row.problem])).toEqual([[1440, 'withdrawn', null], [120, 'failed', 'unreachable']]);
    expect(await clinic.admin.reminders.standing({})).toMatchObject({ gateway: { problem: 'unreachable', since: on(2, '12:00') }, open: 1 });
  });

  it('C-11 a lost answer is never followed by a second message: the visit becomes an errand for staff', async () => {
    const { id } = await clinic.book(on(2, '14:00'));
    clinic.company.next.push({ kind: 'unknown' });
    await clinic.tickAt(on(1, '14:00'), on(1, '14:30'), on(1, '16:00'));
    expect(clinic.company.got).toHaveLength(1);
    expect((await clinic.outbox(id))[0]).toMatchObject({ state: 'unknown', problem: 'unknown' });
    const [errand] = await clinic.reception.reminders.failures({});
    await clinic.reception.reminders.settle({ id: errand?.id ?? '', version: errand?.version ?? 0, how: 'called' });
    expect(await clinic.reception.reminders.failures({})).toEqual([]);
    await clinic.tickAt(on(2, '12:00'));
    expect(clinic.company.got).toHaveLength(1);
    await expect(clinic.db.write(tx => tx('reminder').where({ id: errand?.id ?? '' }).update({ state: 'planned' }))).rejects.toThrow(/constraint/);
  });

  it('C-11 a provider that can be asked clears the doubt up, and the errand disappears', async () => {
    await clinic.book(on(2, '14:00'));
    clinic.company.next.push({ kind: 'unknown' });
    await clinic.tickAt(on(1, '14:00'));
    clinic.company.found = message => (message.providerRef === null ? { state: 'pending', providerRef: 'found' } : { state: 'delivered', providerRef: 'found' });
    await clinic.tickAt(on(1, '14:03'));
    expect(await clinic.reception.reminders.failures({})).toEqual([]);
    await clinic.tickAt(on(1, '14:10'));
    expect(await clinic.rows(`SELECT state FROM reminder WHERE provider_ref = 'found' AND start_utc = ?`, [on(2, '14:00')])).toEqual([{ state: 'delivered' }]);
    expect(clinic.company.got).toHaveLength(1);
  });

  it('K-04 stores the delivery status, and a message that never reached the telephone becomes an errand', async () => {
    await clinic.book(on(2, '14:00'));
    await clinic.tickAt(on(1, '14:00'));
    clinic.company.found = ({ providerRef }) => ({ state: 'failed', providerRef });
    await clinic.tickAt(on(1, '14:03'));
    expect(await clinic.reception.reminders.failures({})).toMatchObject([{ problem: 'notDelivered' }]);
  });

  it('C-11 after a restore nothing that was due goes again: the backup does not know what went out after it was made', async () => {
    const due = await clinic.book(on(2, '14:00'));
    const later = await clinic.book(on(2, '16:00'));
    await clinic.tickAt(on(0, '10:00'));
    clinic.clock.set(on(1, '15:00'));
    await clinic.db.write(tx => clinic.log.append(tx, PROGRAM, { action: 'RESTORE', category: 'system' }));
    const next = createRemindersService(clinic.deps);
    await next.engine.start();
    await next.engine.tick();
    expect(clinic.company.got).toEqual([]);
    expect((await clinic.outbox(due.id))[0]).toMatchObject({ state: 'failed', problem: 'unknown' });
    clinic.clock.set(on(1, '16:00'));
    await next.engine.tick();
    expect(clinic.company.got).toHaveLength(1);
    expect((await clinic.outbox(later.id))[0]).toMatchObject({ state: 'accepted' });
    // Once is enough: the next sign-in distrusts nothing more.
    const third = createRemindersService(clinic.deps);
    await third.engine.start();
    await third.engine.tick();
    expect((await clinic.outbox(later.id))[0]).toMatchObject({ state: 'accepted' });
  });

  it('C-11 after a kill in the middle of a send the message is not sent again, and staff are told', async () => {
    const { id } = await clinic.book(on(2, '14:00'));
    clinic.company.next.push('hang');
    clinic.clock.set(on(1, '14:00'));
    const left = new Promise<void>(resolve => (clinic.company.hung = resolve));
    void clinic.service.engine.tick();
    await left;
    // The program is killed here; another one starts on the same file.
    const next = createRemindersService(clinic.deps);
    await next.engine.start();
    clinic.clock.set(on(1, '15:00'));
    await next.engine.tick();
    expect(clinic.company.got).toHaveLength(1);
    expect((await clinic.outbox(id))[0]).toMatchObject({ state: 'unknown', problem: 'unknown' });
  });
});
