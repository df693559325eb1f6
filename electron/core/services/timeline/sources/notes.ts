import type { TimelineRow } from '#shared/contract/timeline.ts';
import type { Reader } from '../../../db/handles.ts';
import { otherTextOfNotes } from '../../../repositories/timeline-notes.ts';
import { timelineOfPatient, type TimelineNote } from '../../../repositories/note.ts';
import { mayReadText } from '../../journal/access.ts';
import { toTimelineEntry } from '../../journal/to-contract.ts';
import { timelineRow, type TimelineSource } from '../source.ts';

/** The notes themselves; what the caller may not read says only that it is there, when and by whom. */
export const notes: TimelineSource = {
  kind: 'note',
  isClinical: false,
  page: async (db, ask) => {
    const found = await timelineOfPatient(db, { patientId: ask.patientId, readerId: ask.ctx.userId, before: { eventTime: ask.before.at, noteId: ask.before.id }, limit: ask.limit });
    const readable = new Set(found.filter(note => mayReadText(ask.mode, ask.ctx, note)).map(note => note.id));
    const others = await otherTexts(db, found.filter(note => readable.has(note.id)), ask.withStruck);
    return found.map((note): TimelineRow => {
      const entry = toTimelineEntry(note, { readable: readable.has(note.id), timeZone: ask.timeZone });
      const other = others.get(note.id);
      return timelineRow({
        kind: 'note', id: note.id, at: note.eventTime, title: '', who: note.authorName, mark: entry.hidden ? 'hidden' : entry.status, late: entry.late,
        note: { entry, added: other?.added ?? '', struck: other?.struck ?? '', codes: [...(other?.codes ?? [])] },
      });
    });
  },
};

const otherTexts = (db: Reader, readable: readonly TimelineNote[], withStruck: boolean) =>
  otherTextOfNotes(db, {
    withAdditions: readable.filter(note => note.additions > 0).map(note => note.id),
    withStruck: withStruck ? readable.filter(note => note.corrections > 0).map(note => note.id) : [],
    all: readable.map(note => note.id),
  });
