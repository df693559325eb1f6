import { v7 } from 'uuid';

import type { MessageGateway, OutgoingMessage, SendOutcome, SentMessage, Found } from '#electron/core/ports/message-gateway.ts';
import { PROGRAM } from '#electron/core/repositories/log.ts';
import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { seedAgenda } from '#electron/core/services/agenda/seed-agenda.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import type { ReminderDeps } from '#electron/core/services/reminders/deps.ts';
import { createRemindersService, type RemindersService } from '#electron/core/services/reminders/reminders-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { patients } from '#shared/contract/patients.ts';
import { reminders } from '#shared/contract/reminders.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import { startSettings, type ReminderSettings } from '#shared/domain/reminders/settings.ts';
import { startTestClinic } from '#test/support/harness.ts';

/** The company at the other end of the port: says what the test tells it to say and keeps what it got. */
export interface FakeCompany extends MessageGateway {
  readonly got: (OutgoingMessage & { readonly at: string })[];
  /** Answers of the next sends, in order; then `accepted` again. `hang`: it got the message and never answers. */
  readonly next: (SendOutcome | 'hang')[];
  found: (message: SentMessage) => Found | null;
  /** Called when a message came that will never be answered. */
  hung: () => void;
}

export function fakeCompany(now: () => Date): FakeCompany {
  const got: FakeCompany['got'] = [];
  const next: FakeCompany['next'] = [];
  const company: FakeCompany = {
    got, next,
    found: () => null,
    hung: () => undefined,
    send: message => {
      const outcome = next.shift() ?? { kind: 'accepted', providerRef: `p${got.length + 1}` };
      if (outcome === 'hang' || outcome.kind === 'accepted' || outcome.kind === 'unknown') got.push({ ...message, at: now().toISOString() });
      if (outcome !== 'hang') return Promise.resolve(outcome);
      company.hung();
      return new Promise(() => undefined);
    },
    find: message => Promise.resolve(company.found(message)),
  };
  return company;
}

export const at = (date: string, time: string): string => toInstant({ date, time }, 'Europe/Stockholm');

/** A clinic on a real encrypted file whose clock stands at Monday 2026-11-23 09:00; reminders are decided, on, and 24 h and 2 h before. */
export async function startReminderClinic(over: Partial<ReminderSettings> = {}) {
  let made: { readonly deps: ReminderDeps; readonly service: RemindersService } | undefined;
  let company: FakeCompany | undefined;
  const clinic = await startTestClinic({ agenda, patients, reminders }, (deps, log) => {
    company = fakeCompany(() => deps.clock.now());
    const gateway = company;
    const reminderDeps: ReminderDeps = { ...deps, openGateway: () => gateway, logByProgram: (tx, entry) => log.append(tx, PROGRAM, entry), setTimer: () => () => undefined };
    made = { deps: reminderDeps, service: createRemindersService(reminderDeps) };
    return { agenda: createAgendaService(deps), patients: createPatientsService(deps), reminders: made.service.handlers };
  });
  if (!made || !company) throw new Error('the clinic made no reminders');
  const { deps, service } = made;
  clinic.clock.set(at('2026-11-23', '09:00'));
  const reception = await clinic.as('receptionist');
  const admin = await clinic.as('administrator');
  const anna = await clinic.as('practitioner');
  const seeded = await clinic.db.write(tx => seedAgenda(tx, { practitioners: [{ userId: anna.userId, name: 'Anna' }], newId: v7, at: clinic.clock.now().toISOString(), by: null, language: 'sv' }));
  const settings: ReminderSettings = { ...startSettings('Provkliniken', 'sv'), windows: [24 * 60, 2 * 60], ...over };
  const decide = () =>
    admin.reminders.recordDecision({ decision: { verdict: 'allowed', decidedOn: '2026-11-20', decidedBy: 'Eva Lind, verksamhetschef', analysis: 'Behov: färre uteblivna besök. Risk: läses av andra.', reference: 'Dnr 12/2026' } });
  const switchOn = (more: Partial<ReminderSettings> = {}) => save({ ...settings, enabled: true, ...more });
  const save = async (next: ReminderSettings) => {
    const { version } = await admin.reminders.settings({});
    return admin.reminders.saveSettings({ version, settings: next, credential: { user: 'u', secret: 's' } });
  };

  interface PatientParts { readonly mobile?: string | null; readonly protection?: 'none' | 'marked' | 'protected'; readonly consent?: 'yes' | 'no' | 'notAsked'; readonly language?: 'sv' | 'en' | null }
  const addPatient = async ({ mobile = '070-123 45 67', protection = 'none', consent = 'yes', language = null }: PatientParts = {}): Promise<string> => {
    const { id } = await reception.patients.register({
      id: v7(), draft: { givenName: 'Åsa', familyName: `Karlsson${v7().slice(-6)}`, birthDate: '1980-01-01', sex: 'F', number: null, protection, contacts: mobile === null ? [] : [{ kind: 'mobile', value: mobile }] },
    });
    if (consent !== 'notAsked') await reception.reminders.setConsent({ patientId: id, version: 0, consent, language });
    return id;
  };
  const book = async (start: string, patientId?: string) =>
    reception.agenda.book({ serviceId: seeded.serviceIds[4] ?? '', resourceIds: [seeded.practitionerIds[0] ?? ''], start: { instant: start }, durationMin: 15, patientId: patientId ?? (await addPatient()), overbook: true, outsideHours: true });
  const rows = async <T>(sql: string, bindings: readonly (string | number)[] = []): Promise<T[]> => (await clinic.db.reader.raw(sql, [...bindings])) as T[];
  const outbox = (appointmentId: string) => rows<{ window_min: number; state: string; problem: string | null; reason: string | null; start_utc: string }>(
    'SELECT window_min, state, problem, reason, start_utc FROM reminder WHERE appointment_id = ? ORDER BY start_utc, window_min DESC', [appointmentId]);
  /** The clock stands at each of these moments, one after the other, and the engine looks once. */
  const tickAt = async (...moments: string[]): Promise<void> => {
    for (const moment of moments) {
      clinic.clock.set(moment);
      await service.engine.tick();
    }
  };
  return { ...clinic, ...seeded, deps, service, company, reception, admin, anna, settings, decide, switchOn, save, addPatient, book, rows, outbox, tickAt };
}

export type ReminderClinic = Awaited<ReturnType<typeof startReminderClinic>>;
