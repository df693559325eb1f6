import type { NoteAuthor } from '#shared/domain/journal/note-record.ts';
import type { CallContext } from '../../api/context.ts';
import type { DocumentSigner } from '../../ports/document-signer.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** What the journal needs besides what every area gets. */
export type JournalDeps = ServiceDeps & { readonly signer: DocumentSigner };

/** The caller as author, name and title as they are now (J-03, J-05). */
export const authorOf = (ctx: CallContext): NoteAuthor => ({ id: ctx.userId, name: ctx.userName, title: ctx.title, hsaId: ctx.hsaId });
