import { measuredNotes } from '../../../repositories/timeline-notes.ts';
import { timelineRow, type TimelineSource } from '../source.ts';

/** What was measured, out of the notes it stands in: "Blodtryck 120/80 mmHg · Vikt 72 kg". Opens the note. */
export const measurements: TimelineSource = {
  kind: 'measurement',
  isClinical: true,
  page: async (db, ask) => (await measuredNotes(db, ask)).map(({ id, at, who, text }) => timelineRow({ kind: 'measurement', id, at, title: text, who })),
};
