import type { AreaHandlers } from '#shared/contract/define.ts';
import type { groups } from '#shared/contract/groups.ts';
import { weeklyMoments } from '#shared/domain/agenda/zone.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { isConstraint } from '../../db/storage-error.ts';
import { findCourse, findMeetings, findParticipants, getGroup, getMeeting, insertGroup, updateCapacity } from '../../repositories/group-visit.ts';
import { bookVisit } from '../agenda/booking.ts';
import { inStep, type Step } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { takeSeat } from './seats.ts';

type Handlers = AreaHandlers<typeof groups, CallContext>;

/** Group visits (C-10). */
export function createGroupsService(deps: ServiceDeps): Handlers {
  const { reader } = deps.db;
  return {
    meetings: (_ctx, { from, limit }) => findMeetings(reader, from, limit),
    meeting: (_ctx, { id }) => getMeeting(reader, id),
    participants: (_ctx, { id }) => findParticipants(reader, id),
    create: (ctx, input) => inStep(deps, ctx, step => create(step, input)),
    join: (ctx, input) => inStep(deps, ctx, step => join(step, input)),
    setCapacity: (ctx, input) => inStep(deps, ctx, step => setCapacity(step, input)),
  };
}

async function create(step: Step, input: Parameters<Handlers['create']>[1]) {
  const { deps, tx, change } = step;
  const { title, capacity, weeks, start, ...booking } = input;
  const courseId = weeks > 1 ? deps.newId() : null;
  // The first may be meant in the hour that comes twice; the others are at the same clock time, whatever the season (C-05).
  const starts = weeks === 1 ? [start] : weeklyMoments(start, weeks, deps.clinic.timeZone).map(instant => ({ instant }));
  const meetings = [];
  for (const at of starts) {
    const host = await bookVisit(step, { ...booking, start: at, patientId: null, walkIn: { name: title, phone: '', birthDate: null }, note: '' });
    await insertGroup(tx, { id: host.id, capacity, courseId }, change);
    meetings.push({ id: host.id, version: host.version, start: host.start });
  }
  return meetings;
}

async function join(step: Step, { groupId, wholeCourse, ...who }: Parameters<Handlers['join']>[1]) {
  const { facts, host } = await getGroup(step.tx, groupId);
  if (!wholeCourse || facts.courseId === null) return { seats: [await takeSeat(step, { groupId, ...who })], full: [] };
  const meetings = await findCourse(step.tx, facts.courseId, host.start);
  const seats = [];
  const full = [];
  for (const meeting of meetings) {
    if (meeting.booked >= meeting.capacity) full.push(meeting.start);
    else seats.push(await takeSeat(step, { groupId: meeting.id, ...who }).catch(unlessAlreadyIn));
  }
  const taken = seats.filter(seat => seat !== undefined);
  if (taken.length === 0) throw new AppError(full.length > 0 ? 'groups.full' : 'groups.alreadyIn');
  return { seats: taken, full };
}

/** Somebody who joins the rest of a course may have a seat in some of it. */
function unlessAlreadyIn(error: unknown): undefined {
  if (!isAppError(error, 'groups.alreadyIn')) throw error;
}

async function setCapacity(step: Step, input: Parameters<Handlers['setCapacity']>[1]) {
  const { host } = await getGroup(step.tx, input.id);
  let version: number;
  try {
    version = await updateCapacity(step.tx, input, step.change);
  } catch (error) {
    throw isConstraint(error, 'groups.full') ? new AppError('groups.full') : error;
  }
  await step.ctx.log(step.tx, { action: 'STATUS', category: 'appointment', objectType: 'group', objectId: host.id, objectVersion: version, reasonCode: 'capacity' });
  return { id: host.id, version };
}
