import type { AreaHandlers } from '#shared/contract/define.ts';
import type { documents } from '#shared/contract/documents.ts';
import type { CallContext } from '../../api/context.ts';
import { usualRecipients } from '../../repositories/document.ts';
import type { DocumentDeps } from './deps.ts';
import { verifySignature } from './check-document.ts';
import { correct } from './correct-document.ts';
import { finish, sign } from './finish-document.ts';
import { readLetterhead, saveLetterhead } from './letterhead.ts';
import { get, list } from './read-documents.ts';
import { release } from './release-document.ts';
import { create, discard, saveDraft } from './write-document.ts';

/** Letters about patients: written like notes, locked as pages, let out by decision (K-01, J-18). */
export function createDocumentsService(deps: DocumentDeps): AreaHandlers<typeof documents, CallContext> {
  return {
    list: (ctx, { patientId }) => list(deps, ctx, patientId),
    get: (ctx, input) => get(deps, ctx, input),
    recipients: (_ctx, { type }) => (type === 'letter' || type === 'certificate' ? Promise.resolve([]) : usualRecipients(deps.db.reader, type)),
    create: (ctx, input) => create(deps, ctx, input),
    saveDraft: (ctx, input) => saveDraft(deps, ctx, input),
    finish: (ctx, input) => finish(deps, ctx, input),
    sign: (ctx, input) => sign(deps, ctx, input),
    correct: (ctx, input) => correct(deps, ctx, input),
    verifySignature: (ctx, input) => verifySignature(deps, ctx, input),
    discard: (ctx, input) => discard(deps, ctx, input),
    release: (ctx, input) => release(deps, ctx, input),
    letterhead: () => readLetterhead(deps),
    saveLetterhead: (ctx, input) => saveLetterhead(deps, ctx, input),
  };
}
