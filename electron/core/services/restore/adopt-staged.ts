import path from 'node:path';

import type { RestoreComparison } from '#shared/domain/backup/backup.ts';
import type { NumbersGiven } from '#shared/domain/backup/numbers.ts';
import type { RestoreConfirmation } from '#shared/domain/backup/restore-offer.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import { generationOf } from '../../backup/engine/run-backup.ts';
import { beginExchange } from '../../backup/restore/adopt.ts';
import type { OpenedGeneration } from '../../backup/restore/generations.ts';
import { clinicExists, type ClinicPlace } from '../../clinic/clinic-place.ts';
import type { Clock } from '../../ports/clock.ts';
import { readNumbersGiven } from '../../repositories/number-series.ts';
import { readRestored, withConnection } from '../backup/database-source.ts';
import { readOrderFile, writeOrderFile } from '../destruction/order-list.ts';
import { rebuildVault } from './rebuild-vault.ts';
import { leaveNote } from './restored-note.ts';
import { AfterExchange, anchorRestoredVault, finishRestore } from './settle-restore.ts';

/** A restored and compared clinic that waits to be taken into use. */
export interface Staged {
  /** Below the data folder, named `restore-…`. */
  readonly folder: string;
  readonly generation: OpenedGeneration;
  readonly comparison: RestoreComparison;
  readonly keyHex: Redacted<string>;
  readonly confirmation: RestoreConfirmation | null;
  /** Signed lists of what has to be destroyed again in an older database (J-09); empty for none. */
  readonly orders: string;
}

/** Instant as it stands in names of folders. */
export const stampOf = (at: Date): string => at.toISOString().replace(/[:.]/g, '-');

/** The numbers of the clinic about to be replaced, if the same key opens it: it knows exactly what was given out. */
async function numbersOfReplaced(place: ClinicPlace, keyHex: Redacted<string>): Promise<NumbersGiven | null> {
  if (!clinicExists(place)) return null;
  return withConnection(place.database, keyHex, connection => readNumbersGiven(sql => connection.all(sql)));
}

/** Leaves every list that is known beside the restored database: its own, the newest ones outside, that of the clinic it replaces. Only what the clinic's own key signed will count. */
async function leaveOrders(place: ClinicPlace, { folder, orders }: Staged): Promise<void> {
  const lists = [await readOrderFile(folder), orders, await readOrderFile(place.clinicDir)].filter(text => text !== undefined && text !== '');
  if (lists.length > 0) await writeOrderFile(folder, [...new Set(lists)].join(''));
}

/**
 * Puts a staged clinic in the place of the present one and leaves word in it of what has to be written down at the first
 * sign-in. Returns where the present one is kept, null when there was none. Errors: restore.comparisonFailed, system errors.
 */
export async function adoptStaged(place: ClinicPlace, clock: Clock, staged: Staged): Promise<string | null> {
  const { folder, keyHex, comparison, generation: { manifest, sha256 } } = staged;
  const restored = await readRestored(path.join(folder, 'clinic.db'), keyHex);
  const logHead = comparison.found?.logHead ?? manifest.logHead;
  if (comparison.vaultMissing) await rebuildVault(folder, { clinicId: manifest.clinicId, keyHex, clock });
  await anchorRestoredVault(folder, { seq: manifest.seq, manifestSha256: sha256, logHead });
  const keptAside = `old-${stampOf(clock.now())}`;
  await leaveNote(folder, {
    generationId: generationOf(manifest).id, createdAt: manifest.createdAt, restoredAt: clock.now().toISOString(), equal: comparison.equal, logSeq: logHead.seq,
    keptAside: clinicExists(place) ? keptAside : null, confirmation: staged.confirmation, numbers: await numbersOfReplaced(place, keyHex),
    lostPages: comparison.missingPageCount, borrowedPages: comparison.borrowedPageCount,
  });
  await leaveOrders(place, staged);
  const trust = AfterExchange.shape.trust.safeParse(restored?.trust);
  await beginExchange(place, { restored: path.basename(folder), keptAside, after: { clinic: restored?.clinic ?? null, trust: trust.success ? trust.data : null } });
  return (await finishRestore(place)) ?? null;
}
