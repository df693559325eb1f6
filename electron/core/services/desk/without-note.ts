import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { FOLLOW_UP_DAYS, NOTE_LIST_DAYS, type ListCount } from '#shared/domain/desk/work-lists.ts';
import { findDoneVisits, findLinkedVisits, findPractitionerColumns, findUnlinkedNotes, type DoneVisit } from '../../repositories/desk-notes.ts';
import { unsignedDocuments } from '../../repositories/document-waiting.ts';
import { toBeSignedBy } from '../../repositories/note-unsigned.ts';
import type { ServiceDeps } from '../service-deps.ts';

interface Whom {
  readonly resourceId: string;
  readonly userId: string;
}

/**
 * Done visits of one practitioner without a note (C-06), oldest first. A note says itself which visit it is about; one that
 * does not (older ones) counts for the visits of its patient on its calendar day in the clinic, when it is theirs. A note in
 * progress counts, since it stands among the unsigned; so does one that somebody else wrote for them to sign.
 */
export async function visitsWithoutNote(deps: ServiceDeps, whom: Whom, days: number): Promise<DoneVisit[]> {
  const { timeZone } = deps.clinic;
  const starts = dayStarts(dateAt(deps.clock.now().getTime(), timeZone), days, timeZone);
  const range = { from: starts[0] ?? '', to: starts.at(-1) ?? '' };
  const [visits, notes] = await Promise.all([findDoneVisits(deps.db.reader, whom.resourceId, range), findUnlinkedNotes(deps.db.reader, whom.userId, range)]);
  const written = new Set(notes.map(note => `${note.patientId} ${dayIndex(starts, note.eventTime)}`));
  const open = visits.filter(visit => !written.has(`${visit.patientId} ${dayIndex(starts, visit.start)}`));
  const linked = open.length === 0 ? new Set<string>() : await findLinkedVisits(deps.db.reader, open.map(visit => visit.id));
  return open.filter(visit => !linked.has(visit.id)).sort((a, b) => (a.start < b.start ? -1 : 1));
}

let known = { key: '', starts: [] as readonly string[] };

/** The first instant of each day from `days` ago to tomorrow. The calendar is slow and the answer the same all day, so it is kept. */
function dayStarts(today: string, days: number, timeZone: string): readonly string[] {
  const key = `${today} ${days} ${timeZone}`;
  if (known.key !== key) known = { key, starts: Array.from({ length: days + 2 }, (_, at) => startOfDay(addDays(today, at - days), timeZone)) };
  return known.starts;
}

/** Which of the days (their first instants, in order) holds an instant; asking the calendar once a day instead of once a visit. */
function dayIndex(starts: readonly string[], instant: string): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? '') <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

const counted = (instants: readonly string[]): ListCount => ({ count: instants.length, oldest: instants[0] ?? null });

/** The caller's own count, null when they have no column. */
export async function countWithoutNote(deps: ServiceDeps, whom: Whom): Promise<ListCount> {
  return counted((await visitsWithoutNote(deps, whom, NOTE_LIST_DAYS)).map(visit => visit.start));
}

/** What a person has left to sign, notes and documents, by when it was first written. */
export async function countUnsigned(deps: ServiceDeps, userId: string): Promise<ListCount> {
  const [notes, letters] = await Promise.all([toBeSignedBy(deps.db.reader, userId), unsignedDocuments(deps.db.reader, userId)]);
  return counted([...notes, ...letters].map(one => one.since).sort());
}

export interface Owed {
  readonly userId: string;
  readonly name: string;
  readonly withoutNote: ListCount;
  readonly unsigned: ListCount;
}

/** How much each practitioner has left, those with nothing left out; visits of the last FOLLOW_UP_DAYS days. */
export async function followUp(deps: ServiceDeps): Promise<Owed[]> {
  const owed: Owed[] = [];
  for (const { resourceId, userId, name } of await findPractitionerColumns(deps.db.reader)) {
    const visits = await visitsWithoutNote(deps, { resourceId, userId }, FOLLOW_UP_DAYS);
    const one = { userId, name, withoutNote: counted(visits.map(visit => visit.start)), unsigned: await countUnsigned(deps, userId) };
    if (one.withoutNote.count + one.unsigned.count > 0) owed.push(one);
  }
  return owed;
}

/** The same for everybody in one figure. */
export function inAll(owed: readonly Owed[]): ListCount {
  const oldest = owed.flatMap(one => [one.withoutNote.oldest, one.unsigned.oldest]).filter(instant => instant !== null).sort();
  return { count: owed.reduce((sum, one) => sum + one.withoutNote.count + one.unsigned.count, 0), oldest: oldest[0] ?? null };
}
