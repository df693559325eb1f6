import type { QueryClient } from '@tanstack/react-query';

import type { ClinicEvent } from '#shared/contract/wire.ts';

import { clinicBridge } from './bridge.ts';
import { client } from './client.ts';
import { flushAll } from './flush.ts';
import { holdPage, letGo } from './hold-page.ts';
import { queryKey } from './hooks.ts';
import { live, reportProgress } from './live.ts';

/** The lock controller waits 600 ms for drafts; we answer before it gives up. */
const FLUSH_LIMIT_MS = 550;
const ACTIVITY_EVERY_MS = 10_000;

async function flush(): Promise<void> {
  const saved = flushAll(FLUSH_LIMIT_MS);
  // What stood on the screen until now is on its way to core; what came after would be lost.
  holdPage();
  await saved;
  await client.shell.flushed({}).catch(() => undefined);
}

function lock(cache: QueryClient, reason: Extract<ClinicEvent, { type: 'locked' }>['reason']) {
  letGo();
  live.lockReason.set(reason);
  live.lastSaved.set(null);
  live.jobs.set(new Map());
  // Nothing about a patient stays in this page: every answer goes, except where the program stands, which is asked again.
  cache.getQueryCache().getAll().filter(query => query.queryKey[0] !== 'session').forEach(query => cache.getQueryCache().remove(query));
  cache.getMutationCache().clear();
  cache.setQueryData(queryKey('session', 'state', {}), (state: object | undefined) => (state ? { ...state, phase: 'locked', user: null, place: null, lastLock: reason } : state));
  void cache.invalidateQueries({ queryKey: queryKey('session') });
}

/** Listens to the machine side for as long as the page lives. Returns how to stop. */
export function startEvents(cache: QueryClient): () => void {
  return clinicBridge().onEvent(event => {
    // `agenda` makes everything of the area stale, `agenda.holds` only that answer.
    if (event.type === 'changed') for (const name of event.areas) void cache.invalidateQueries({ queryKey: name.split('.') });
    else if (event.type === 'card') live.card.set(event.presence);
    else if (event.type === 'progress') reportProgress(event.job, event, Date.now());
    else if (event.type === 'flush') void flush();
    else lock(cache, event.reason);
  });
}

/** Tells that somebody is at the keyboard, at most every ten seconds. Returns how to stop. */
export function startActivity(): () => void {
  let last = 0;
  const ping = () => {
    const now = Date.now();
    if (now - last < ACTIVITY_EVERY_MS) return;
    last = now;
    void client.shell.activity({}).catch(() => undefined);
  };
  const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
  for (const kind of kinds) window.addEventListener(kind, ping, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, ping, { capture: true });
  };
}
