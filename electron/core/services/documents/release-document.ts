import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { insertDisclosure } from '../../repositories/disclosure.ts';
import { printedTime, printText } from '../../pdf/print-text.ts';
import { stampPages } from '../../pdf/stamp.ts';
import { findDocument, type StoredDocument } from '../../repositories/document.ts';
import { findDocumentFile } from '../../repositories/document-text.ts';
import { findReferral, insertReferralEvent, updateReferral } from '../../repositories/referral.ts';
import { readableDocument } from './access.ts';
import { documentStem, proofFiles } from './check-document.ts';
import type { DocumentDeps } from './deps.ts';

type Input = z.output<(typeof documents)['release']['input']>;

/** Keeps the examination, and only then gives the kept bytes (J-18), marked when a correction has replaced them. A referral that leaves is sent. */
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
  const stem = documentStem(document.id);
  const proof = input.way === 'digital' ? await proofFiles(deps, document.id) : [];
  const marked = document.replacedBy === null ? undefined : await markReplaced(deps, document, file.pdf);
  if (!marked) return { disclosureId, pdf: base64(file.pdf), pages: file.pages, fileName: `${stem}.pdf`, proof };
  // The signature is over the pages as they were locked: they go along for whoever checks it.
  const locked = { name: `${stem}.pdf`, type: 'application/pdf', content: base64(file.pdf) };
  return { disclosureId, pdf: base64(marked), pages: file.pages, fileName: `${stem}-ersatt.pdf`, proof: proof.length > 0 ? [locked, ...proof] : [] };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** J-08: what a correction has replaced says so on every page that leaves from then on. */
async function markReplaced({ db, clinic, clock }: DocumentDeps, { patientId, language, replacedBy }: StoredDocument, pdf: Uint8Array): Promise<Uint8Array | undefined> {
  const by = replacedBy === null ? undefined : await findDocument(db.reader, patientId, replacedBy);
  if (!by?.finishedAt) return undefined;
  const text = printText(language)('documentReplaced', { date: printedTime(by.finishedAt, clinic.timeZone).slice(0, 10), reference: by.id.slice(-12) });
  return stampPages(pdf, { text, language, at: clock.now() });
}

async function markSent(tx: Writer, deps: DocumentDeps, ctx: CallContext, { id, patientId, at }: { readonly id: string; readonly patientId: string; readonly at: string }): Promise<void> {
  const referral = await findReferral(tx, patientId, id);
  if (!referral) return;
  await updateReferral(tx, { id, version: referral.version }, { status: 'sent', dueOn: referral.dueOn }, { at, by: ctx.userId });
  await insertReferralEvent(tx, { id: deps.newId(), referralId: id, at, actorId: ctx.userId, actorName: ctx.userName, step: 'sent', reason: '', dueOn: referral.dueOn });
}
