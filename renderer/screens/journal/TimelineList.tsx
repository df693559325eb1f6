import type { KeyboardEvent, Ref } from 'react';

import type { TimelineKind, TimelineRow } from '#shared/contract/timeline.ts';
import { searchTerms } from '#shared/domain/journal/find-text.ts';

import { EmptyState, Text, useText, VirtualList } from '#renderer/ui/index.ts';

import { TimelineEntryRow } from './TimelineEntryRow.tsx';
import type { TimelineFilter } from './timeline-filter.ts';
import type { Timeline } from './use-timeline.ts';
import classes from './Timeline.module.css';

export { DestroyedMark, EntryStatus } from './EntryStatus.tsx';

interface TimelineListProps {
  readonly timeline: Timeline;
  /** What passes the filter. */
  readonly rows: readonly TimelineRow[];
  readonly filter: TimelineFilter;
  readonly nameOf: (templateId: string | null) => string;
  /** `kind id` of what is open. */
  readonly openKey: string | undefined;
  readonly onOpen: (row: TimelineRow) => void;
  /** Escape shows everything again; undefined: everything is shown. */
  readonly onEscape: (() => void) | undefined;
  readonly scrollerRef: Ref<HTMLDivElement>;
}

/** Names a row among all kinds. */
export const keyOfRow = ({ kind, id }: { readonly kind: TimelineKind; readonly id: string }): string => `${kind} ${id}`;

/** Everything about the patient, newest first; arrows walk, Enter opens each thing where it belongs. */
export function TimelineList({ timeline, rows, filter, nameOf, openKey, onOpen, onEscape, scrollerRef }: TimelineListProps) {
  const t = useText();
  if (timeline.isReady && timeline.rows.length === 0) return <div className={classes.more}><EmptyState title={t('journal.timeline.empty')} hint={{ keys: 'f2', label: t('journal.timeline.emptyHint') }} /></div>;
  const terms = searchTerms(filter.text ?? '');
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key !== 'Escape' || !onEscape) return false;
    onEscape();
    return true;
  };
  return (
    <>
      {timeline.isReady && rows.length === 0 ? <div className={classes.more}><EmptyState title={t('timeline.filter.nothing')}>{t('timeline.filter.nothingHint')}</EmptyState></div> : null}
      <VirtualList
        label={t('journal.timeline.label')} items={rows} itemKey={keyOfRow} openKey={openKey} onOpen={onOpen} canOpen={row => !row.note?.entry.hidden} onKey={onKey} scrollerRef={scrollerRef}
        estimate={row => (row.note ? 86 : 64)} render={row => <TimelineEntryRow row={row} name={row.note ? nameOf(row.note.entry.templateId) : ''} heading={filter.heading} terms={terms} />}
      />
      {timeline.isReady && !timeline.isWhole ? <div className={classes.more}><Text muted small>{t('journal.timeline.more')}</Text></div> : null}
    </>
  );
}
