import path from 'node:path';

import type { Manifest } from '#shared/domain/backup/manifest.ts';
import { DRILL_CHECKS, type DrillCertificate, type DrillCheck, type DrilledGeneration, type DrillLine, type DrillProgress } from '#shared/domain/drill/drill.ts';
import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { checkKey } from '../../security/vault/database-key.ts';
import { scratchFits } from '../engine/prove.ts';
import { rebuild } from '../engine/rebuild.ts';
import { restoreError } from '../engine/system-code.ts';
import { readVault } from '../engine/vault-bundle.ts';
import { type Newest, newestGeneration, type NewestRequest } from './newest-generation.ts';
import { openScratch, removeScratch } from './scratch.ts';

/** What was found inside the restored database; `lines` from `pages` on. */
export interface ScratchFindings {
  readonly lines: readonly DrillLine[];
  readonly found: DrillCertificate['found'];
}

export interface ScratchRequest {
  readonly file: string;
  readonly keyHex: Redacted<string>;
  readonly manifest: Manifest;
  readonly onProgress: (progress: DrillProgress) => void;
}

/** Opens the restored, still encrypted file, checks it, and compares samples with the open database where there is one. Never writes a plain byte. */
export type InspectScratch = (request: ScratchRequest) => Promise<ScratchFindings>;

export interface DrillContext extends Omit<NewestRequest, 'identities'> {
  readonly store: BackupStore;
  readonly identity: Redacted<string>;
  readonly keyHex: Redacted<string>;
  /** Folder on this computer; the scratch copy lies below it while the drill runs. */
  readonly workFolder: string;
  readonly inspect: InspectScratch;
  readonly onProgress: (progress: DrillProgress) => void;
  /** Ends the drill at the next step; `performDrill` then throws `cancelled`. */
  readonly signal: AbortSignal;
}

export type DrillFindings = Pick<DrillCertificate, 'generation' | 'durationMs' | 'bytesRead' | 'found' | 'lines' | 'outcome' | 'errorCode' | 'scratchRemoved'>;

const drilled = ({ manifest, sha256 }: Newest): DrilledGeneration => ({
  id: `${manifest.machineId}/${manifest.seq}`, createdAt: manifest.createdAt, manifestSha256: sha256, databaseBytes: manifest.pages * manifest.pageSize,
  schemaVersion: manifest.schemaVersion, appVersion: manifest.appVersion, counts: manifest.counts, logHead: manifest.logHead,
});

/** Lines as they come; what was never reached counts as skipped. */
class Tally {
  readonly #lines = new Map<DrillCheck, DrillLine>();
  bytesRead = 0;
  generation: DrilledGeneration | null = null;
  found: DrillCertificate['found'] = null;

  note(check: DrillCheck, checked: number, wrong: number): void {
    this.#lines.set(check, { check, outcome: wrong === 0 ? 'ok' : 'failed', checked, wrong });
  }

  take(lines: readonly DrillLine[]): void {
    for (const line of lines) this.#lines.set(line.check, line);
  }

  get lines(): DrillLine[] {
    return DRILL_CHECKS.map(check => this.#lines.get(check) ?? { check, outcome: 'skipped', checked: 0, wrong: 0 });
  }

  /** What the failed lines come to: the place lost something, or what it gave back is not what was backed up. */
  get errorCode(): ErrorCode | null {
    if (this.#lines.get('packs')?.outcome === 'failed') return 'backup.placeDamaged';
    return this.lines.some(line => line.outcome === 'failed') ? 'backup.verifyFailed' : null;
  }
}

/** Restores into the scratch file and looks at it; a file with holes is not opened, as nothing inside it would mean anything. */
async function restore(ctx: DrillContext, manifest: Manifest, tally: Tally): Promise<void> {
  const identities = [ctx.identity.reveal()];
  const target = path.join(await openScratch(ctx.workFolder), 'clinic.db');
  const built = await rebuild({
    store: ctx.store, manifest, identities, target,
    onProgress: (done, total) => {
      requireGoingOn(ctx);
      ctx.onProgress({ phase: 'restoring', done, total });
    },
  });
  tally.bytesRead += built.bytesRead;
  // no finding about the backup: its packs may be whole, the disk does not give them back
  if (built.unreadablePacks.length > 0) throw new AppError('backup.placeFailing', { path: '' });
  tally.note('packs', manifest.packs.length, built.badPacks.length);
  tally.note('file', 1, built.fileSha256 === manifest.fileSha256 ? 0 : 1);
  tally.note('vault', manifest.vault === null ? 0 : 1, (await readVault(ctx.store, manifest, identities)) === undefined ? 1 : 0);
  requireGoingOn(ctx);
  if (built.badPacks.length > 0) return;
  ctx.onProgress({ phase: 'checking', done: 0, total: 1 });
  const inspected = await ctx.inspect({
    file: target, keyHex: ctx.keyHex, manifest,
    onProgress: progress => {
      requireGoingOn(ctx);
      ctx.onProgress(progress);
    },
  });
  tally.take(inspected.lines);
  tally.found = inspected.found;
}

function requireGoingOn({ signal }: DrillContext): void {
  if (signal.aborted) throw new AppError('cancelled');
}

async function drillInto(ctx: DrillContext, tally: Tally): Promise<void> {
  ctx.onProgress({ phase: 'preparing', done: 0, total: 1 });
  let newest: Newest;
  try {
    newest = await newestGeneration({ ...ctx, identities: [ctx.identity.reveal()] });
  } catch (error) {
    tally.note('manifest', 1, 1);
    throw error;
  }
  const { manifest } = newest;
  tally.bytesRead = newest.bytesRead;
  tally.generation = drilled(newest);
  tally.note('manifest', 1, 0);
  if (!checkKey(Buffer.from(ctx.keyHex.reveal(), 'hex'), manifest.keyCheck)) throw new AppError('restore.kitWrong');
  const bytes = manifest.pages * manifest.pageSize;
  if (!(await scratchFits(ctx.workFolder, bytes))) throw new AppError('restore.diskFull', { neededMb: Math.ceil(bytes / 1e6), freeMb: 0 });
  requireGoingOn(ctx);
  await restore(ctx, manifest, tally).catch((error: unknown) => {
    throw restoreError(error, bytes);
  });
}

/**
 * A drill: the newest backup of a place restored as a whole, from what the place gives back, into an encrypted scratch
 * file, checked and thrown away (J-20, DC-29). A failure is a finding and becomes part of the answer; only `cancelled`
 * is thrown. The scratch copy never outlives the call; `scratchRemoved` says whether that was so.
 */
export async function performDrill(ctx: DrillContext): Promise<DrillFindings> {
  const started = performance.now();
  const tally = new Tally();
  let errorCode: ErrorCode | null = null;
  let durationMs = 0;
  let scratchRemoved = false;
  try {
    await drillInto(ctx, tally);
    errorCode = tally.errorCode;
  } catch (error) {
    if (isAppError(error, 'cancelled')) throw error;
    errorCode = isAppError(error) ? error.code : 'internal';
  } finally {
    durationMs = Math.round(performance.now() - started);
    scratchRemoved = await removeScratch(ctx.workFolder);
  }
  ctx.onProgress({ phase: 'done', done: 1, total: 1 });
  const { generation, bytesRead, found, lines } = tally;
  return { generation, durationMs, bytesRead, found, lines, outcome: errorCode === null ? 'ok' : 'failed', errorCode, scratchRemoved };
}
