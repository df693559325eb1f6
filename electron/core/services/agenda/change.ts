import type { Resource } from '#shared/domain/agenda/service.ts';
import type { AuditEntry } from '#shared/domain/log/audit.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { isConstraint } from '../../db/storage-error.ts';
import { findClash } from '../../repositories/appointment-range.ts';
import { insertEvent, type Before, type NewEvent } from '../../repositories/appointment-event.ts';
import type { Change, StoredVisit } from '../../repositories/appointment.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** One change by one caller: who, when, inside which transaction. */
export interface Step {
  readonly deps: ServiceDeps;
  readonly ctx: CallContext;
  readonly tx: Writer;
  readonly change: Change;
}

/** Areas whose answers depend on visits. */
const FED_BY_VISITS = ['schedule', 'waiting', 'groups', 'recalls'];

/** Runs `work` in one transaction with its time and author, and tells the screens after commit. */
export async function inStep<T>(deps: ServiceDeps, ctx: CallContext, work: (step: Step) => Promise<T>, alsoStale: readonly string[] = []): Promise<T> {
  const result = await deps.db.write(tx => work({ deps, ctx, tx, change: { by: ctx.userId, at: deps.clock.now().toISOString() } }));
  deps.changed('agenda', ...FED_BY_VISITS, ...alsoStale);
  return result;
}

/**
 * Lets the database decide about double booking and turns its refusal into words: which resource, from when to when,
 * and whether a deliberate overbooking is possible at all; a group has its seats in the same way (C-10).
 * Errors: agenda.doubleBooked, groups.full, groups.alreadyIn.
 */
export async function refusingClash<T>(step: Step, visit: StoredVisit, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isConstraint(error, 'groups.full')) throw new AppError('groups.full');
    if (isConstraint(error, 'appointment.group_id, appointment.patient_id')) throw new AppError('groups.alreadyIn');
    if (!isConstraint(error, 'agenda.doubleBooked')) throw error;
    const clash = await findClash(step.tx, { resourceIds: visit.resourceIds, from: visit.blockStart, to: visit.blockEnd, exceptId: visit.id });
    if (!clash) throw error;
    const zone = step.deps.clinic.timeZone;
    throw new AppError('agenda.doubleBooked', { resource: clash.resource, from: toLocal(clash.start, zone).time, to: toLocal(clash.end, zone).time, policy: clash.policy });
  }
}

/** What undo would put back. */
export const beforeOf = (visit: StoredVisit): Before => ({
  start: visit.start, end: visit.end, blockStart: visit.blockStart, blockEnd: visit.blockEnd, status: visit.status, overbooked: visit.overbooked, resourceIds: visit.resourceIds,
  arrivedAt: visit.arrivedAt, identityProof: visit.identityProof, feeProposed: visit.feeProposed ?? false,
});

/** What every step records; a kind of step adds its own. */
export type EventParts = Pick<NewEvent, 'kind'> & Partial<Omit<NewEvent, 'id' | 'at' | 'actorId' | 'appointmentId' | 'version' | 'toStatus'>>;

/** Adds the step to the visit's history. `visit` is the visit after it. */
export function recordEvent({ deps, ctx, tx, change }: Step, visit: StoredVisit, parts: EventParts): Promise<void> {
  return insertEvent(tx, {
    id: deps.newId(), appointmentId: visit.id, version: visit.version, at: change.at, actorId: ctx.userId, fromStatus: null, toStatus: visit.status, fromStart: null,
    toStart: null, overbooked: false, outsideHours: false, reason: null, reasonText: '', before: null, ...parts,
  });
}

/** One row in the access log for a step on a visit. `visit` is the visit after it. */
export function logStep({ ctx, tx }: Step, visit: StoredVisit, entry: Pick<AuditEntry, 'action'> & Partial<AuditEntry>): Promise<void> {
  return ctx.log(tx, { category: 'appointment', patientId: visit.patientId, objectType: 'appointment', objectId: visit.id, objectVersion: visit.version, ...entry });
}

/** The resources behind these ids, in that order. Errors: record.notFound; agenda.practitionerGone for a closed one. */
export function activeResources(ids: readonly string[], all: readonly Resource[]): Resource[] {
  return ids.map(id => {
    const resource = all.find(one => one.id === id);
    if (!resource) throw new AppError('record.notFound');
    if (!resource.active) throw new AppError('agenda.practitionerGone', { resource: resource.name });
    return resource;
  });
}
