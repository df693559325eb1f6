import { useRef, useState } from 'react';

import type { NoteDraft } from '#shared/contract/journal.ts';

import { ApiError, callProcedure, reportSaved } from '#renderer/client/index.ts';

import { Autosave, type SaveState } from './autosave.ts';

/** Refusals that another try cannot change. */
const FINAL = new Set(['record.changedMeanwhile', 'journal.signed', 'journal.notYours', 'record.notFound', 'auth.forbidden', 'input.invalid']);

/** The autosave of one draft for as long as its editor is there, and how it stands. */
export function useAutosave(patientId: string, noteId: string, draft: NoteDraft): { readonly autosave: Autosave; readonly state: SaveState } {
  const [state, setState] = useState<SaveState>({ phase: 'idle', savedAt: draft.revision > 0 ? draft.savedAt : null });
  const made = useRef<Autosave | null>(null);
  made.current ??= new Autosave({
    revision: draft.revision,
    newKey: () => crypto.randomUUID(),
    isFinal: error => error instanceof ApiError && FINAL.has(error.detail.code),
    send: request => callProcedure('journal', 'saveDraft', { patientId, noteId, ...request }),
    onState: next => {
      setState(next);
      if (next.phase === 'idle' && next.savedAt) reportSaved(next.savedAt);
    },
  });
  return { autosave: made.current, state };
}
