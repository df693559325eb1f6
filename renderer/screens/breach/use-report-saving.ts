import { useEffect, useRef, useState } from 'react';

import type { BreachReport } from '#shared/contract/breach.ts';
import type { BreachDraft } from '#shared/domain/breach/breach.ts';

import { ApiError, callProcedure, reportSaved, useFlush } from '#renderer/client/index.ts';
import { Autosave, type SaveState } from '#renderer/parts/autosave.ts';

/** Refusals that another try cannot change. */
const FINAL = new Set(['record.changedMeanwhile', 'breach.closed', 'record.notFound', 'auth.forbidden', 'input.invalid']);

interface Saving {
  readonly state: SaveState;
  /** The version in the database; 0 before the first save. */
  readonly version: number;
  /** Saves now what is not saved yet. */
  readonly flush: () => Promise<void>;
}

/** Saves the report while it is written, at the latest after two seconds, at a lock and when the form goes. */
export function useReportSaving(id: string, report: BreachReport | undefined, draft: BreachDraft | null): Saving {
  const [state, setState] = useState<SaveState>({ phase: 'idle', savedAt: null });
  const [version, setVersion] = useState(report?.version ?? 0);
  const made = useRef<Autosave<{ readonly draft: BreachDraft }> | null>(null);
  made.current ??= new Autosave<{ readonly draft: BreachDraft }>({
    revision: report?.version ?? 0,
    newKey: () => crypto.randomUUID(),
    isFinal: error => error instanceof ApiError && FINAL.has(error.detail.code),
    send: async ({ baseRevision, draft: written }) => {
      const saved = await callProcedure('breach', 'save', { id, version: baseRevision, draft: written });
      setVersion(saved.version);
      return { revision: saved.version, savedAt: new Date().toISOString(), version: saved.version };
    },
    onState: next => {
      setState(next);
      if (next.phase === 'idle' && next.savedAt) reportSaved(next.savedAt);
    },
  });
  const autosave = made.current;
  const text = draft === null ? null : JSON.stringify(draft);
  const known = useRef(text);
  useEffect(() => {
    if (draft === null || text === known.current) return;
    known.current = text;
    autosave.changed({ draft });
  });
  const flush = async () => void (await autosave.flush(false));
  useFlush(flush);
  return { state, version, flush };
}
