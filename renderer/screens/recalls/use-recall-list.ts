import { useCallback, useMemo, useState } from 'react';

import { client, useClinicDay, useMay, useQueryOf } from '#renderer/client/index.ts';

import { endOfMonth } from './months.ts';
import type { Recall } from './recall-store.ts';

export type Shown = 'toCall' | 'called' | 'unreachable';
export type Horizon = '0' | '1' | '3';

/** Who is due, a few hundred at a time: what is on the screen is as much as somebody gets through. */
const MOST = 200;

/** The list: what is shown, which rows are marked, and what a step acts on: the marked ones, or the row under the cursor. */
export function useRecallList() {
  const { today } = useClinicDay();
  const [shown, setShown] = useState<Shown>('toCall');
  const [horizon, setHorizon] = useState<Horizon>('0');
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [row, setRow] = useState<Recall>();
  const until = endOfMonth(today, Number(horizon));
  const due = useQueryOf('recalls', 'due', { until, status: shown, limit: MOST }, { keepPrevious: true, enabled: useMay()('agenda.write') });
  const counts = useQueryOf('recalls', 'counts', { until });
  const rows = due.data;
  const chosen = useMemo((): readonly Recall[] => {
    const some = (rows ?? []).filter(one => marked.has(one.id));
    return some.length > 0 ? some : row ? [row] : [];
  }, [rows, marked, row]);
  const toggle = useCallback((id: string) => setMarked(now => {
    const next = new Set(now);
    if (!next.delete(id)) next.add(id);
    return next;
  }), []);
  const markAll = (): void => setMarked(now => (rows && now.size < rows.length ? new Set(rows.map(one => one.id)) : new Set()));
  const show = (next: Shown): void => {
    setShown(next);
    setMarked(new Set());
  };
  return { today, shown, show, horizon, setHorizon, until, rows, counts: counts.data, error: due.error ?? counts.error, marked, toggle, markAll, unmark: () => setMarked(new Set()), row, setRow, chosen, isFull: rows?.length === MOST };
}

export type RecallList = ReturnType<typeof useRecallList>;

/** Steps on the chosen rows; a refusal stands in `error` until the next one. */
export function useRecallSteps(list: RecallList) {
  const [error, setError] = useState<unknown>();
  const attempt = (work: () => Promise<unknown>): void => {
    setError(undefined);
    work().then(list.unmark, setError);
  };
  return {
    error,
    call: (channel: 'phone' | 'sms' | 'inPerson') => attempt(() => client.recalls.call({ rows: list.chosen.map(({ id, version }) => ({ id, version })), channel })),
    settle: (as: 'toCall' | 'unreachable' | 'declined' | 'withdrawn') => attempt(async () => {
      for (const { id, version } of list.chosen) await client.recalls.settle({ id, version, as });
    }),
  };
}
