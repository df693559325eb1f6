import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { isConstraint } from '#electron/core/db/storage-error.ts';
import { getVisitAt, insertVisit, placeVisit, updateVisit } from '#electron/core/repositories/appointment.ts';
import { getGroup } from '#electron/core/repositories/group-visit.ts';
import { visitTimes } from '#shared/domain/agenda/service.ts';
import { isAppError } from '#shared/kernel/app-error.ts';

/** One thing one of several programs tries; `id` names the attempt, or the visit it is about. */
export type Attempt =
  | { readonly op: 'book'; readonly id: string; readonly serviceId: string; readonly resourceId: string; readonly start: string }
  | { readonly op: 'move'; readonly id: string; readonly start: string }
  | { readonly op: 'confirm'; readonly id: string }
  | { readonly op: 'seat'; readonly id: string; readonly groupId: string };

/** One of several programs that write to the same clinic, each as fast as it can. */
export interface Job {
  readonly file: string;
  readonly keyHex: string;
  readonly attempts: readonly Attempt[];
}

export interface Outcome {
  readonly won: readonly Attempt[];
  readonly refused: readonly (Attempt & { readonly because: string })[];
}

process.once('message', (job: Job) => {
  void work(job);
});

const LENGTH = { duration: 30, before: 0, after: 0 };

async function attempt(db: Database, one: Attempt): Promise<void> {
  const change = { by: null, at: '2026-11-22T08:00:00.000Z' };
  await db.write(async tx => {
    if (one.op === 'book') {
      return insertVisit(tx, {
        ...visitTimes(one.start, LENGTH), id: one.id, version: 1, serviceId: one.serviceId, patientId: null, bookingName: 'Writer', bookingPhone: '', timeZone: 'Europe/Stockholm',
        status: 'booked', note: '', lateCancelHours: 24, overbooked: false, arrivedAt: null, identityProof: null, resourceIds: [one.resourceId],
      }, change);
    }
    if (one.op === 'seat') {
      const { host } = await getGroup(tx, one.groupId);
      return insertVisit(tx, { ...host, id: one.id, version: 1, groupId: host.id, bookingName: 'Writer' }, change);
    }
    const visit = await getVisitAt(tx, one.id, 1);
    if (one.op === 'confirm') return void (await updateVisit(tx, visit, { status: 'confirmed' }, change));
    return void (await placeVisit(tx, { ...visit, ...visitTimes(one.start, LENGTH) }, change));
  });
}

const refusalOf = (error: unknown): string => {
  if (isConstraint(error, 'agenda.doubleBooked')) return 'agenda.doubleBooked';
  if (isConstraint(error, 'groups.full')) return 'groups.full';
  if (isAppError(error, 'record.changedMeanwhile')) return error.code;
  throw error;
};

async function work(job: Job): Promise<void> {
  const db = await openDatabase({ file: job.file, mode: 'readwrite', getKeyHex: () => job.keyHex });
  const won: Attempt[] = [];
  const refused: Outcome['refused'][number][] = [];
  process.send?.({ ready: true });
  await new Promise(resolve => process.once('message', resolve));
  for (const one of job.attempts) {
    try {
      await attempt(db, one);
      won.push(one);
    } catch (error) {
      refused.push({ ...one, because: refusalOf(error) });
    }
  }
  await db.close();
  process.send?.({ won, refused } satisfies Outcome, () => process.disconnect());
}
