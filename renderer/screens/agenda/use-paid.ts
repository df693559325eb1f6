import { useMemo } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useSettled } from '#renderer/parts/use-settled.ts';
import { useText, type AgendaEventData, type AgendaFlag, type EventsByColumn, type Translate } from '#renderer/ui/index.ts';

type Paid = OutputOf<'money', 'stateOf'>[number];

/** Before somebody has come there is nothing to pay for. */
const CAME: readonly AgendaEntry['status'][] = ['arrived', 'inTreatment', 'done', 'noShow'];
const OWED: readonly Paid['state'][] = ['open', 'proposedFee', 'unpaid', 'part', 'overdue', 'refundDue'];
const NOTHING: readonly never[] = [];
/** How long a page has stood before its money is asked for: whoever leafs through does not wait for it. */
const STANDS_MS = 150;

/**
 * The visits with "paid" or "not paid" on them, for those who may know and when core has said so; until then, and wherever
 * nothing is to be paid, as they were. A column whose visits get no sign keeps its array.
 */
export function usePaid(events: EventsByColumn, entries: readonly AgendaEntry[], isDay: boolean): EventsByColumn {
  const t = useText();
  const may = useMay();
  const ids = useMemo(() => [...new Set(isDay ? entries.filter(entry => CAME.includes(entry.status) && entry.patientId !== null).map(entry => entry.id) : [])].sort().slice(0, 1000), [entries, isDay]);
  const settled = useSettled(ids, STANDS_MS);
  const { data } = useQueryOf('money', 'stateOf', { appointmentIds: settled }, { enabled: may('money.read') && settled.length > 0, keepPrevious: true });
  const flags = useMemo(() => flagsOf(data ?? NOTHING, t), [data, t]);
  return useMemo(() => withFlags(events, flags), [events, flags]);
}

function flagsOf(paid: readonly Paid[], t: Translate): ReadonlyMap<string, AgendaFlag> {
  const flags = new Map<string, AgendaFlag>();
  for (const { appointmentId, state } of paid) {
    const kind = state === 'paid' ? 'paid' : OWED.includes(state) ? 'unpaid' : undefined;
    if (kind) flags.set(appointmentId, { kind, label: t(`money.state.${state}`) });
  }
  return flags;
}

/** Each column is made when somebody first looks at it, and once. */
function withFlags(events: EventsByColumn, flags: ReadonlyMap<string, AgendaFlag>): EventsByColumn {
  if (flags.size === 0) return events;
  const made = new Map<readonly AgendaEventData[], readonly AgendaEventData[]>();
  return {
    get: columnId => {
      const known = events.get(columnId);
      if (!known?.some(event => flags.has(event.id))) return known;
      const marked = made.get(known) ?? known.map(event => flagged(event, flags.get(event.id)));
      made.set(known, marked);
      return marked;
    },
  };
}

const flaggedBefore = new WeakMap<AgendaEventData, { readonly flag: AgendaFlag; readonly event: AgendaEventData }>();

/** The same object for the same visit with the same sign, so that only what has news is drawn again. */
function flagged(event: AgendaEventData, flag: AgendaFlag | undefined): AgendaEventData {
  if (!flag) return event;
  const before = flaggedBefore.get(event);
  if (before?.flag.kind === flag.kind && before.flag.label === flag.label) return before.event;
  const next = { ...event, flags: [...(event.flags ?? []), flag] };
  flaggedBefore.set(event, { flag, event: next });
  return next;
}
