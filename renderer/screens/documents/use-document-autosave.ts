import { useRef, useState } from 'react';

import type { DocumentDraft } from '#shared/contract/documents.ts';
import type { DocumentHead } from '#shared/domain/documents/document.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';

import { ApiError, callProcedure, reportSaved } from '#renderer/client/index.ts';
import { Autosave, type SaveState } from '#renderer/parts/autosave.ts';

/** Refusals that another try cannot change. */
const FINAL = new Set(['record.changedMeanwhile', 'documents.locked', 'documents.notYours', 'record.notFound', 'auth.forbidden', 'input.invalid']);

/** What a save of a document holds. */
export interface TypedDocument {
  readonly head: DocumentHead;
  readonly content: NoteContent;
}

/** The autosave of one draft for as long as its editor is there, and how it stands. */
export function useDocumentAutosave(patientId: string, documentId: string, draft: DocumentDraft): { readonly autosave: Autosave<TypedDocument>; readonly state: SaveState } {
  const [state, setState] = useState<SaveState>({ phase: 'idle', savedAt: draft.revision > 0 ? draft.savedAt : null });
  const made = useRef<Autosave<TypedDocument> | null>(null);
  made.current ??= new Autosave<TypedDocument>({
    revision: draft.revision,
    newKey: () => crypto.randomUUID(),
    isFinal: error => error instanceof ApiError && FINAL.has(error.detail.code),
    send: request => callProcedure('documents', 'saveDraft', { patientId, documentId, ...request }),
    onState: next => {
      setState(next);
      if (next.phase === 'idle' && next.savedAt) reportSaved(next.savedAt);
    },
  });
  return { autosave: made.current, state };
}
