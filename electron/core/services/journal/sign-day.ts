import { createHash } from 'node:crypto';

import type * as z from 'zod';

import type { signing } from '#shared/contract/signing.ts';
import { canonicalText, type DayManifest } from '#shared/domain/journal/day-manifest.ts';
import { merklePath, merkleRoot, type Hash } from '#shared/domain/journal/merkle.ts';
import { isFresh } from '#shared/domain/journal/rules.ts';
import { dayMethod } from '#shared/domain/journal/signing-rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import type { DocumentSignature, SigningPurpose } from '../../ports/document-signer.ts';
import { insertDay, lastDay } from '../../repositories/day-signature.ts';
import { digestOfRecord } from '../../repositories/note-version.ts';
import { isAsLocked, keepPlace, leavesOf, noteKey, type DayLeaf } from './day-leaves.ts';
import type { JournalDeps } from './deps.ts';

type DayInput = z.output<(typeof signing)['signDay']['input']>;
type DayAnswer = z.input<(typeof signing)['signDay']['output']>;

/** The tree's hash. */
export const sha256: Hash = data => createHash('sha256').update(data).digest();
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * One card signature over everything named, notes and documents: the card signs a manifest that holds the root of a tree
 * over their digests, and each keeps its way to the root. The card works outside the transaction; if anything changed
 * meanwhile, nothing is stored. Whatever the card or its certificate refuses with, all stays locked and waiting.
 */
export async function signDay(deps: JournalDeps, ctx: CallContext, input: DayInput): Promise<DayAnswer> {
  const purpose = deps.signer.means(ctx.sessionId);
  if (purpose === 'none') throw new AppError('card.noSigningKey');
  const chosen = await chosenLeaves(deps, ctx, input);
  if (input.pin === undefined && !isFresh(deps.signer.sinceProofMs(ctx.sessionId))) throw new AppError('auth.freshRequired');
  const leaves = chosen.map(leaf => bytesOf(leaf.digest));
  const manifest = await nextManifest(deps, ctx, { purpose, leaves });
  const text = canonicalText(manifest);
  const signature = await signManifest(deps, ctx, { text, purpose, pin: input.pin });
  await deps.db.write(async tx => {
    await requireStillWaiting(tx, ctx.userId, { chosen, manifest });
    await storeDay(tx, { manifest, text, signature });
    for (const [index, leaf] of chosen.entries()) {
      await keepPlace(tx, ctx, leaf, {
        method: dayMethod(purpose, signature.method === 'practice'), day: { id: manifest.id, index, path: merklePath(index, leaves, sha256).map(hexOf) }, certSha256: signature.certSha256,
        signedAt: manifest.signedAt, signerId: ctx.userId, signerName: ctx.userName, signerTitle: ctx.title, signerHsaId: manifest.signer.hsaId,
      });
    }
  });
  deps.changed('journal', 'signing', 'documents');
  return { dayId: manifest.id, count: chosen.length, signedAt: manifest.signedAt, purpose };
}

/** What is to be signed, in the order it was locked. Errors: journal.signed or documents.signed for what no longer waits for this person, journal.signatureInvalid. */
async function chosenLeaves(deps: JournalDeps, ctx: CallContext, { versions, documents }: DayInput): Promise<DayLeaf[]> {
  const wanted = new Set([...versions.map(noteKey), ...documents]);
  const chosen = (await leavesOf(deps.db.reader, ctx.userId)).filter(leaf => wanted.has(leaf.key));
  const found = new Set(chosen.map(leaf => leaf.key));
  if (versions.some(one => !found.has(noteKey(one)))) throw new AppError('journal.signed');
  if (documents.some(one => !found.has(one))) throw new AppError('documents.signed');
  for (const leaf of chosen) if (!(await isAsLocked(deps.db.reader, leaf))) throw new AppError('journal.signatureInvalid');
  return chosen;
}

async function nextManifest(deps: JournalDeps, ctx: CallContext, { purpose, leaves }: { purpose: SigningPurpose; leaves: readonly Uint8Array[] }): Promise<DayManifest> {
  const last = await lastDay(deps.db.reader, ctx.userId);
  return {
    format: 'klinikbok-day-1', purpose, id: deps.newId(), clinic: deps.clinic.id,
    signer: { id: ctx.userId, name: ctx.userName, title: ctx.title, hsaId: ctx.hsaId },
    number: last.number + 1, previous: last.digest, signedAt: deps.clock.now().toISOString(), tree: 'rfc6962-sha256', leaf: 'sha256-of-file',
    count: leaves.length, root: hexOf(merkleRoot(leaves, sha256)),
  };
}

interface Job {
  readonly text: string;
  readonly purpose: SigningPurpose;
  readonly pin: string | undefined;
}

async function signManifest(deps: JournalDeps, ctx: CallContext, { text, purpose, pin }: Job): Promise<DocumentSignature> {
  try {
    return await deps.signer.sign(new TextEncoder().encode(text), { sessionId: ctx.sessionId, purpose, ...(pin === undefined ? {} : { pin }) });
  } catch (error) {
    await ctx.logRead({ action: 'NOTE_SIGN', category: 'note', objectType: 'day', outcome: 'failed', reasonCode: error instanceof AppError ? error.code : 'internal' });
    throw error;
  }
}

async function requireStillWaiting(tx: Writer, signerId: string, { chosen, manifest }: { chosen: readonly DayLeaf[]; manifest: DayManifest }): Promise<void> {
  const waiting = new Set((await leavesOf(tx, signerId)).map(one => `${one.key} ${one.digest}`));
  const { number } = await lastDay(tx, signerId);
  if (number + 1 !== manifest.number || chosen.some(one => !waiting.has(`${one.key} ${one.digest}`))) throw new AppError('record.changedMeanwhile');
}

async function storeDay(tx: Writer, { manifest, text, signature }: { manifest: DayManifest; text: string; signature: DocumentSignature }): Promise<void> {
  await insertDay(tx, {
    id: manifest.id, signerId: manifest.signer.id, number: manifest.number, method: dayMethod(manifest.purpose, signature.method === 'practice'), signedAt: manifest.signedAt,
    count: manifest.count, root: manifest.root, digest: digestOfRecord(text), previous: manifest.previous, certSha256: signature.certSha256, manifest: text, cms: signature.cms,
  });
}
