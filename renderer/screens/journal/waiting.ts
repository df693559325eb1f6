import type { UnsignedDocument, UnsignedNote } from '#shared/contract/signing.ts';

import { useText } from '#renderer/ui/index.ts';

import { useUnsignedName } from './use-unsigned-name.ts';

/** Something that waits to be locked or signed: a note or a document. */
export type Waiting = { readonly kind: 'note'; readonly row: UnsignedNote } | { readonly kind: 'document'; readonly row: UnsignedDocument };

/** Both kinds in one list, oldest first. */
export const waitingOf = (notes: readonly UnsignedNote[], documents: readonly UnsignedDocument[]): Waiting[] =>
  [...notes.map((row): Waiting => ({ kind: 'note', row })), ...documents.map((row): Waiting => ({ kind: 'document', row }))].sort((a, b) => (a.row.since < b.row.since ? -1 : a.row.since > b.row.since ? 1 : 0));

export const waitingKey = (one: Waiting): string => (one.kind === 'note' ? `${one.row.noteId} ${one.row.no ?? one.row.kind}` : one.row.documentId);

/** When what it says happened, or when the document was begun or locked. */
export const waitingTime = (one: Waiting): string => (one.kind === 'note' ? one.row.eventTime : one.row.since);

/** What it is, in words: the note's template, or the document's type and matter. */
export function useWaitingName(): (one: Waiting) => string {
  const t = useText();
  const nameOf = useUnsignedName();
  return one => (one.kind === 'note' ? nameOf(one.row) : [t(`documents.type.${one.row.type}`), one.row.subject].filter(Boolean).join(': '));
}

/** "3 anteckningar och 1 dokument". */
export function useCountWords(): (all: readonly Waiting[]) => string {
  const t = useText();
  return all => {
    const notes = all.filter(one => one.kind === 'note').length;
    const documents = all.length - notes;
    const words = [notes > 0 ? t('signing.day.notes', { count: notes }) : '', documents > 0 ? t('signing.day.documents', { count: documents }) : ''].filter(Boolean);
    return words.length === 2 ? t('signing.day.both', { notes: words[0] ?? '', documents: words[1] ?? '' }) : (words[0] ?? '');
  };
}
