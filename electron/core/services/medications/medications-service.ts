import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { medications } from '#shared/contract/medications.ts';
import { dateAt, rangeOfDay } from '#shared/domain/agenda/zone.ts';
import { batchKey, type Given, type GivenDraft } from '#shared/domain/medications/medication.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { findBatch, lastUsed } from '../../repositories/medication-batch.ts';
import { endTaken, findGiven, givenTo, insertGiven, saveTaken, takenBy, type NewGiven, type StoredGiven } from '../../repositories/medication.ts';
import { findOwnVisit, isVisitOf } from '../../repositories/note-visit.ts';
import { findNote, patientExists } from '../../repositories/note.ts';
import type { Change } from '../../repositories/patient.ts';
import { readingMode } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof medications, CallContext>;
type Input<P extends keyof typeof medications> = z.output<(typeof medications)[P]['input']>;

/** What patients take and were given, as documentation (K-22). It keeps words and batch numbers and works nothing out. */
export function createMedicationsService(deps: ServiceDeps): Handlers {
  return {
    list: async (ctx, { patientId }) => {
      await readingMode(deps, ctx, patientId);
      const [taken, given] = await Promise.all([takenBy(deps.db.reader, patientId), givenTo(deps.db.reader, patientId)]);
      return { taken: taken.filter(one => one.ended === null), ended: taken.filter(one => one.ended !== null), given: inForce(given) };
    },
    saveTaken: (ctx, { draft, ...at }) => change(deps, ctx, at, async (tx, by) => ({ version: await saveTaken(tx, at, draft, by) })),
    endTaken: (ctx, { reason, ...at }) => change(deps, ctx, at, async (tx, by) => {
      await endTaken(tx, at, reason, by);
      return {};
    }),
    recordGiven: (ctx, input) => recordGiven(deps, ctx, input),
    correctGiven: (ctx, input) => correctGiven(deps, ctx, input),
    lastUsed: ctx => lastUsed(deps.db.reader, ctx.userId),
    findBatch: async (ctx, { batch, reason }) => {
      if (batchKey(batch).length < 2) throw new AppError('input.invalid', { field: 'batch' });
      return deps.db.write(async tx => {
        const hits = await findBatch(tx, batch);
        await ctx.log(tx, { action: 'BATCH_SEARCH', category: 'note', reasonCode: 'stated', reasonText: reason, count: hits.length });
        return hits;
      });
    },
  };
}

/** The newest row of each, with those it corrects under it; what was withdrawn stays in sight, said to be so. */
function inForce(rows: readonly StoredGiven[]): Given[] {
  const byId = new Map(rows.map(row => [row.id, row]));
  const corrected = new Set(rows.map(row => row.replacesId));
  return rows.filter(row => !corrected.has(row.id)).map(row => {
    const earlier: StoredGiven[] = [];
    for (let before = byId.get(row.replacesId ?? ''); before; before = byId.get(before.replacesId ?? '')) earlier.push(before);
    return { ...bare(row), earlier: earlier.map(bare) };
  });
}

const bare = ({ replacesId: _, ...row }: StoredGiven) => row;

async function change<T>(deps: ServiceDeps, ctx: CallContext, at: { readonly patientId: string; readonly id: string }, write: (tx: Writer, by: Change) => Promise<T>): Promise<T> {
  await readingMode(deps, ctx, at.patientId);
  if (!(await patientExists(deps.db.reader, at.patientId))) throw new AppError('record.notFound');
  const answer = await deps.db.write(async tx => {
    const done = await write(tx, { at: deps.clock.now().toISOString(), by: ctx.userId });
    await ctx.log(tx, { action: 'MEDICATION_SET', category: 'note', patientId: at.patientId, objectType: 'medication', objectId: at.id });
    return done;
  });
  deps.changed('medications');
  return answer;
}

async function recordGiven(deps: ServiceDeps, ctx: CallContext, input: Input<'recordGiven'>): Promise<{ id: string }> {
  const { db, clock, clinic } = deps;
  if (input.noteId !== null && !(await findNote(db.reader, input.patientId, input.noteId))) throw new AppError('record.notFound');
  if (input.visitId && !(await isVisitOf(db.reader, input.visitId, input.patientId))) throw new AppError('record.notFound');
  const today = rangeOfDay(dateAt(clock.now().getTime(), clinic.timeZone), clinic.timeZone);
  const visitId = input.visitId === undefined ? ((await findOwnVisit(db.reader, { patientId: input.patientId, userId: ctx.userId, ...today })) ?? null) : input.visitId;
  return keepGiven(deps, ctx, { ...input, visitId, replacesId: null, reason: null, withdrawn: false });
}

async function correctGiven(deps: ServiceDeps, ctx: CallContext, { draft, ...input }: Input<'correctGiven'>): Promise<{ id: string }> {
  const before = await findGiven(deps.db.reader, input.patientId, input.replacesId);
  if (!before) throw new AppError('record.notFound');
  const { noteId, visitId } = before;
  return keepGiven(deps, ctx, { ...input, draft: draft ?? before, noteId, visitId, withdrawn: draft === null });
}

async function keepGiven(deps: ServiceDeps, ctx: CallContext, row: NewGiven): Promise<{ id: string }> {
  await readingMode(deps, ctx, row.patientId);
  if (!(await patientExists(deps.db.reader, row.patientId))) throw new AppError('record.notFound');
  const at = deps.clock.now().toISOString();
  if (row.draft.givenAt > at) throw new AppError('input.invalid', { field: 'givenAt' });
  const draft: GivenDraft = { ...row.draft, givenBy: row.draft.givenBy || [ctx.userName, ctx.title].filter(Boolean).join(', ') };
  await deps.db.write(async tx => {
    await insertGiven(tx, { ...row, draft }, { at, by: ctx.userId });
    await ctx.log(tx, { action: 'MEDICATION_GIVEN', category: 'note', patientId: row.patientId, objectType: 'treatment', objectId: row.id, reasonCode: row.withdrawn ? 'withdrawn' : row.replacesId === null ? null : 'corrected' });
  });
  deps.changed('medications');
  return { id: row.id };
}
