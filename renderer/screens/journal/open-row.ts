import type { TimelineRow } from '#shared/contract/timeline.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import type { Go } from '#renderer/commands/index.ts';

import { JOURNAL_PATH, type JournalSearch } from './search.ts';

interface Place {
  readonly go: Go;
  readonly patientId: string;
  readonly search: JournalSearch;
  readonly timeZone: string;
}

/** Which part of the journal shows what is not a note (slot journalPanels). */
const PANEL = { document: 'documents', referral: 'documents', attachment: 'attachments', incoming: 'attachments', medication: 'medications' } as const;

/** Opens a row where it belongs: notes and measurements in the journal, visits in the agenda, warnings on the patient's card, the rest in its tab. */
export function openRow(row: TimelineRow, { go, patientId, search, timeZone }: Place): void {
  const inJournal = (next: Partial<JournalSearch>) => go(JOURNAL_PATH, { params: { patientId }, search: { ...search, note: undefined, cursor: undefined, panel: undefined, item: undefined, ...next } });
  switch (row.kind) {
    case 'note':
    case 'measurement': return inJournal({ note: row.id });
    case 'visit': return go('/agenda', { search: { day: toLocal(row.at, timeZone).date, moment: row.at } });
    case 'warning': return go('/patients/$patientId', { params: { patientId } });
    default: return inJournal({ panel: PANEL[row.kind], item: row.id });
  }
}
