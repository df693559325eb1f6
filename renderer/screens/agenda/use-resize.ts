import { useEffect, useRef, useState } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { MAX_DURATION_MIN } from '#shared/domain/agenda/service.ts';

import type { AgendaPreview } from '#renderer/ui/index.ts';

import type { AgendaPage } from './use-agenda-data.ts';
import type { VisitActions } from './use-visit-actions.ts';

/** Several presses of + become one change, and one thing to take back. */
const SETTLED_MS = 350;
/** What is shown meanwhile goes when the visit has its new length, was refused, or at the latest now. */
const LATEST_MS = 3000;
const SHORTEST_MIN = 5;

interface Pending {
  readonly entry: AgendaEntry;
  readonly columnId: string;
  readonly minutes: number;
  readonly isSent: boolean;
}

const minutesOf = (entry: AgendaEntry): number => (Date.parse(entry.end) - Date.parse(entry.start)) / 60_000;
const within = (minutes: number): number => Math.max(SHORTEST_MIN, Math.min(MAX_DURATION_MIN, minutes));

export interface Resizing {
  /** Longer or shorter by some minutes, from what it will be after the presses before. */
  readonly pull: (entry: AgendaEntry, columnId: string, minutes: number) => void;
  /** At once, to this length. */
  readonly set: (entry: AgendaEntry, columnId: string, minutes: number) => void;
  readonly preview: AgendaPreview | undefined;
}

/** Another length for a visit; where it would end is drawn until core has answered. */
export function useResize(page: AgendaPage, actions: VisitActions): Resizing {
  const [pending, setPending] = useState<Pending>();
  const { problem } = actions;
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    if (!pending) return undefined;
    const send = (): void => {
      const { entry, minutes } = pending;
      if (minutes !== minutesOf(entry)) latest.current.move(entry, { fromResourceId: entry.resourceId, toResourceId: entry.resourceId, start: entry.start, durationMin: minutes });
      setPending({ ...pending, isSent: true });
    };
    const timer = pending.isSent ? setTimeout(() => setPending(undefined), LATEST_MS) : setTimeout(send, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [pending]);
  const set = (entry: AgendaEntry, columnId: string, minutes: number): void => {
    actions.move(entry, { fromResourceId: entry.resourceId, toResourceId: entry.resourceId, start: entry.start, durationMin: within(minutes) });
    setPending({ entry, columnId, minutes: within(minutes), isSent: true });
  };
  const pull = (entry: AgendaEntry, columnId: string, minutes: number): void => {
    const known = pending && !pending.isSent && pending.entry.id === entry.id ? pending.minutes : minutesOf(entry);
    setPending({ entry, columnId, minutes: within(known + minutes), isSent: false });
  };
  const isAnswered = pending?.isSent && (problem !== undefined || page.entryOf(pending.entry.id)?.version !== pending.entry.version);
  return { pull, set, preview: pending && !isAnswered ? previewOf(pending, page) : undefined };
}

function previewOf({ entry, columnId, minutes }: Pending, page: AgendaPage): AgendaPreview | undefined {
  const scale = page.places.find(place => place.id === columnId)?.scale;
  if (!scale) return undefined;
  const start = scale.toMinute(entry.start);
  return { columnId, start, end: start + minutes, name: entry.name };
}
