import { useEffect, useRef } from 'react';

import type { BookingDraft } from '#shared/domain/agenda/booking-draft.ts';

import { client, onFlush } from '#renderer/client/index.ts';

const KEEP_AFTER_MS = 1500;

/**
 * Keeps an unfinished booking in the clinic's file, so that a lock, a pulled card or a crash loses nothing of it and
 * the page holds nothing of it either. `isRestored`: it was kept before. Answers how to throw it away: when it is
 * booked or given up.
 */
export function useBookingDraft(draft: BookingDraft, isRestored: boolean): () => void {
  const latest = useRef(draft);
  latest.current = draft;
  const state = useRef<'none' | 'kept' | 'over'>(isRestored ? 'kept' : 'none');
  const text = JSON.stringify(draft);
  const keep = useRef(async (): Promise<void> => {
    if (state.current === 'over') return;
    state.current = 'kept';
    await client.agenda.keepDraft({ draft: latest.current }).catch(() => undefined);
  });
  useEffect(() => onFlush(() => keep.current()), []);
  useEffect(() => {
    const timer = setTimeout(() => void keep.current(), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return () => {
    const wasKept = state.current === 'kept';
    state.current = 'over';
    if (wasKept) void client.agenda.keepDraft({ draft: null }).catch(() => undefined);
  };
}

/** Asks once, when the screen opens, whether a booking waits to be finished. */
export function useWaitingDraft(onFound: (draft: BookingDraft) => void, mayBook: boolean): void {
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => {
    if (!mayBook) return undefined;
    let isOver = false;
    client.agenda.draft({}).then(({ draft }) => { if (draft && !isOver) found.current(draft); }).catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [mayBook]);
}
