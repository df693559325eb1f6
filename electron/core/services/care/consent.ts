import type { care } from '#shared/contract/care.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { earliestTreatment } from '#shared/domain/agenda/treatment-information.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findNote, patientExists } from '../../repositories/note.ts';
import { getService } from '../../repositories/service.ts';
import { consentsOf, hasConsent, insertConsent } from '../../repositories/treatment-consent.ts';
import { findInformedAt, findStandingInformation } from '../../repositories/treatment-information.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof care, CallContext>;

/**
 * Consent before a treatment with thinking time (J-23, lag 2021:363 §9): it can only be given once the patient has been
 * informed and the thinking time is over, and it points to the signed note it rests on unless another is named.
 */
export function consentHandlers(deps: ServiceDeps): Pick<Handlers, 'consents' | 'recordConsent' | 'withdrawConsent'> {
  const { db, clock, clinic } = deps;
  return {
    consents: (_ctx, { patientId }) => consentsOf(db.reader, patientId),
    recordConsent: async (ctx, input) => {
      const at = clock.now().toISOString();
      if (!(await patientExists(db.reader, input.patientId))) throw new AppError('patients.notFound');
      if (input.noteId !== null && !(await findNote(db.reader, input.patientId, input.noteId))?.finalNo) throw new AppError('record.notFound');
      if (input.consentedAt > at) throw new AppError('input.invalid', { field: 'consentedAt' });
      const rests = await requireThought(db.reader, input, clinic.timeZone);
      await db.write(async tx => {
        await insertConsent(tx, { ...input, noteId: input.noteId ?? rests, recordedAt: at, recordedBy: ctx.userId });
        await ctx.log(tx, { action: 'INFORMATION_GIVEN', category: 'appointment', patientId: input.patientId, objectType: 'consent', objectId: input.id, reasonCode: input.how });
      });
      deps.changed('care', 'agenda');
      return {};
    },
    withdrawConsent: async (ctx, { id, patientId }) => {
      const given = (await consentsOf(db.reader, patientId)).find(one => one.id === id && !one.withdrawn);
      if (!given) throw new AppError('record.notFound');
      await db.write(async tx => {
        const at = clock.now().toISOString();
        const { serviceId, consentedAt, how, noteId } = given;
        await insertConsent(tx, { id: deps.newId(), patientId, serviceId, consentedAt, how, noteId, recordedAt: at, recordedBy: ctx.userId, withdrawsId: id });
        await ctx.log(tx, { action: 'INFORMATION_GIVEN', category: 'appointment', patientId, objectType: 'consent', objectId: id, reasonCode: 'withdrawn' });
      });
      deps.changed('care', 'agenda');
      return {};
    },
  };
}

/** Errors: agenda.informationMissing, agenda.thinkingTime. Returns the note that the consent rests on; null where there is no thinking time. */
async function requireThought(db: Reader, input: { readonly patientId: string; readonly serviceId: string; readonly consentedAt: string }, zone: string): Promise<string | null> {
  const days = (await getService(db, input.serviceId)).rules.thinkingDays ?? 0;
  if (days === 0) return null;
  const standing = await findStandingInformation(db, input.patientId, input.serviceId);
  const earliest = earliestTreatment(standing.map(one => one.at), days);
  if (earliest === null) throw new AppError('agenda.informationMissing', { days });
  const { date, time } = toLocal(earliest, zone);
  if (input.consentedAt < earliest) throw new AppError('agenda.thinkingTime', { days, earliest: `${date} ${time}` });
  return standing[0]?.noteId ?? null;
}

/**
 * True when nothing stands in the way of beginning: the service asks for no consent, or the patient has given one after the
 * thinking time of the information that counts today, and not taken it back.
 */
export async function isConsented(db: Reader, { patientId, serviceId }: { readonly patientId: string | null; readonly serviceId: string }): Promise<boolean> {
  const { rules } = await getService(db, serviceId);
  if (rules.consentRequired !== true) return true;
  if (patientId === null) return false;
  const days = rules.thinkingDays ?? 0;
  const from = days === 0 ? '' : earliestTreatment(await findInformedAt(db, patientId, serviceId), days);
  return from !== null && hasConsent(db, { patientId, serviceId, from });
}

/** Some services do not begin before the patient's consent is documented, whoever asks. Errors: agenda.consentMissing. */
export async function requireConsent(db: Reader, visit: { readonly patientId: string | null; readonly serviceId: string }): Promise<void> {
  if (!(await isConsented(db, visit))) throw new AppError('agenda.consentMissing');
}
