import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { maybeSamePerson } from '#shared/domain/agenda/same-person.ts';
import { addDays, toInstant, toLocal } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findPersonFacts, findUnlinked } from '../../repositories/appointment-unlinked.ts';
import { findLastServices } from '../../repositories/appointment-range.ts';
import { findVisit } from '../../repositories/appointment.ts';
import { findDraft, putDraft } from '../../repositories/booking-draft.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { findInformedAt } from '../../repositories/treatment-information.ts';
import { earliestTreatment } from '#shared/domain/agenda/treatment-information.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { activeResources } from './change.ts';
import { nextFree } from './next-free.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;
type Names = 'unlinked' | 'rebookOffer' | 'lastServices' | 'draft' | 'keepDraft';

/** A visit of some weeks ago may still get its patient. */
const LOOK_BACK_DAYS = 30;
/** More are not a choice but a search. */
const MOST_UNLINKED = 5;

/** What spares the desk typing: proposals, and what a lock interrupted. */
export function deskHelpHandlers(deps: ServiceDeps): Pick<Handlers, Names> {
  const { db, clock } = deps;
  return {
    unlinked: (_ctx, { patientId }) => unlinked(deps, patientId),
    rebookOffer: (ctx, input) => rebookOffer(deps, ctx, input),
    lastServices: (_ctx, { resourceIds }) => findLastServices(db.reader, resourceIds),
    draft: ctx => openDraft(deps, ctx),
    keepDraft: async (ctx, { draft }) => {
      await db.write(tx => putDraft(tx, { userId: ctx.userId, at: clock.now().toISOString() }, draft));
      return {};
    },
  };
}

/** The caller's own words come back without a row; a registered patient among them is shown again, and that is a read. */
async function openDraft({ db }: ServiceDeps, ctx: CallContext) {
  const draft = await findDraft(db.reader, ctx.userId);
  if (draft?.patient?.kind === 'known') await ctx.logRead({ action: 'AGENDA_READ', category: 'appointment', patientId: draft.patient.id });
  return { draft };
}

async function unlinked({ db, clock, clinic }: ServiceDeps, patientId: string) {
  const person = await findPersonFacts(db.reader, patientId);
  if (!person) throw new AppError('patients.notFound');
  const from = new Date(clock.now().getTime() - LOOK_BACK_DAYS * 86_400_000).toISOString();
  const found = (await findUnlinked(db.reader, from)).flatMap(({ phone, birthDate, ...visit }) => {
    const because = maybeSamePerson({ name: visit.name, phone, birthDate }, person, clinic.country);
    return because ? [{ ...visit, because }] : [];
  });
  return found.slice(0, MOST_UNLINKED);
}

async function rebookOffer(deps: ServiceDeps, ctx: CallContext, { id, patientId, weeks }: Parameters<Handlers['rebookOffer']>[1]) {
  const { reader } = deps.db;
  const visit = await findVisit(reader, id);
  // The log row named `patientId`; a visit of somebody else stays closed.
  if (!visit || visit.patientId !== patientId) throw new AppError('record.notFound');
  const service = await getService(reader, visit.serviceId);
  if (!service.active) throw new AppError('agenda.serviceClosed');
  const all = await findResources(reader);
  const practitioner = all.find(one => one.kind === 'practitioner' && visit.resourceIds.includes(one.id));
  const [column] = activeResources(practitioner ? [practitioner.id] : visit.resourceIds.slice(0, 1), all);
  if (!column) throw new AppError('record.notFound');
  const wanted = sameClockLater(deps, visit.start, weeks);
  const days = service.rules.thinkingDays ?? 0;
  const lawful = patientId === null || days === 0 ? null : earliestTreatment(await findInformedAt(reader, patientId, service.id), days);
  const durationMin = (Date.parse(visit.end) - Date.parse(visit.start)) / 60_000;
  const from = lawful !== null && lawful > wanted ? lawful : wanted;
  const [offer = null] = await nextFree(deps, ctx, { serviceId: service.id, resourceIds: [column.id], from, count: 1, durationMin });
  return { serviceId: service.id, wanted, offer, durationMin };
}

/** Same weekday and clock time, `weeks` later and not before now. In the hour the clock jumps over: an hour later. */
function sameClockLater({ clinic, clock }: ServiceDeps, start: string, weeks: number): string {
  const { date, time } = toLocal(start, clinic.timeZone);
  for (let week = weeks; ; week += 1) {
    const at = { date: addDays(date, 7 * week), time, choice: 'earlier' as const };
    const instant = exists(at, clinic.timeZone) ?? toInstant({ ...at, time: `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}` }, clinic.timeZone);
    if (Date.parse(instant) > clock.now().getTime()) return instant;
  }
}

function exists(at: Parameters<typeof toInstant>[0], timeZone: string): string | undefined {
  try {
    return toInstant(at, timeZone);
  } catch {
    return undefined;
  }
}
