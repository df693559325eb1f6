import type * as z from 'zod';

import type { prints } from '#shared/contract/prints.ts';
import { occupies } from '#shared/domain/agenda/status.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import type { IdentifierKind } from '#shared/domain/identifiers/identifier.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { renderAppointmentCard } from '../../pdf/appointment-card.ts';
import type { FinishedPrint } from '../../pdf/document.ts';
import { renderVisitCertificate } from '../../pdf/visit-certificate.ts';
import { findEvents } from '../../repositories/appointment-event.ts';
import { findVisit, type StoredVisit } from '../../repositories/appointment.ts';
import { findPrintedPatient } from '../../repositories/note-patient.ts';
import { findPrintedClinic, readPrintSetting } from '../../repositories/print-setting.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Input<P extends 'appointmentCard' | 'visitCertificate'> = z.output<(typeof prints)[P]['input']>;

/** What the patient takes home. Errors: record.notFound, prints.cancelled. */
export async function appointmentCard(deps: ServiceDeps, ctx: CallContext, input: Input<'appointmentCard'>) {
  const { reader } = deps.db;
  const visit = await requireVisit(deps, input);
  if (!occupies(visit.status)) throw new AppError('prints.cancelled');
  const [setting, clinic, resources, service] = await Promise.all([readPrintSetting(reader), findPrintedClinic(reader, deps.clinic.name), findResources(reader), getService(reader, visit.serviceId)]);
  const practitioners = resources.filter(one => one.kind === 'practitioner' && visit.resourceIds.includes(one.id));
  const finished = await renderAppointmentCard({
    language: input.language, size: input.size, clinic, printedAt: deps.clock.now().toISOString(), ...toLocal(visit.start, deps.clinic.timeZone),
    practitioner: practitioners.map(one => [one.name, one.title].filter(Boolean).join(', ')).join(' · '),
    service: setting.cardShowsService ? service.name : '', lateCancelHours: visit.lateCancelHours, text: setting.cardText,
  });
  return logged(deps, ctx, { visit, finished, reasonCode: 'appointmentCard', reasonText: null, reference: deps.newId() });
}

/** That the patient was here. Errors: record.notFound, prints.notVisited. */
export async function visitCertificate(deps: ServiceDeps, ctx: CallContext, input: Input<'visitCertificate'>) {
  const { db, clinic } = deps;
  const visit = await requireVisit(deps, input);
  if (!['arrived', 'inTreatment', 'done'].includes(visit.status)) throw new AppError('prints.notVisited');
  const zone = clinic.timeZone;
  const reference = deps.newId();
  const events = await findEvents(db.reader, visit.id);
  const done = visit.status === 'done' ? events.find(event => event.toStatus === 'done' && event.fromStatus !== 'done') : undefined;
  const finished = await renderVisitCertificate({
    language: input.language, timeZone: zone, clinic: await findPrintedClinic(db.reader, clinic.name), person: await personOf(deps, visit, input.withNumber),
    date: toLocal(visit.start, zone).date, from: toLocal(visit.start, zone).time, to: toLocal(visit.end, zone).time,
    arrived: visit.arrivedAt && toLocal(visit.arrivedAt, zone).time, finished: done ? toLocal(done.at, zone).time : null, identityChecked: visit.identityProof !== null,
    issuedBy: { name: ctx.userName, title: ctx.title }, issuedAt: deps.clock.now().toISOString(), reference,
  });
  return logged(deps, ctx, { visit, finished, reasonCode: 'visitCertificate', reasonText: input.purpose, reference });
}

/** The visit, when it is this patient's: the log row names them. */
async function requireVisit({ db }: ServiceDeps, { appointmentId, patientId }: { readonly appointmentId: string; readonly patientId: string | null }): Promise<StoredVisit> {
  const visit = await findVisit(db.reader, appointmentId);
  if (!visit || visit.patientId !== patientId) throw new AppError('record.notFound');
  return visit;
}

async function personOf({ db }: ServiceDeps, visit: StoredVisit, withNumber: boolean): Promise<{ readonly name: string; readonly number: string }> {
  if (visit.patientId === null) return { name: visit.bookingName, number: '' };
  const patient = await findPrintedPatient(db.reader, visit.patientId);
  if (!patient) throw new AppError('record.notFound');
  const [identifier] = patient.identifiers;
  return { name: patient.name, number: withNumber && identifier ? displayIdentifier(identifier.kind as IdentifierKind, identifier.value) : '' };
}

interface PrintedPaper {
  readonly visit: StoredVisit;
  readonly finished: FinishedPrint;
  readonly reasonCode: string;
  readonly reasonText: string | null;
  readonly reference: string;
}

/** The answer, once its log row is durable. */
async function logged({ db }: ServiceDeps, ctx: CallContext, { visit, finished, reasonCode, reasonText, reference }: PrintedPaper) {
  await db.write(tx =>
    ctx.log(tx, { action: 'PRINT', category: 'appointment', patientId: visit.patientId, objectType: 'appointment', objectId: visit.id, objectVersion: visit.version, reasonCode, reasonText: reasonText ?? reference }),
  );
  return { pdf: Buffer.from(finished.pdf).toString('base64'), pages: finished.pages, reference };
}
