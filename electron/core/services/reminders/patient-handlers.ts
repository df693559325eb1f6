import type { AreaHandlers } from '#shared/contract/define.ts';
import type { reminders } from '#shared/contract/reminders.ts';
import { displayPhone } from '#shared/domain/patients/phone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findConsent, findMobile, putConsent, type StoredConsent } from '../../repositories/messaging-consent.ts';
import { getPatient } from '../../repositories/patient.ts';
import { findReminder, listFailures, remindersOfPatient, settleVisit } from '../../repositories/reminder.ts';
import { activeSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';
import type { ReminderEngine } from './engine.ts';
import { readStanding } from './standing.ts';

type Handlers = AreaHandlers<typeof reminders, CallContext>;
type Hindrance = Awaited<ReturnType<Handlers['ofPatient']>>['hindrance'];

/** The desk's part: whom to phone, what a patient said, what went to them. */
export function patientHandlers(deps: ReminderDeps, engine: ReminderEngine): Pick<Handlers, 'standing' | 'failures' | 'settle' | 'ofPatient' | 'setConsent'> {
  return {
    standing: () => readStanding(deps, engine),
    failures: async (_ctx, { limit }) => {
      const rows = await listFailures(deps.db.reader, deps.clock.now().toISOString(), limit);
      return rows.map(row => ({ ...row, phone: row.phone === null ? null : displayPhone(row.phone, deps.clinic.country) }));
    },
    settle: (ctx, input) => settle(deps, ctx, input),
    ofPatient: (_ctx, input) => ofPatient(deps, input),
    setConsent: (ctx, input) => setConsent(deps, ctx, input),
  };
}

async function settle(deps: ReminderDeps, ctx: CallContext, { id, version, how }: Parameters<Handlers['settle']>[1]) {
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    const row = await findReminder(tx, id);
    if (!row) throw new AppError('record.notFound');
    if (row.version !== version) throw new AppError('record.changedMeanwhile');
    await settleVisit(tx, row, { at, by: ctx.userId, how });
    await ctx.log(tx, { action: 'STATUS', category: 'message', patientId: row.patient_id, objectType: 'reminder', objectId: id, objectVersion: version + 1, reasonCode: how });
  });
  deps.changed('reminders');
  return { id, version: version + 1 };
}

async function ofPatient(deps: ReminderDeps, { patientId, limit }: Parameters<Handlers['ofPatient']>[1]) {
  const db = deps.db.reader;
  const consent = await findConsent(db, patientId);
  return { ...consent, hindrance: await hindranceOf(deps, db, { patientId, consent }), reminders: await remindersOfPatient(db, patientId, limit) };
}

async function hindranceOf(deps: ReminderDeps, db: Reader, { patientId, consent }: { patientId: string; consent: StoredConsent }): Promise<Hindrance> {
  const patient = await getPatient(db, patientId);
  if (patient.protection !== 'none') return 'protected';
  if (patient.deceased_on !== null) return 'deceased';
  if (consent.consent === 'no') return 'declined';
  const active = await activeSettings(db, deps.clinic);
  if (!active) return 'off';
  if (consent.consent === 'notAsked' && active.settings.consentRule === 'asked') return 'notAsked';
  return (await findMobile(db, patientId)) === null ? 'noMobile' : null;
}

async function setConsent(deps: ReminderDeps, ctx: CallContext, { patientId, version, consent, language }: Parameters<Handlers['setConsent']>[1]) {
  const at = deps.clock.now().toISOString();
  const written = await deps.db.write(async tx => {
    await getPatient(tx, patientId);
    const next = await putConsent(tx, { id: deps.newId(), patientId, version, consent, language, at, by: ctx.userId });
    await ctx.log(tx, { action: 'PATIENT_CHANGE', category: 'contact', patientId, objectType: 'messaging_consent', objectId: patientId, objectVersion: next, reasonCode: `sms ${consent}` });
    return next;
  });
  deps.changed('reminders');
  return { version: written };
}
