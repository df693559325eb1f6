import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';

import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { createCareService } from '#electron/core/services/care/care-service.ts';
import { createGroupsService } from '#electron/core/services/groups/groups-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createSigningService } from '#electron/core/services/journal/signing-service.ts';
import { createRecallsService } from '#electron/core/services/recalls/recalls-service.ts';
import { createScheduleService } from '#electron/core/services/schedule/schedule-service.ts';
import { createWaitingService } from '#electron/core/services/waiting/waiting-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { care } from '#shared/contract/care.ts';
import { groups } from '#shared/contract/groups.ts';
import { journal } from '#shared/contract/journal.ts';
import { recalls } from '#shared/contract/recalls.ts';
import { schedule } from '#shared/contract/schedule.ts';
import { signing } from '#shared/contract/signing.ts';
import { waiting } from '#shared/contract/waiting.ts';
import { addDays, toInstant } from '#shared/domain/agenda/zone.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { informNow, withoutCard } from '#test/support/inform.ts';

export interface PatientParts {
  readonly familyName?: string;
  readonly birthDate?: string | null;
  readonly protection?: 'none' | 'marked' | 'protected';
  /** How somebody saw who they are (G-10); left out: nobody has. */
  readonly identityProof?: 'passport';
}

/** A clinic with two practitioners, three rooms, a laser, six services and office hours; the clock stands at Sunday 2026-11-22 09:00. */
export async function startAgendaClinic() {
  const clinic = await startTestClinic({ agenda, schedule, waiting, groups, recalls, care, journal, signing }, deps => ({
    agenda: createAgendaService(deps), schedule: createScheduleService(deps), waiting: createWaitingService(deps), groups: createGroupsService(deps), recalls: createRecallsService(deps),
    care: createCareService(deps), journal: createJournalService({ ...deps, signer: withoutCard }), signing: createSigningService({ ...deps, signer: withoutCard }),
  }));
  const reception = await clinic.as('receptionist');
  const admin = await clinic.as('administrator');
  const anna = await clinic.as('practitioner');
  const bo = await clinic.as('practitioner');
  const seeded = await clinic.db.write(tx =>
    seedAgenda(tx, {
      practitioners: [{ userId: anna.userId, name: 'Anna' }, { userId: bo.userId, name: 'Bo' }],
      newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv',
    }),
  );
  const [annaId = '', boId = ''] = seeded.practitionerIds;
  const [newVisit = '', returnVisit = '', treatment = '', laser = '', phone = '', injection = ''] = seeded.serviceIds;

  const addPatient = async (parts: PatientParts = {}): Promise<string> => {
    const id = v7();
    const at = clinic.clock.now().toISOString();
    const familyName = parts.familyName ?? 'Karlsson';
    await clinic.db.write(tx =>
      tx('patient').insert({
        id, family_name: familyName, given_name: 'Åsa', family_fold: familyName.toLowerCase(), given_fold: 'asa', birth_date: parts.birthDate ?? null, sex: 'F',
        protection: parts.protection ?? 'none', identity_proof: parts.identityProof ?? null, identity_checked_on: parts.identityProof ? at.slice(0, 10) : null, created_at: at, created_by: reception.userId, changed_at: at, changed_by: reception.userId,
      }),
    );
    return id;
  };

  /** An information note that Anna locked at this moment, about one treatment (J-23). The clock ends where it stood. */
  const inform = async (patientId: string, lockedAt: string, serviceId = injection): Promise<string> => {
    const now = clinic.clock.now().toISOString();
    clinic.clock.set(lockedAt);
    const noteId = await informNow(anna, patientId, [serviceId]);
    clinic.clock.set(now);
    return noteId;
  };

  /** Books a return visit (30 minutes and 5 after) with Anna for a new patient. */
  const book = async (start: string, extra: Partial<Parameters<typeof reception.agenda.book>[0]> = {}) =>
    reception.agenda.book({
      serviceId: returnVisit, resourceIds: [annaId], start: { instant: start }, patientId: extra.walkIn ? null : (extra.patientId ?? (await addPatient())), ...extra,
    });

  const rows = async <T>(sql: string, bindings: readonly (string | number)[] = []): Promise<T[]> => (await clinic.db.reader.raw(sql, [...bindings])) as T[];
  return { ...clinic, reception, admin, anna, bo, annaId, boId, services: { newVisit, returnVisit, treatment, laser, phone, injection }, ...seeded, addPatient, inform, book, rows };
}

export type AgendaClinic = Awaited<ReturnType<typeof startAgendaClinic>>;

interface OwnWeeks {
  /** How many weeks each test has to itself. */
  readonly step?: number;
  /** Weeks that nobody gets, as those of the holidays at the turn of the year. */
  readonly after?: number;
  /** Keeps to Mondays that are not holidays. */
  readonly ordinary?: boolean;
  /** What the file needs besides, once the clinic stands. */
  readonly ready?: (clinic: AgendaClinic) => Promise<void>;
}

/** One clinic for a test file, closed and without a fault reported at its end; each test has its own week, so that none stands in another's way. */
export function agendaClinic({ step = 1, after = 0, ordinary = true, ready }: OwnWeeks = {}) {
  const clinic = {} as AgendaClinic;
  let week = after;
  beforeAll(async () => {
    Object.defineProperties(clinic, Object.getOwnPropertyDescriptors(await startAgendaClinic()));
    await ready?.(clinic);
  });
  afterAll(async () => {
    expect(clinic.reported).toEqual([]);
    await clinic.stop();
  });
  beforeEach(() => {
    week = ordinary ? nextWeek(week, step) : week + step;
  });
  return { clinic, /** This time on the Monday of the test's week, or `weeks` after it. ISO UTC. */ at: (time: string, weeks = 0): string => monday(time, week + weeks) };
}

/** A Monday, `weeks` after 2026-11-23, at this time on the clinic's wall. ISO UTC. */
export const monday = (time: string, weeks = 0): string => toInstant({ date: addDays('2026-11-23', 7 * weeks), time }, 'Europe/Stockholm');

/** Easter Monday 2027 is closed: tests that mean ordinary Mondays leave that week and the one before it out. */
const AROUND_EASTER = [17, 18];
/** The next week with ordinary Mondays, `step` further on. */
export const nextWeek = (week: number, step = 1): number => (AROUND_EASTER.includes(week + step) ? 19 : week + step);
