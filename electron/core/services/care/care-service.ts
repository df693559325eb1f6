import type { care, Opinion } from '#shared/contract/care.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { addDays, dateAt, rangeOfDay, startOfDay } from '#shared/domain/agenda/zone.ts';
import { completenessOf, coveredBy } from '#shared/domain/care/completeness.ts';
import type { CareVisit, Completeness } from '#shared/domain/care/care.ts';
import { nextPatients } from '#shared/domain/desk/queue.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { careVisitsOf, findCareVisit, headingsOfTemplates, outsideNotes, shownNotesOf, signedNotesOf } from '../../repositories/care.ts';
import { findOwnColumn, findToday } from '../../repositories/desk-today.ts';
import { findVersion } from '../../repositories/note-version.ts';
import { aboutOfOpinion, isVisitOf, linkNoteToVisit, opinionsOnNote, visitOfNote } from '../../repositories/note-visit.ts';
import { findNote, type StoredNote } from '../../repositories/note.ts';
import { mayReadText, readableNote, readingMode } from '../journal/access.ts';
import { noteInforms } from '../journal/informs.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { consentHandlers } from './consent.ts';
import { informingHandlers } from './informing.ts';

type Handlers = AreaHandlers<typeof care, CallContext>;
/** How far back a note may be tied to a visit from the list. */
const VISIT_DAYS = 183;

/** What ties the journal to the day. */
export function createCareService(deps: ServiceDeps): Handlers {
  const { reader } = deps.db;
  return {
    next: (ctx, { after }) => next(deps, ctx, after),
    visits: (ctx, { patientId }) => careVisitsOf(reader, { patientId, readerId: ctx.userId, ...halfYear(deps) }),
    ofNote: (ctx, input) => ofNote(deps, ctx, input),
    linkVisit: (ctx, input) => linkVisit(deps, ctx, input),
    completeness: (ctx, { patientId }) => completeness(deps, ctx, patientId),
    ...consentHandlers(deps),
    ...informingHandlers(deps),
    signedNotes: (_ctx, { patientId }) => signedNotesOf(reader, patientId),
  };
}

const todayOf = ({ clock, clinic }: ServiceDeps): string => dateAt(clock.now().getTime(), clinic.timeZone);

/** Half a year back, and the whole of today. */
function halfYear(deps: ServiceDeps): { readonly from: string; readonly to: string } {
  const { timeZone } = deps.clinic;
  const today = todayOf(deps);
  return { from: startOfDay(addDays(today, -VISIT_DAYS), timeZone), to: startOfDay(addDays(today, 1), timeZone) };
}

/** The next of the caller's own patients today; with `after`, the one that follows it, so that the key walks on. */
async function next(deps: ServiceDeps, ctx: CallContext, after: string | null): Promise<{ visit: CareVisit | null }> {
  const column = await findOwnColumn(deps.db.reader, ctx.userId);
  if (column === undefined) return { visit: null };
  const visits = await findToday(deps.db.reader, rangeOfDay(todayOf(deps), deps.clinic.timeZone), column);
  const open = nextPatients(visits, deps.clock.now().getTime()).filter(visit => visit.patientId !== null);
  const at = open.findIndex(visit => visit.id === after);
  const chosen = at === -1 ? open[0] : open[(at + 1) % open.length];
  return { visit: (chosen && (await findCareVisit(deps.db.reader, chosen.id, ctx.userId))) ?? null };
}

async function ofNote(deps: ServiceDeps, ctx: CallContext, input: { readonly patientId: string; readonly noteId: string }) {
  const { reader } = deps.db;
  const note = await readableNote(deps, ctx, input);
  const [visitId, aboutId, opinionIds] = await Promise.all([visitOfNote(reader, note.id), aboutOfOpinion(reader, note.id), opinionsOnNote(reader, note.id)]);
  const [visit, about, opinions, informs] = await Promise.all([
    visitId ? findCareVisit(reader, visitId, ctx.userId) : undefined,
    aboutId ? findNote(reader, input.patientId, aboutId) : undefined,
    opinionsShown(deps, ctx, input.patientId, opinionIds),
    noteInforms(reader, note),
  ]);
  return { visit: visit ?? null, about: about ? { noteId: about.id, eventTime: about.eventTime, authorName: about.authorName } : null, opinions, informs };
}

/** The opinions that this person may read; nobody's unread draft is shown to another. */
async function opinionsShown(deps: ServiceDeps, ctx: CallContext, patientId: string, ids: readonly string[]): Promise<Opinion[]> {
  if (ids.length === 0) return [];
  const notes = (await Promise.all(ids.map(id => findNote(deps.db.reader, patientId, id)))).filter(note => note !== undefined);
  const mode = ctx.may('journal.read') ? await readingMode(deps, ctx, patientId) : 'own';
  return Promise.all(notes.filter(note => mayReadText(mode, ctx, note)).map(note => toOpinion(deps, note)));
}

async function toOpinion({ db }: ServiceDeps, note: StoredNote): Promise<Opinion> {
  const version = await findVersion(db.reader, note.id, note.shownNo ?? 0);
  return {
    noteId: note.id, status: note.finalNo === null ? 'draft' : 'final', eventTime: note.eventTime, authorName: note.authorName, authorTitle: note.authorTitle,
    content: version?.record ? (JSON.parse(version.record) as NoteRecord).content : null,
  };
}

async function linkVisit(deps: ServiceDeps, ctx: CallContext, { patientId, noteId, visitId }: Parameters<Handlers['linkVisit']>[1]) {
  const note = await readableNote(deps, ctx, { patientId, noteId });
  if (visitId !== null && !(await isVisitOf(deps.db.reader, visitId, patientId))) throw new AppError('record.notFound');
  await deps.db.write(async tx => {
    await linkNoteToVisit(tx, { noteId: note.id, visitId, at: deps.clock.now().toISOString(), by: ctx.userId });
    await ctx.log(tx, { action: 'NOTE_DRAFT', category: 'note', patientId, objectType: 'note', objectId: note.id, reasonCode: visitId === null ? 'visitNone' : 'visitLinked' });
  });
  deps.changed('care', 'journal');
  return {};
}

/** Reads what every note says now; a report asked for by hand, so the whole journal may be read (J-06). */
async function completeness(deps: ServiceDeps, ctx: CallContext, patientId: string) {
  await readingMode(deps, ctx, patientId);
  const { reader } = deps.db;
  const [notes, headings, outside] = await Promise.all([shownNotesOf(reader, patientId), headingsOfTemplates(reader), outsideNotes(reader, patientId)]);
  const found: { item: Completeness; at: string }[] = notes.flatMap(({ eventTime, content }) =>
    [...coveredBy(content, headings.get(`${content.template.id} ${content.template.version}`) ?? [])].map(item => ({ item, at: eventTime })));
  for (const item of ['identity', 'hypersensitivity', 'orders'] as const) {
    const at = outside[item];
    if (at) found.push({ item, at });
  }
  return completenessOf(found);
}
