import { useMemo } from 'react';

import { useText, type Translate } from '../text.tsx';
import { VISIT_STATUSES, type VisitStatus } from '../StatusChip.tsx';
import type { AgendaEventData } from './geometry.ts';

export interface VisitPlace {
  readonly columnName: string;
  readonly labelOf: (minute: number) => string;
}

/** What a screen reader calls a visit: its time, patient, service, end, state, column, room, and what must be known. */
export type VisitWords = (event: AgendaEventData, place: VisitPlace) => string;

const PARTS = ['start', 'name', 'service', 'end', 'status', 'column'] as const;
type Part = (typeof PARTS)[number];

/** Marks that no text contains, around the name of a part. */
const MARK = '\u0001';

/**
 * The sentence is asked for once in a language and then filled in: a formatted message costs 30 µs, and a full day has
 * six hundred visits.
 */
function wordsIn(t: Translate): VisitWords {
  const marked = Object.fromEntries(PARTS.map(part => [part, MARK + part + MARK])) as Record<Part, string>;
  const pieces = t('ui.agenda.event', marked).split(MARK);
  const states = Object.fromEntries(VISIT_STATUSES.map(status => [status, t(`ui.visit.${status}`)])) as Record<VisitStatus, string>;
  return (event, { columnName, labelOf }) => {
    const parts: Readonly<Record<string, string>> = { start: labelOf(event.start), end: labelOf(event.end), name: event.name, service: event.service, status: states[event.status], column: columnName };
    // Every second piece is the name of a part.
    const sentence = pieces.map((piece, index) => (index % 2 === 0 ? piece : (parts[piece] ?? ''))).join('');
    const place = event.place ? `, ${event.place}` : '';
    return sentence + place + (event.flags ?? []).map(flag => `, ${flag.label}`).join('');
  };
}

export function useVisitWords(): VisitWords {
  const t = useText();
  return useMemo(() => wordsIn(t), [t]);
}
