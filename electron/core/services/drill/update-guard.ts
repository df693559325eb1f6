import { createHash, randomInt, X509Certificate } from 'node:crypto';

import * as z from 'zod';

import { storePlaceOf, type BackupTarget } from '#shared/domain/backup/target.ts';
import type { Pack } from '#shared/domain/backup/manifest.ts';
import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
import { type Newest, newestGeneration } from '../../backup/drill/newest-generation.ts';
import { fetchPack } from '../../backup/engine/rebuild.ts';
import { readVault } from '../../backup/engine/vault-bundle.ts';
import type { BeforeChange, BeforeUpdate, UpdatePerson } from '../../clinic/before-update.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { Account } from '../../repositories/account.ts';
import type { Database } from '../../db/database.ts';
import type { BackupStore, OpenStore } from '../../ports/backup-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { readDeviceKey } from '../../repositories/device-key.ts';
import { insertUpdateProof, type UpdateProof } from '../../repositories/drill.ts';
import { type LogActor, PROGRAM } from '../../repositories/log.ts';
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

type Found = Pick<UpdateProof, 'outcome' | 'generationId' | 'provenAt'> & {
  /** Why nothing was proven. */
  readonly problem: ErrorCode | null;
};
const none = (problem: ErrorCode): Found => ({ outcome: 'none', generationId: null, provenAt: null, problem });

/** Nobody waits longer than this to get at a journal. */
const LIMIT_MS = 20_000;
/** Nor longer than this, having said to go on: the disk may have been put in meanwhile. */
const SECOND_LIMIT_MS = 4000;
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
  if (own === undefined) return none('backup.notConfigured');
  const store = deps.openStore(storePlaceOf(target.place));
  const certificate = new X509Certificate(Buffer.from((await readDeviceKey(db.reader)).certificate, 'base64'));
  const fingerprint = createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
  const anchor = (await clinicAnchors(db, anchorFileOf(deps.place)).read(target.repositoryId)) ?? null;
  const newest = await newestGeneration({ store, identities: [own.identity], fingerprint, clinicId: null, anchor });
  if (!checkKey(Buffer.from(keyHex(), 'hex'), newest.manifest.keyCheck)) throw new AppError('backup.placeForeign', { path: '' });
  await requireSample(store, newest, [own.identity]);
  const now = deps.clock.now();
  const { createdAt, machineId, seq } = newest.manifest;
  return { outcome: now.getTime() - Date.parse(createdAt) > FRESH_MS ? 'older' : 'proven', generationId: `${machineId}/${seq}`, provenAt: now.toISOString(), problem: null };
}

/** The best proof of all places; `found` keeps what is known so far, for whoever does not wait for the end. */
class Search {
  found: Found = none('backup.notConfigured');

  async run(deps: UpdateGuardDeps, opened: Opened): Promise<void> {
    for (const [index, target] of (await targetsBefore(opened.db)).entries()) {
      if (index === 0) this.found = none(target.place.kind === 'folder' ? 'backup.placeMissing' : 'server.timedOut');
      const proof = await proofOf(deps, target, opened).catch((error: unknown) => none(isAppError(error) ? error.code : 'internal'));
      if (index === 0 || proof.outcome === 'proven' || (proof.outcome === 'older' && this.found.outcome === 'none')) this.found = proof;
      if (proof.outcome === 'proven') return;
    }
  }
}

async function findProof(deps: UpdateGuardDeps, opened: BeforeChange): Promise<Found> {
  const search = new Search();
  let timer: NodeJS.Timeout | undefined;
  const hasAnswer = (opened.person?.goOn ?? null) !== null;
  const usual = hasAnswer ? SECOND_LIMIT_MS : LIMIT_MS;
  const limit = new Promise<void>(resolve => (timer = setTimeout(resolve, deps.limitMs ?? usual)));
  await Promise.race([search.run(deps, opened).catch(() => undefined), limit]); // what was found until then counts
  clearTimeout(timer);
  return search.found;
}

interface Decision {
  readonly account: Account;
  /** As the log names it. */
  readonly code: 'update.decided' | 'update.care';
  readonly reason: string;
}

/** What the person who waits has decided. An administrator gives a reason; anybody else goes on because somebody waits for care. Errors: update.unproven. */
function decisionOf(account: Account, { goOn, problem }: { readonly goOn: UpdatePerson['goOn'] | undefined; readonly problem: ErrorCode | null }): Decision {
  const isAdministrator = account.roles.includes('administrator');
  const reason = goOn?.reason.trim();
  if (reason === undefined || (isAdministrator && reason === '')) throw new AppError('update.unproven', { problem: problem ?? 'internal', person: account.name, decides: isAdministrator ? 1 : 0 });
  return { account, code: isAdministrator ? 'update.decided' : 'update.care', reason };
}

const actorOf = ({ account }: Decision): LogActor => ({ id: account.id, hsaId: account.hsaId, role: account.roles.join('+'), sessionId: null, origin: 'before-sign-in' });

/**
 * Before a new program changes the database (J-20): the newest backup is read back in sample, and what was found is kept
 * and logged once the change is done. Waits a limited time. When nothing can be proven it asks once: an administrator
 * decides with a reason; anybody else is told and may go on, because somebody may need a journal now. The old schema
 * cannot be worked in: this program knows the new one only.
 */
export function createUpdateGuard(deps: UpdateGuardDeps): BeforeUpdate {
  return async opened => {
    // The person first: a wrong code or a closed account is told at once, and changes nothing.
    const account = await opened.person?.who(opened);
    const found = await findProof(deps, opened);
    const decision = found.outcome !== 'none' || account === undefined ? null : decisionOf(account, { goOn: opened.person?.goOn, problem: found.problem });
    const at = deps.clock.now().toISOString();
    const { outcome, generationId, provenAt, problem } = found;
    const { from: fromSchema, to: toSchema } = opened;
    return async ({ db, log }) => {
      await db.write(async tx => {
        await insertUpdateProof(tx, { id: deps.newId(), at, fromSchema, toSchema, program: deps.appVersion, outcome, generationId, provenAt, chosenBy: decision?.account.id ?? null });
        await log.append(tx, decision === null ? PROGRAM : actorOf(decision), {
          action: 'VERIFY', category: 'system', outcome: outcome === 'none' ? 'failed' : 'ok', objectType: 'update', objectId: generationId, reasonCode: decision?.code ?? 'beforeUpdate',
          reasonText: [decision?.reason, `schema ${fromSchema} -> ${toSchema}, ${outcome}`, problem].filter(part => typeof part === 'string' && part !== '').join('; '),
        });
      });
    };
  };
}
