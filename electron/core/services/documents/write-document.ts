import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { DOCUMENT_TEMPLATES, NOBODY, type DocumentHead, type DocumentLanguage, type DocumentType, type Recipient } from '#shared/domain/documents/document.ts';
import { CONTENT_SCHEMA, noteLength, type NoteContent } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { richTextToPlain } from '#shared/domain/journal/plain-text.ts';
import { emptyRichText } from '#shared/domain/journal/rich-text.ts';
import { mustKeepVersion, SHRINK_TOLERANCE } from '#shared/domain/journal/rules.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { findDocumentDraft, insertDocumentDraft, markDocumentKept, removeDocumentDraft, saveDocumentDraft, type StoredDocumentDraft } from '../../repositories/document-text.ts';
import { findUntouched, insertDocument, latestCase, showDraftAs, updateDocument, type StoredDocument } from '../../repositories/document.ts';
import { findPrintedPatient } from '../../repositories/note-patient.ts';
import { findPostalAddress } from '../../repositories/recall.ts';
import { ownDraft, requireReading } from './access.ts';
import type { DocumentDeps } from './deps.ts';
import { keepText } from './keep-text.ts';

type Input<P extends keyof typeof documents> = z.output<(typeof documents)[P]['input']>;
type SaveAnswer = z.input<(typeof documents)['saveDraft']['output']>;
/** Refusals are thrown after the transaction: what they keep must be committed, not rolled back. */
type Outcome = SaveAnswer | { readonly refused: ErrorCode };

/** A new document with the case in it. An untouched one of the same type is given again, addressed anew. */
export async function create(deps: DocumentDeps, ctx: CallContext, input: Input<'create'>): Promise<{ documentId: string }> {
  await requireReading(deps, ctx, input.patientId);
  const patient = await findPrintedPatient(deps.db.reader, input.patientId);
  if (!patient) throw new AppError('record.notFound');
  const found = await latestCase(deps.db.reader, { patientId: input.patientId, readerId: ctx.userId });
  const content = prefilled(input.type, input.language, found && (JSON.parse(found.record) as NoteRecord).content);
  const recipient = input.recipient ?? (await usualRecipient(deps, input, patient.name));
  const head: DocumentHead = { recipient, subject: '', urgent: input.urgent && input.type === 'referral' };
  const at = deps.clock.now().toISOString();
  const documentId = await deps.db.write(async tx => {
    const untouched = await findUntouched(tx, { patientId: input.patientId, authorId: ctx.userId, type: input.type });
    const id = untouched ?? deps.newId();
    if (untouched) await removeDocumentDraft(tx, untouched);
    else {
      const author = { id: ctx.userId, name: ctx.userName, title: ctx.title, hsaId: ctx.hsaId };
      await insertDocument(tx, { id, patientId: input.patientId, type: input.type, language: input.language, author, noteId: found?.noteId ?? null, recipientName: recipient.name, at });
    }
    await insertDocumentDraft(tx, { documentId: id, savedAt: at, characters: noteLength(content), head, content });
    await showDraftAs(tx, id, { recipientName: recipient.name, subject: '' });
    await log(tx, ctx, { patientId: input.patientId, documentId: id, revision: 0 });
    return id;
  });
  deps.changed('documents');
  return { documentId };
}

/** The type's headings with the text that the case already has under its own (tasks 4B 8). */
function prefilled(type: DocumentType, language: DocumentLanguage, note: NoteContent | undefined): NoteContent {
  const { id, version, sections } = DOCUMENT_TEMPLATES[type];
  const textOf = (keys: readonly string[]) => note?.sections.find(one => keys.includes(one.key) && richTextToPlain(one.doc) !== '')?.doc;
  return { schema: CONTENT_SCHEMA, template: { id, version }, sections: sections.map(({ key, title, from }) => ({ key, title: title[language], doc: textOf(from) ?? emptyRichText() })) };
}

/** A letter or a certificate goes to the patient; without address when the identity is protected (G-11). */
async function usualRecipient(deps: DocumentDeps, { type, patientId }: Input<'create'>, name: string): Promise<Recipient> {
  if (type !== 'letter' && type !== 'certificate') return NOBODY;
  const address = await findPostalAddress(deps.db.reader, patientId);
  return { name: name.slice(0, 120), address: (address?.lines.join('\n') ?? '').slice(0, 300) };
}

interface Save {
  readonly deps: DocumentDeps;
  readonly ctx: CallContext;
  readonly input: Input<'saveDraft'>;
  readonly at: string;
}

/** The autosave: durable before it answers; now and then a version as well (ADR 0004). */
export async function saveDraft(deps: DocumentDeps, ctx: CallContext, input: Input<'saveDraft'>): Promise<SaveAnswer> {
  const save: Save = { deps, ctx, input, at: deps.clock.now().toISOString() };
  const outcome = await deps.db.write(async (tx): Promise<Outcome> => {
    const document = await ownDraft(tx, ctx, input);
    const draft = await findDocumentDraft(tx, document.id);
    if (!draft) throw new AppError('record.notFound');
    if (draft.lastKey === input.key) {
      await log(tx, ctx, { ...input, revision: draft.revision });
      return { revision: draft.revision, savedAt: draft.savedAt, version: null };
    }
    return draft.revision === input.baseRevision ? overwrite(tx, save, document, draft) : keepBoth(tx, save, document, draft);
  });
  if ('refused' in outcome) throw new AppError(outcome.refused);
  if (outcome.version !== null) deps.changed('documents');
  return outcome;
}

async function overwrite(tx: Writer, { deps, ctx, input, at }: Save, document: StoredDocument, draft: StoredDocumentDraft): Promise<SaveAnswer> {
  const text = { document, clinicId: deps.clinic.id, kind: 'draft', at } as const;
  const characters = noteLength(input.content);
  // Much text is about to vanish: the text before becomes a version first.
  if (draft.keptRevision < draft.revision && characters < draft.characters - SHRINK_TOLERANCE) {
    await keepText(tx, { ...text, head: draft.head, content: draft.content });
    await markDocumentKept(tx, document.id, at);
  }
  await saveDocumentDraft(tx, { documentId: document.id, savedAt: at, key: input.key, characters, head: input.head, content: input.content });
  const isDue = mustKeepVersion({ lastKeptAt: draft.keptAt, now: at, asked: input.keep });
  const version = isDue ? await keepText(tx, { ...text, head: input.head, content: input.content }) : null;
  if (isDue) await markDocumentKept(tx, document.id, at);
  await showDraftAs(tx, document.id, { recipientName: input.head.recipient.name, subject: input.head.subject });
  await log(tx, ctx, { ...input, revision: draft.revision + 1 });
  return { revision: draft.revision + 1, savedAt: at, version };
}

/** Two windows wrote: what came second is kept as a version beside the first, and the person decides. */
async function keepBoth(tx: Writer, { deps, ctx, input, at }: Save, document: StoredDocument, draft: StoredDocumentDraft): Promise<Outcome> {
  const text = { document, clinicId: deps.clinic.id, kind: 'draft', at } as const;
  await keepText(tx, { ...text, head: input.head, content: input.content });
  await keepText(tx, { ...text, head: draft.head, content: draft.content });
  await markDocumentKept(tx, document.id, at);
  await log(tx, ctx, { ...input, revision: draft.revision });
  return { refused: 'record.changedMeanwhile' };
}

/** Gives an unfinished document up: its text becomes a version, and it leaves the lists. */
export async function discard(deps: DocumentDeps, ctx: CallContext, input: Input<'discard'>): Promise<Record<string, never>> {
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    const document = await ownDraft(tx, ctx, input);
    const draft = await findDocumentDraft(tx, document.id);
    if (draft?.revision !== input.revision) throw new AppError('record.changedMeanwhile');
    if (draft.keptRevision < draft.revision) await keepText(tx, { document, clinicId: deps.clinic.id, kind: 'draft', at, head: draft.head, content: draft.content });
    await markDocumentKept(tx, document.id, at);
    await removeDocumentDraft(tx, document.id);
    await updateDocument(tx, document.id, { status: 'discarded', recipientName: document.recipientName, subject: document.subject, finishedAt: null }, { at, by: ctx.userId });
    await ctx.log(tx, { action: 'LETTER_DRAFT', category: 'document', patientId: input.patientId, objectType: 'letter', objectId: document.id, reasonCode: 'letter.discarded' });
  });
  deps.changed('documents');
  return {};
}

const log = (tx: Writer, ctx: CallContext, { patientId, documentId, revision }: { readonly patientId: string; readonly documentId: string; readonly revision: number }): Promise<void> =>
  ctx.log(tx, { action: 'LETTER_DRAFT', category: 'document', patientId, objectType: 'letter', objectId: documentId, objectVersion: revision });
