import { createHash, randomInt, X509Certificate } from 'node:crypto';

import * as z from 'zod';

import { storePlaceOf, type BackupTarget } from '#shared/domain/backup/target.ts';
import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { type Newest, newestGeneration } from '../../backup/drill/newest-generation.ts';
import { fetchPack } from '../../backup/engine/rebuild.ts';
import { readVault } from '../../backup/engine/vault-bundle.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { BeforeUpdate } from '../../clinic/open-clinic.ts';
import type { Database } from '../../db/database.ts';
import type { BackupStore, OpenStore } from '../../ports/backup-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { readDeviceKey } from '../../repositories/device-key.ts';
import { insertUpdateProof, type UpdateProof } from '../../repositories/drill.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { findSetting } from '../../repositories/setting.ts';
import { checkKey } from '../../security/vault/database-key.ts';
import { clinicAnchors } from '../backup/anchors.ts';
import { anchorFileOf } from '../backup/backup-context.ts';
import { BackupSetting, readBackupIdentity, targetOf } from '../backup/backup-settings.ts';

export interface UpdateGuardDeps {
  readonly place: ClinicPlace;
  readonly openStore: OpenStore;
  readonly clock: Clock;
  readonly appVersion: string;
  readonly newId: () => string;
  /** How long somebody who signs in waits for the proof, ms. */
  readonly limitMs?: number;
}

type Found = Pick<UpdateProof, 'outcome' | 'generationId' | 'provenAt'>;
const NONE: Found = { outcome: 'none', generationId: null, provenAt: null };

/** Nobody waits longer than this to get at a journal. */
const LIMIT_MS = 20_000;
const PACKS = 8;
/** One missed night. */
const FRESH_MS = 26 * 3_600_000;

/** The setting as it was before there could be several places: the database has not been changed yet. */
const OldSetting = z.object({ place: z.strictObject({ path: z.string(), repositoryPath: z.string(), repositoryId: z.string() }).nullable() });

async function targetsBefore(db: Database): Promise<BackupTarget[]> {
  const setting = await findSetting(db.reader, 'backup', z.union([BackupSetting, OldSetting]));
  if (setting === undefined) return [];
  if ('targets' in setting) return setting.targets.map(targetOf);
  const { place } = setting;
  return place === null ? [] : [{ id: '', name: place.path, repositoryId: place.repositoryId, addedAt: '', place: { kind: 'folder', path: place.path, repositoryPath: place.repositoryPath } }];
}

async function requireSample(store: BackupStore, { manifest }: Newest, identities: readonly string[]): Promise<void> {
  const left: Pack[] = [...manifest.packs];
  for (let count = Math.min(PACKS, left.length); count > 0; count -= 1) {
    const [pack] = left.splice(randomInt(left.length), 1);
    if (pack !== undefined && (await fetchPack(store, pack, { identities, pageSize: manifest.pageSize })) === undefined) throw new AppError('backup.verifyFailed');
  }
  if ((await readVault(store, manifest, identities)) === undefined) throw new AppError('backup.verifyFailed');
}

interface Opened {
  readonly db: Database;
  readonly keyHex: () => string;
}

/** The newest backup of one place, read back in sample. Throws whatever stands in the way. */
async function proofOf(deps: UpdateGuardDeps, target: BackupTarget, { db, keyHex }: Opened): Promise<Found> {
  const own = await readBackupIdentity(db.reader);
  if (own === undefined) return NONE;
  const store = deps.openStore(storePlaceOf(target.place));
  const certificate = new X509Certificate(Buffer.from((await readDeviceKey(db.reader)).certificate, 'base64'));
  const fingerprint = createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
  const anchor = (await clinicAnchors(db, anchorFileOf(deps.place)).read(target.repositoryId)) ?? null;
  const newest = await newestGeneration({ store, identities: [own.identity], fingerprint, clinicId: null, anchor });
  if (!checkKey(Buffer.from(keyHex(), 'hex'), newest.manifest.keyCheck)) throw new AppError('backup.placeForeign', { path: '' });
  await requireSample(store, newest, [own.identity]);
  const now = deps.clock.now();
  const { createdAt, machineId, seq } = newest.manifest;
  return { outcome: now.getTime() - Date.parse(createdAt) > FRESH_MS ? 'older' : 'proven', generationId: `${machineId}/${seq}`, provenAt: now.toISOString() };
}

async function bestProof(deps: UpdateGuardDeps, opened: Opened): Promise<Found> {
  let best = NONE;
  for (const target of await targetsBefore(opened.db)) {
    const found = await proofOf(deps, target, opened).catch(() => NONE); // no proof there is the finding
    if (found.outcome === 'proven') return found;
    if (best.outcome === 'none') best = found;
  }
  return best;
}

/**
 * Before a new program changes the database (J-20): the newest backup is read back in sample, and what was found is kept
 * and logged once the change is done. Waits a limited time and never refuses: somebody may need a journal now.
 */
export function createUpdateGuard(deps: UpdateGuardDeps): BeforeUpdate {
  return async opened => {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<Found>(resolve => (timer = setTimeout(() => resolve(NONE), deps.limitMs ?? LIMIT_MS)));
    const found = await Promise.race([bestProof(deps, opened).catch(() => NONE), limit]);
    clearTimeout(timer);
    const at = deps.clock.now().toISOString();
    return async ({ db, log }) => {
      await db.write(async tx => {
        await insertUpdateProof(tx, { ...found, id: deps.newId(), at, fromSchema: opened.from, toSchema: opened.to, program: deps.appVersion, chosenBy: null });
        await log.append(tx, PROGRAM, {
          action: 'VERIFY', category: 'system', outcome: found.outcome === 'none' ? 'failed' : 'ok', objectType: 'update', objectId: found.generationId, reasonCode: 'beforeUpdate',
          reasonText: `schema ${opened.from} -> ${opened.to}, ${found.outcome}`,
        });
      });
    };
  };
}
