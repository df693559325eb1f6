import { describe, expect, it } from 'vitest';

import type { TimelineRow } from '#shared/contract/timeline.ts';
import { choicesOf, filterRows, type TimelineFilter } from '#renderer/screens/journal/timeline-filter.ts';

const ID = '01a20440-5d2d-77b1-ac4f-a5ba482b7bed';

function note(at: string, text: string, over: { who?: string; struck?: string; added?: string; codes?: readonly { system: string; code: string; text: string }[] } = {}): TimelineRow {
  const { who = 'Eva Lind', struck = '', added = '', codes = [] } = over;
  return {
    kind: 'note', id: at, at, until: null, title: '', detail: '', who, mark: 'signed', late: false,
    note: {
      entry: {
        noteId: ID, patientId: ID, hidden: false, noteType: 'visit', templateId: 'visit', status: 'signed', eventTime: at, enteredAt: at, late: false, authorId: ID, authorName: who, authorTitle: 'Läkare',
        version: 1, corrections: 0, additions: 0, lockedAt: null, signedAt: at, ownDraft: null, text,
      },
      added, struck, codes: [...codes],
    },
  };
}
const visit = (at: string, title: string): TimelineRow => ({ kind: 'visit', id: `v${at}`, at, until: null, title, detail: 'Rum 2', who: 'Bo Ek', mark: 'done', late: false, note: null });

const ROWS: readonly TimelineRow[] = [
  visit('2026-11-20T23:30:00.000Z', 'Återbesök'),
  note('2026-11-10T08:00:00.000Z', 'Anamnes\nFeber.\n\nBedömning och diagnos\nLumbago.', { codes: [{ system: 'ICD-10-SE', code: 'M54.5', text: 'Lumbago' }] }),
  note('2026-10-01T08:00:00.000Z', 'Anamnes\nLumbago i släkten.', { who: 'Bo Ek', struck: 'Anamnes\nGikt i släkten.', added: 'Provsvar\nCRP 12.' }),
];
const dayOf = (instant: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date(instant));
const days = (filter: TimelineFilter): string[] => filterRows(ROWS, filter, dayOf).map(row => row.at.slice(0, 10));

describe('what of a time line is shown', () => {
  it('is everything, the very same rows, while nothing is asked for', () => {
    expect(filterRows(ROWS, { text: '  ' }, dayOf)).toBe(ROWS);
  });
  it('is by kind, author and code, and by all of them together', () => {
    expect(days({ kind: 'visit' })).toEqual(['2026-11-20']);
    expect(days({ author: 'Bo Ek' })).toEqual(['2026-11-20', '2026-10-01']);
    expect(days({ code: 'M54.5' })).toEqual(['2026-11-10']);
    expect(days({ author: 'Bo Ek', kind: 'note' })).toEqual(['2026-10-01']);
  });
  it('is by heading: notes that have text under it', () => {
    expect(days({ heading: 'Bedömning och diagnos' })).toEqual(['2026-11-10']);
    expect(days({ heading: 'Anamnes' })).toEqual(['2026-11-10', '2026-10-01']);
  });
  it('is by days on the clinic\'s calendar, both ends included', () => {
    expect(days({ from: '2026-11-21' })).toEqual(['2026-11-20']); // half past midnight on the 21st in Sweden
    expect(days({ from: '2026-10-01', to: '2026-11-10' })).toEqual(['2026-11-10', '2026-10-01']);
  });
  it('is by words, in text, additions, struck text, codes, and the names of other things', () => {
    expect(days({ text: 'lumbago' })).toEqual(['2026-11-10', '2026-10-01']);
    expect(days({ text: 'gikt crp' })).toEqual(['2026-10-01']);
    expect(days({ text: 'm54.5' })).toEqual(['2026-11-10']);
    expect(days({ text: 'aterbesok' })).toEqual(['2026-11-20']);
    expect(days({ text: 'lumbago feber' })).toEqual(['2026-11-10']);
  });
  it('offers only what is there, the most used heading first', () => {
    expect(choicesOf(ROWS)).toEqual({ kinds: ['visit', 'note'], headings: ['Anamnes', 'Bedömning och diagnos'], authors: ['Bo Ek', 'Eva Lind'], codes: [{ code: 'M54.5', text: 'Lumbago' }] });
  });
});
