import type * as z from 'zod';

import type { signing } from '#shared/contract/signing.ts';
import { isFresh } from '#shared/domain/journal/rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { insertLock } from '../../repositories/note-lock.ts';
import { closeDraft, objectOf, readyToClose, recordToClose } from './closing.ts';
import type { JournalDeps } from './deps.ts';
import { informFromNote } from './informs.ts';
import { readSigningSettings } from './signing-settings.ts';

type LockInput = z.output<(typeof signing)['lock']['input']>;

/**
 * Closes exactly the text at `revision` for good, in the name of the one responsible, without a signature yet (J-07,
 * J-08). No card failure can stop it: a card is only asked when its PIN is given as the proof.
 */
export async function lock(deps: JournalDeps, ctx: CallContext, input: LockInput): Promise<{ version: number; lockedAt: string }> {
  const ready = await readyToClose(deps, ctx, input);
  if (input.pin !== undefined) await proveOrLog(deps, ctx, { input, secret: input.pin });
  else if (!(await isProven(deps, ctx))) throw new AppError('auth.freshRequired');
  const record = await recordToClose(deps, ctx, ready);
  const lockedAt = record.createdAt;
  await deps.db.write(async tx => {
    await closeDraft(tx, ready, record);
    await insertLock(tx, {
      noteId: record.noteId, no: record.no, lockedAt, proof: input.pin === undefined ? 'session' : 'pin',
      signerId: ctx.userId, signerName: ctx.userName, signerTitle: ctx.title, signerHsaId: ctx.hsaId,
    });
    await ctx.log(tx, { action: 'NOTE_FINAL', ...objectOf(record), reasonCode: 'locked' });
    await informFromNote(tx, ctx, { note: ready.note, record, newId: deps.newId });
  });
  deps.changed('journal', 'signing', 'care', 'agenda.information', 'agenda.rulesFor');
  return { version: record.no, lockedAt };
}

async function isProven(deps: JournalDeps, ctx: CallContext): Promise<boolean> {
  if (isFresh(deps.signer.sinceProofMs(ctx.sessionId))) return true;
  // The day's signature always asks for the PIN, so a card in the reader may be enough until then, where the clinic says so.
  return deps.signer.means(ctx.sessionId) !== 'none' && (await readSigningSettings(deps.db.reader)).lockWithoutPin;
}

async function proveOrLog(deps: JournalDeps, ctx: CallContext, { input, secret }: { input: LockInput; secret: string }): Promise<void> {
  try {
    await deps.signer.prove(ctx.sessionId, secret);
  } catch (error) {
    await ctx.logRead({
      action: 'NOTE_FINAL', category: 'note', patientId: input.patientId, objectType: 'note', objectId: input.noteId, outcome: 'failed',
      reasonCode: error instanceof AppError ? error.code : 'internal',
    });
    throw error;
  }
}
