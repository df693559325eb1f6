import { IconAlertTriangle, IconCalendarEvent, IconFileText, IconInbox, IconMailForward, IconNotes, IconPaperclip, IconPill, IconRulerMeasure } from '@tabler/icons-react';

import type { TimelineKind, TimelineNotePart, TimelineRow } from '#shared/contract/timeline.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { isMark } from '#shared/domain/destruction/destruction.ts';
import { findSpans, snippetOf } from '#shared/domain/journal/find-text.ts';
import { sectionsOf } from '#shared/domain/journal/plain-sections.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Marked, StatusChip, useAnyText, useHasText, useText, VISIT_STATUSES, VisitStatusChip, type VisitStatus } from '#renderer/ui/index.ts';

import { DestroyedMark, EntryStatus } from './EntryStatus.tsx';
import classes from './Timeline.module.css';

const SIGNS: Readonly<Record<TimelineKind, typeof IconNotes>> = {
  note: IconNotes, visit: IconCalendarEvent, document: IconFileText, referral: IconMailForward, attachment: IconPaperclip, incoming: IconInbox, measurement: IconRulerMeasure, warning: IconAlertTriangle,
  medication: IconPill,
};

interface TimelineEntryRowProps {
  readonly row: TimelineRow;
  /** A note's template; empty otherwise. */
  readonly name: string;
  /** The heading that is asked for: its text stands in full. */
  readonly heading: string | undefined;
  readonly terms: readonly string[];
}

/** One thing that happened: when, what, by whom, how it stands, and where the words that are searched for stand in it. */
export function TimelineEntryRow({ row, name, heading, terms }: TimelineEntryRowProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const { date, time } = toLocal(row.at, timeZone);
  const Sign = SIGNS[row.kind];
  const entry = row.note?.entry;
  const marks = [row.late ? t('journal.late') : '', entry?.corrections ? t('journal.status.corrected') : '', entry?.additions ? t('timeline.added', { count: entry.additions }) : ''];
  return (
    <div className={classes.entry}>
      <span className={classes.sign} title={t(`timeline.kind.${row.kind}`)}><Sign size={16} stroke={1.6} aria-hidden /></span>
      <div className={classes.entryMain}>
        <span className={classes.entryTop}>
          <span className={classes.entryDate}>{`${date} ${time}`}</span>
          <RowStatus row={row} />
        </span>
        <span className={classes.entryName}>{entry ? (entry.hidden ? t('journal.timeline.hidden') : name) : <Words text={row.title || t(`timeline.kind.${row.kind}`)} terms={terms} />}</span>
        <span className={classes.entryWho}>{[row.who, entry ? '' : row.detail, ...marks].filter(Boolean).join(' · ')}</span>
        {entry && !entry.hidden ? <NoteText row={row} heading={heading} terms={terms} /> : null}
      </div>
    </div>
  );
}

const Words = ({ text, terms }: { readonly text: string; readonly terms: readonly string[] }) => <Marked text={text} spans={findSpans(text, terms)} />;

/** The heading's text in full; else what stands around the first hit; else the note's first words. */
function NoteText({ row: { note }, heading, terms }: { readonly row: TimelineRow; readonly heading: string | undefined; readonly terms: readonly string[] }) {
  if (!note) return null;
  if (isMark(note.entry.text)) return <span className={classes.entryFull}>{note.entry.text}</span>;
  if (heading) return <span className={classes.entryFull}><Words text={sectionsOf(note.entry.text).filter(section => section.title === heading).map(section => section.text).join('\n')} terms={terms} /></span>;
  if (terms.length > 0) return <Hits note={note} terms={terms} />;
  return <span className={classes.entryText}>{sectionsOf(note.entry.text).find(section => section.text.trim() !== '')?.text.split('\n', 1)[0]?.slice(0, 120) ?? ''}</span>;
}

const SECTIONS_SHOWN = 2;
const SNIPPET = 140;

/** What stands around the words, under the headings they stand under; text that was taken out of force is struck (J-08). */
function Hits({ note, terms }: { readonly note: TimelineNotePart; readonly terms: readonly string[] }) {
  const t = useText();
  const hits = (text: string) => sectionsOf(text).filter(section => section.text !== '' && findSpans(section.text, terms, 1).length > 0);
  const inForce = hits([note.entry.text, note.added].filter(Boolean).join('\n\n'));
  const struck = inForce.length > 0 ? [] : hits(note.struck);
  return (
    <span className={classes.entryFull}>
      {inForce.slice(0, SECTIONS_SHOWN).map(({ title, text }, index) => <span key={index} className={classes.hit}><strong>{title}</strong> <Words text={snippetOf(text, terms, SNIPPET)} terms={terms} /></span>)}
      {struck.slice(0, SECTIONS_SHOWN).map(({ text }, index) => <span key={index} className={classes.hit}><strong>{t('timeline.struck')}</strong> <del><Words text={snippetOf(text, terms, SNIPPET)} terms={terms} /></del></span>)}
    </span>
  );
}

const isVisitStatus = (mark: string | null): mark is VisitStatus => (VISIT_STATUSES as readonly (string | null)[]).includes(mark);
const DANGER = new Set(['lifeThreatening']);
const ATTENTION = new Set(['harmful', 'draft', 'overdue', 'unsigned', 'toSign']);
const OK = new Set(['signed', 'sent', 'answered', 'finished', 'signedOff']);
const toneOf = (mark: string) => (DANGER.has(mark) ? 'danger' : ATTENTION.has(mark) ? 'attention' : OK.has(mark) ? 'ok' : 'neutral');

/** How it stands, in colour, sign and word: `timeline.mark.<kind>.<mark>` in the messages; a mark without words is not shown. */
function RowStatus({ row: { kind, mark, note, title } }: { readonly row: TimelineRow }) {
  const anyText = useAnyText();
  const hasText = useHasText();
  if (isMark(note?.entry.text ?? title)) return <DestroyedMark />;
  if (note) return <EntryStatus entry={note.entry} />;
  if (kind === 'visit' && isVisitStatus(mark)) return <VisitStatusChip status={mark} />;
  const key = `timeline.mark.${kind}.${mark ?? ''}`;
  if (!mark || !hasText(key)) return null;
  const Sign = SIGNS[kind];
  return <StatusChip tone={toneOf(mark)} icon={<Sign size={14} />}>{anyText(key)}</StatusChip>;
}
