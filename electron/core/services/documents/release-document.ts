import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { insertDisclosure } from '../../repositories/disclosure.ts';
import { findDocumentFile } from '../../repositories/document-text.ts';
import { findReferral, insertReferralEvent, updateReferral } from '../../repositories/referral.ts';
import { readableDocument } from './access.ts';
import { documentStem, proofFiles } from './check-document.ts';
import type { DocumentDeps } from './deps.ts';

type Input = z.output<(typeof documents)['release']['input']>;

/** Keeps the examination, and only then gives the kept bytes (J-18). A referral that leaves is sent. */
export async function release(deps: DocumentDeps, ctx: CallContext, input: Input): Promise<z.input<(typeof documents)['release']['output']>> {
  const document = await readableDocument(deps, ctx, input);
  const file = await findDocumentFile(deps.db.reader, document.id);
  if (document.status !== 'finished' || !file) throw new AppError('documents.notFinished');
  const at = deps.clock.now().toISOString();
  const disclosureId = deps.newId();
  await deps.db.write(async tx => {
    await insertDisclosure(tx, {
      id: disclosureId, patientId: document.patientId, kind: 'document', documentId: document.id, at, by: { id: ctx.userId, name: ctx.userName, title: ctx.title }, examination: input.examination,
      way: input.way, scope: null, withheld: [],
    });
    if (document.referral === 'unsent') await markSent(tx, deps, ctx, { id: document.id, patientId: document.patientId, at });
    await ctx.log(tx, {
      action: 'DISCLOSURE', category: 'document', patientId: document.patientId, objectType: 'letter', objectId: document.id, reasonCode: `disclosed.${input.examination.recipientKind}.${input.examination.basis}`,
      reasonText: disclosureId,
    });
  });
  deps.changed('documents', 'referrals', 'disclosures');
  return { disclosureId, pdf: Buffer.from(file.pdf).toString('base64'), pages: file.pages, fileName: `${documentStem(document.id)}.pdf`, proof: input.way === 'digital' ? await proofFiles(deps, document.id) : [] };
}

async function markSent(tx: Writer, deps: DocumentDeps, ctx: CallContext, { id, patientId, at }: { readonly id: string; readonly patientId: string; readonly at: string }): Promise<void> {
  const referral = await findReferral(tx, patientId, id);
  if (!referral) return;
  await updateReferral(tx, { id, version: referral.version }, { status: 'sent', dueOn: referral.dueOn }, { at, by: ctx.userId });
  await insertReferralEvent(tx, { id: deps.newId(), referralId: id, at, actorId: ctx.userId, actorName: ctx.userName, step: 'sent', reason: '', dueOn: referral.dueOn });
}
