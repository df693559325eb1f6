import { useState } from 'react';

import type { ABSENCE_KINDS } from '#shared/domain/agenda/schedule.ts';
import { addDays, toLocal, weekdayOf, type LocalMoment } from '#shared/domain/agenda/zone.ts';
import type { Recurrence } from '#shared/domain/schedule/recurrence.ts';

import type { InputOf } from '#renderer/client/index.ts';

/** The whole clinic, among the people one can choose. */
export const CLINIC = 'clinic';
export const REPEATS = ['none', 'week', 'week2', 'workdays'] as const;

export interface AbsenceFields {
  readonly who: string | null;
  readonly kind: (typeof ABSENCE_KINDS)[number] | null;
  readonly isAllDay: boolean;
  readonly fromDate: string | null;
  readonly fromTime: string | null;
  readonly toDate: string | null;
  readonly toTime: string | null;
  readonly repeat: (typeof REPEATS)[number] | null;
  readonly until: string | null;
  readonly label: string;
}

interface Start {
  readonly who: string | undefined;
  /** ISO UTC, where the cursor stood. */
  readonly at: string | undefined;
  readonly today: string;
  readonly timeZone: string;
}

/** Whoever is away from today on is ill, more often than not; what is planned is a holiday. */
const usualKind = (from: string | null, today: string): NonNullable<AbsenceFields['kind']> => (from === today ? 'sick' : 'vacation');

function firstFields({ who, at, today, timeZone }: Start): AbsenceFields {
  const date = at === undefined ? today : toLocal(at, timeZone).date;
  return {
    who: who ?? null, kind: usualKind(date, today), isAllDay: true, fromDate: date, toDate: date, fromTime: at === undefined ? '08:00' : toLocal(at, timeZone).time, toTime: '17:00',
    repeat: 'none', until: addDays(date, 182), label: '',
  };
}

function recurrenceOf({ repeat, fromDate, until }: AbsenceFields): Recurrence | null | undefined {
  if (repeat === 'none' || repeat === null) return null;
  if (fromDate === null || until === null) return undefined;
  const weekdays = repeat === 'workdays' ? [1, 2, 3, 4, 5] : [weekdayOf(fromDate)];
  return { every: 'week', interval: repeat === 'week2' ? 2 : 1, weekdays, count: null, until };
}

/** What core is asked, or undefined while something is missing or the end lies before the beginning. */
function toInput(fields: AbsenceFields): InputOf<'schedule', 'saveAbsence'> | undefined {
  const { who, kind, label } = fields;
  const repeats = recurrenceOf(fields);
  const span = spanOf(fields);
  if (who === null || kind === null || repeats === undefined || !span) return undefined;
  return { resourceId: who === CLINIC ? null : who, ...span, kind, label, repeats };
}

/** Whole days end at the midnight after the last one. */
function spanOf({ isAllDay, fromDate, toDate, fromTime, toTime }: AbsenceFields): { readonly from: LocalMoment; readonly to: LocalMoment } | undefined {
  const times = isAllDay ? { from: '00:00', to: '00:00' } : { from: fromTime, to: toTime };
  if (fromDate === null || toDate === null || times.from === null || times.to === null) return undefined;
  const from = { date: fromDate, time: times.from };
  const to = { date: isAllDay ? addDays(toDate, 1) : toDate, time: times.to };
  return `${from.date}${from.time}` < `${to.date}${to.time}` ? { from, to } : undefined;
}

/** An absence being entered. The last day follows the first until somebody sets it. */
export function useAbsenceForm(start: Start) {
  const [fields, setFields] = useState(() => firstFields(start));
  const set = (patch: Partial<AbsenceFields>): void => {
    const next = { ...fields, ...patch };
    const follows = patch.fromDate !== undefined && patch.fromDate !== null && fields.toDate !== null && (fields.toDate === fields.fromDate || fields.toDate < patch.fromDate);
    const isUsual = patch.fromDate !== undefined && patch.kind === undefined && fields.kind === usualKind(fields.fromDate, start.today);
    setFields({ ...next, ...(follows ? { toDate: patch.fromDate ?? null } : {}), ...(isUsual ? { kind: usualKind(next.fromDate, start.today) } : {}) });
  };
  const isComplete = fields.fromDate !== null && fields.toDate !== null && (fields.isAllDay || (fields.fromTime !== null && fields.toTime !== null));
  const input = toInput(fields);
  const isBackwards = isComplete && fields.who !== null && fields.kind !== null && input === undefined;
  return { fields, set, input, isBackwards };
}
