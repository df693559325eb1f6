import type { QueueVisit } from '#shared/domain/desk/queue.ts';
import type { WorkVisit } from '#shared/domain/desk/work-lists.ts';
import { isLegalMove } from '#shared/domain/agenda/status.ts';

import type { Command, CommandContext, CurrentVisit } from '#renderer/commands/index.ts';

import type { Step, VisitSteps } from './use-visit-steps.ts';

const WRITE = 'agenda.write' as const;

/** True when the patient can be checked in: is expected, or comes after having been counted as not coming. */
export const canArrive = (visit: { readonly status: QueueVisit['status'] }): boolean => isLegalMove(visit.status, 'arrived') && visit.status !== 'inTreatment';

/** The one step that usually comes next; the row's own button. */
export function nextStep(visit: QueueVisit): 'checkIn' | 'start' | 'done' | undefined {
  if (canArrive(visit)) return 'checkIn';
  if (visit.status === 'arrived') return 'start';
  return visit.status === 'inTreatment' ? 'done' : undefined;
}

/** A visit of the queue or of a list as the one that keys act on. */
export const toCurrent = (visit: QueueVisit | WorkVisit): CurrentVisit => ({
  id: visit.id, version: visit.version, status: visit.status, start: visit.start, end: visit.end, resourceId: visit.resourceId, serviceId: visit.serviceId, patientId: visit.patientId,
  name: visit.name, isProtected: visit.isProtected, ...(visit.groupId ? { group: { id: visit.groupId } } : {}),
});

/** Where Enter leads: the patient, or the visit in the agenda while nobody is registered. */
export function openVisit(go: CommandContext['go'], visit: Pick<CurrentVisit, 'patientId' | 'start' | 'resourceId'>, timeZone: string): void {
  if (visit.patientId) go('/patients/$patientId', { params: { patientId: visit.patientId } });
  else showInAgenda(go, visit, timeZone);
}

/** The agenda with the cursor on a visit. */
export function showInAgenda(go: CommandContext['go'], visit: Pick<CurrentVisit, 'start' | 'resourceId'>, timeZone: string): void {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(visit.start));
  go('/agenda', { search: { day, moment: visit.start, ...(visit.resourceId === '' ? {} : { column: visit.resourceId }) } });
}

/** Keys on the visit under the cursor. The same keys as in the agenda, so that hands learn them once. */
export function queueCommands(steps: VisitSteps, timeZone: string): Command[] {
  const on = (run: (visit: CurrentVisit) => void, when: (visit: CurrentVisit) => boolean) => ({
    on: 'visit' as const, permission: WRITE, when: ({ visit }: CommandContext) => visit !== undefined && when(visit), run: ({ visit }: CommandContext) => { if (visit) run(visit); },
  });
  const step = (status: Step) => on(visit => steps.setStatus(visit, status), visit => isLegalMove(visit.status, status));
  return [
    { id: 'desk.checkIn', message: 'desk.command.checkIn', shortcut: 'c', ...on(visit => steps.checkIn(visit, null), canArrive) },
    { id: 'desk.checkInId', message: 'desk.command.checkInId', shortcut: 'shift+c', ...on(visit => steps.checkIn(visit, 'swedishId'), canArrive) },
    { id: 'desk.start', message: 'desk.command.start', shortcut: 's', ...step('inTreatment') },
    { id: 'desk.done', message: 'desk.command.done', shortcut: 'd', ...step('done') },
    { id: 'desk.noShow', message: 'desk.command.noShow', shortcut: 'u', ...step('noShow') },
    { id: 'desk.back', message: 'desk.command.back', ...on(visit => steps.setStatus(visit, 'booked'), visit => visit.status === 'arrived') },
    { id: 'desk.inAgenda', message: 'desk.command.inAgenda', shortcut: 'g', on: 'visit', run: ({ visit, go }) => { if (visit) showInAgenda(go, visit, timeZone); } },
    { id: 'desk.undo', message: 'desk.command.undo', shortcut: 'mod+z', permission: WRITE, when: steps.canUndo, run: steps.undo },
  ];
}
