import { afterAll, describe, expect, it } from 'vitest';

import { createRemindersService } from '#electron/core/services/reminders/reminders-service.ts';
import { isQuiet } from '#shared/domain/reminders/timing.ts';

import { at, startReminderClinic, type ReminderClinic } from './reminder-clinic.ts';

const MINUTE = 60_000;

/** The same run for the same seed. */
function dice(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  return { below: (count: number): number => Math.floor(next() * count), chance: (part: number): boolean => next() < part, one: <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)] };
}

interface Visit { readonly id: string; version: number; start: string; patientId: string; since: string; endedAt: string | null }
interface Patient { readonly id: string; stoppedAt: string | null }

/** Four days at the desk: books, moves, cancels, opts out, protects, kills the program, while the provider misbehaves. */
async function live(clinic: ReminderClinic, seed: number) {
  const { below, chance, one } = dice(seed);
  const patients: Patient[] = [];
  const visits: Visit[] = [];
  const history: { readonly id: string; readonly start: string; readonly from: string; readonly to: string | null }[] = [];
  let { engine } = clinic.service;
  const now = () => clinic.clock.now().toISOString();
  for (let index = 0; index < 6; index += 1) patients.push({ id: await clinic.addPatient({ mobile: `07012345${60 + index}` }), stoppedAt: null });
  const close = (visit: Visit): void => void history.push({ id: visit.id, start: visit.start, from: visit.since, to: now() });
  const someStart = (): string => new Date(clinic.clock.now().getTime() + (30 + below(60 * 70)) * MINUTE).toISOString().replace(/:\d\d\.\d{3}Z$/, ':00.000Z');
  const alive = () => visits.filter(visit => visit.endedAt === null && visit.start > now());
  const acts = {
    book: async () => {
      const patient = one(patients);
      if (!patient) return;
      const booked = await clinic.book(someStart(), patient.id);
      visits.push({ id: booked.id, version: booked.version, start: booked.start, patientId: patient.id, since: now(), endedAt: null });
    },
    move: async () => {
      const visit = one(alive());
      if (!visit) return;
      close(visit);
      const moved = await clinic.reception.agenda.move({ id: visit.id, version: visit.version, start: { instant: someStart() }, overbook: true, outsideHours: true });
      Object.assign(visit, { version: moved.version, start: moved.start, since: now() });
    },
    cancel: async () => {
      const visit = one(alive());
      if (!visit) return;
      close(visit);
      await clinic.reception.agenda.cancel({ id: visit.id, version: visit.version, reason: 'patientWish' });
      visit.endedAt = now();
    },
    optOut: async () => {
      const patient = one(patients);
      if (!patient || patient.stoppedAt !== null) return;
      await clinic.reception.reminders.setConsent({ patientId: patient.id, version: 1, consent: 'no', language: null });
      patient.stoppedAt = now();
    },
    protect: async () => {
      const patient = one(patients);
      if (!patient || patient.stoppedAt !== null) return;
      await clinic.db.write(tx => tx('patient').where({ id: patient.id }).update({ protection: 'protected', version: 2, changed_at: now(), changed_by: clinic.reception.userId }));
      patient.stoppedAt = now();
    },
    fault: async () => {
      clinic.company.next.push(one([
        { kind: 'unknown' }, { kind: 'notSent', why: 'unreachable', retryAfterMs: null }, { kind: 'notSent', why: 'busy', retryAfterMs: 90_000 }, { kind: 'refused', why: 'number' }, { kind: 'refused', why: 'content' },
      ] as const) ?? { kind: 'unknown' });
    },
    /** The program ends in the middle of a send, if one is due; another starts on the same file. */
    kill: async () => {
      clinic.company.next.unshift('hang');
      const hung = new Promise<void>(resolve => (clinic.company.hung = resolve));
      await Promise.race([engine.tick(), hung]);
      if (clinic.company.next[0] === 'hang') clinic.company.next.shift();
      ({ engine } = createRemindersService(clinic.deps));
      await engine.start();
      // The round that a start begins by itself is over before the clock goes on.
      await engine.tick();
    },
  };
  for (let step = 0; step < 140; step += 1) {
    const roll = below(100);
    if (roll < 38) await acts.book();
    else if (roll < 50) await acts.move();
    else if (roll < 60) await acts.cancel();
    else if (roll < 62) await acts.optOut();
    else if (roll < 64) await acts.protect();
    else if (roll < 84) await acts.fault();
    else if (roll < 88) await acts.kill();
    clinic.clock.advance(below(chance(0.1) ? 8 * 60 : 60) * MINUTE);
    await engine.tick();
  }
  for (const visit of visits) if (visit.endedAt === null) history.push({ id: visit.id, start: visit.start, from: visit.since, to: null });
  return { patients, visits, history };
}

describe('random days', () => {
  const started: ReminderClinic[] = [];
  afterAll(async () => {
    for (const clinic of started) {
      expect(clinic.reported).toEqual([]);
      await clinic.stop();
    }
  });

  it.each([11, 23, 47])('C-11 complaint 10: at most one message a visit, window and time, none at night, none after cancelling, opting out or protection, none after the start (seed %i)', async seed => {
    const clinic = await startReminderClinic();
    started.push(clinic);
    await clinic.decide();
    await clinic.switchOn();
    clinic.clock.set(at('2026-11-23', '09:30'));
    const { patients, history } = await live(clinic, seed);
    const rows = await clinic.rows<{ id: string; appointment_id: string; patient_id: string; window_min: number; start_utc: string }>('SELECT id, appointment_id, patient_id, window_min, start_utc FROM reminder');
    const sent = clinic.company.got.map(message => ({ ...message, row: rows.find(row => row.id.replaceAll('-', '') === message.reference) }));
    expect(sent.length).toBeGreaterThan(5);
    const keys = sent.map(({ row }) => `${row?.appointment_id} ${row?.window_min} ${row?.start_utc}`);
    expect(new Set(keys).size).toBe(keys.length);
    const rules = { windows: [1440, 120], quiet: { from: '20:00', to: '08:00' }, timeZone: 'Europe/Stockholm' };
    for (const { at: sentAt, row, text } of sent) {
      expect(isQuiet(sentAt, rules), `quiet at ${sentAt}`).toBe(false);
      expect(sentAt < (row?.start_utc ?? ''), 'before the start').toBe(true);
      const stood = history.some(one => one.id === row?.appointment_id && one.start === row.start_utc && one.from <= sentAt && (one.to === null || sentAt <= one.to));
      expect(stood, `the visit stood at ${sentAt}`).toBe(true);
      const stoppedAt = patients.find(patient => patient.id === row?.patient_id)?.stoppedAt ?? null;
      expect(stoppedAt === null || sentAt <= stoppedAt, 'no opt-out, no protection').toBe(true);
      expect(text).not.toMatch(/Karlsson|Telefontid/);
    }
    expect((await clinic.rows(`SELECT count(*) AS n FROM reminder WHERE state = 'sending'`))[0]).toEqual({ n: 0 });
  }, 60_000);
});
