import { useMemo, useRef, type ReactNode } from 'react';

import type { TimelineRow } from '#shared/contract/timeline.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { FilterBar } from './FilterBar.tsx';
import classes from './Journal.module.css';
import { choicesOf, filterRows } from './timeline-filter.ts';
import { TimelineList } from './TimelineList.tsx';
import type { Timeline } from './use-timeline.ts';
import type { FilterHandle } from './use-timeline-filter.ts';

interface TimelinePaneProps {
  readonly timeline: Timeline;
  readonly filter: FilterHandle;
  readonly nameOf: (templateId: string | null) => string;
  /** `kind id` of what is open. */
  readonly openKey: string | undefined;
  readonly onOpen: (row: TimelineRow) => void;
  /** Stands above the filter. */
  readonly head: ReactNode;
}

/** The left part of the journal: what to show, and everything that passes. */
export function TimelinePane({ timeline, filter, nameOf, openKey, onOpen, head }: TimelinePaneProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const list = useRef<HTMLDivElement>(null);
  const choices = useMemo(() => choicesOf(timeline.rows), [timeline.rows]);
  const rows = useMemo(() => filterRows(timeline.rows, filter.filter, instant => toLocal(instant, timeZone).date), [timeline.rows, filter.filter, timeZone]);
  return (
    <nav className={classes.pane} aria-label={t('journal.timeline.label')} data-shown-for={filter.filter.text ?? ''}>
      {head}
      {timeline.isReady && timeline.rows.length === 0 ? null : <FilterBar handle={filter} choices={choices} shown={rows.length} all={timeline.rows.length} onDown={() => list.current?.focus()} />}
      <TimelineList timeline={timeline} rows={rows} filter={filter.filter} nameOf={nameOf} openKey={openKey} onOpen={onOpen} onEscape={filter.isActive ? filter.clear : undefined} scrollerRef={list} />
    </nav>
  );
}
