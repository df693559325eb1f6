import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { canonicalText } from '#shared/domain/journal/day-manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { digestOf, findDocumentFile, findDocumentSignature, type StoredDocumentSignature } from '../../repositories/document-text.ts';
import { dayBinding, dayFailure, dayFiles, opensslFor, type DayBinding, type ExportedFile } from '../journal/check-day.ts';
import { readableDocument, type OnDocument } from './access.ts';
import type { DocumentDeps } from './deps.ts';

type Verdict = z.input<(typeof documents)['verifySignature']['output']>;

/** How the pages of a document are called outside: a kind and a number, nothing about anybody. */
export const documentStem = (documentId: string): string => `dokument-${documentId}`;

interface Signed {
  readonly documentId: string;
  readonly pdf: Uint8Array;
  readonly sha256: string;
  readonly signature: StoredDocumentSignature;
}

/** Everything that must hold for the signature to cover the pages as they are kept. Errors: documents.notSigned. */
export async function verifySignature(deps: DocumentDeps, ctx: CallContext, on: OnDocument): Promise<Verdict> {
  const document = await readableDocument(deps, ctx, on);
  const signed = await signedPages(deps, document.id);
  if (!signed) throw new AppError('documents.notSigned');
  const binding = await bindingOf(deps, signed);
  const { signature } = signed;
  const stem = documentStem(document.id);
  return {
    failed: await firstFailure(deps, signed, binding), signedAt: signature.signedAt, signerName: signature.signerName, signerTitle: signature.signerTitle, method: signature.method,
    day: binding && { count: binding.day.count, index: binding.proof.index },
    opensslCommand: binding ? opensslFor(`dag-${binding.day.id}`, 'json') : opensslFor(stem, 'pdf'), scriptCommand: `python3 verify_note.py --ca utfardare.pem ${stem}.pdf`,
  };
}

/** The files with which anybody can check the pages: the CMS, or the proof and the day it leads to. Empty while nothing is signed. */
export async function proofFiles(deps: DocumentDeps, documentId: string): Promise<ExportedFile[]> {
  const signed = await signedPages(deps, documentId);
  if (!signed) return [];
  const binding = await bindingOf(deps, signed);
  const stem = documentStem(documentId);
  if (binding) return [{ name: `${stem}.proof.json`, type: 'application/json', content: Buffer.from(canonicalText(binding.proof)).toString('base64') }, ...dayFiles(binding)];
  return signed.signature.cms ? [{ name: `${stem}.p7s`, type: 'application/pkcs7-signature', content: Buffer.from(signed.signature.cms).toString('base64') }] : [];
}

async function signedPages(deps: DocumentDeps, documentId: string): Promise<Signed | null> {
  const [file, signature] = await Promise.all([findDocumentFile(deps.db.reader, documentId), findDocumentSignature(deps.db.reader, documentId)]);
  return file && signature ? { documentId, pdf: file.pdf, sha256: file.sha256, signature } : null;
}

const bindingOf = (deps: DocumentDeps, { documentId, sha256, signature }: Signed): Promise<DayBinding | null> => dayBinding(deps, { documentId, digest: sha256 }, signature);

async function firstFailure(deps: DocumentDeps, { pdf, sha256, signature }: Signed, binding: DayBinding | null): Promise<Verdict['failed']> {
  if (digestOf(pdf) !== sha256) return 'digest';
  if (binding) return dayFailure(deps, binding, signature);
  if (signature.cms === null) return 'signature';
  const verdict = await deps.signer.verify(pdf, signature.cms);
  return verdict.ok ? null : verdict.failed;
}
