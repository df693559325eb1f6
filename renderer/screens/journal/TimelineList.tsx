import { IconEyeOff, IconFileCheck, IconLock, IconPencil } from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';

import type { TimelineEntry } from '#shared/contract/journal.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { EmptyState, StatusChip, Text, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import type { Timeline } from './use-timeline.ts';

interface TimelineListProps {
  readonly timeline: Timeline;
  readonly nameOf: (templateId: string | null) => string;
  readonly selected: string | null;
  readonly onOpen: (noteId: string) => void;
}

/** Every note about the patient, newest first. Up and Down walk, Enter opens. */
export function TimelineList({ timeline, nameOf, selected, onOpen }: TimelineListProps) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  };
  if (timeline.isReady && timeline.entries.length === 0) return <div className={classes.more}><EmptyState title={t('journal.timeline.empty')} hint={{ keys: 'f2', label: t('journal.timeline.emptyHint') }} /></div>;
  return (
    <>
      <ul className={classes.list} ref={list}>
        {timeline.entries.map(entry => (
          <li key={entry.noteId}>
            <button type="button" className={classes.entry} aria-current={entry.noteId === selected} disabled={entry.hidden} onKeyDown={walk} onClick={() => onOpen(entry.noteId)}>
              <Entry entry={entry} name={nameOf(entry.templateId)} />
            </button>
          </li>
        ))}
      </ul>
      {timeline.isReady && !timeline.isWhole ? <div className={classes.more}><Text muted small>{t('journal.timeline.more')}</Text></div> : null}
    </>
  );
}

function Entry({ entry, name }: { readonly entry: TimelineEntry; readonly name: string }) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const { date, time } = toLocal(entry.eventTime, timeZone);
  const firstLine = entry.text.split('\n').find((line, index) => index > 0 && line.trim() !== '') ?? entry.text;
  return (
    <>
      <span className={classes.entryTop}>
        <span className={classes.entryDate}>{`${date} ${time}`}</span>
        <EntryStatus entry={entry} />
      </span>
      <span className={classes.entryName}>{entry.hidden ? t('journal.timeline.hidden') : name}</span>
      <span className={classes.entryWho}>{[entry.authorName, entry.late ? t('journal.late') : '', entry.corrections > 0 ? t('journal.status.corrected') : ''].filter(Boolean).join(' · ')}</span>
      {entry.hidden ? null : <span className={classes.entryText}>{firstLine.slice(0, 120)}</span>}
    </>
  );
}

/** How a note stands, in colour, sign and word. */
export function EntryStatus({ entry }: { readonly entry: Pick<TimelineEntry, 'hidden' | 'status' | 'ownDraft'> }) {
  const t = useText();
  if (entry.hidden) return <StatusChip tone="neutral" icon={<IconEyeOff size={14} />}>{t('journal.status.hidden')}</StatusChip>;
  if (entry.ownDraft === 'correction') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journal.status.correcting')}</StatusChip>;
  if (entry.ownDraft === 'addition') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journal.status.adding')}</StatusChip>;
  if (entry.status === 'draft') return <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journal.status.draft')}</StatusChip>;
  if (entry.status === 'locked') return <StatusChip tone="neutral" icon={<IconLock size={14} />}>{t('journal.status.locked')}</StatusChip>;
  if (entry.status === 'closed') return <StatusChip tone="neutral" icon={<IconLock size={14} />}>{t('journal.status.closed')}</StatusChip>;
  return <StatusChip tone="ok" icon={<IconFileCheck size={14} />}>{t('journal.status.signed')}</StatusChip>;
}
