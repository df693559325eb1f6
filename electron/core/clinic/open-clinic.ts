import * as z from 'zod';

import type { SetupStep } from '#shared/contract/session.ts';
import { SETUP_STEPS } from '#shared/contract/session.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import { openDatabase, type Database } from '../db/database.ts';
import type { Reader } from '../db/handles.ts';
import type { Clock } from '../ports/clock.ts';
import { type ClinicFacts, findClinic } from '../repositories/clinic.ts';
import { hashAt, openAccessLog, type AccessLog } from '../repositories/log.ts';
import { findSetting } from '../repositories/setting.ts';
import { readDeviceKey } from '../repositories/device-key.ts';
import { deviceSigner, type DeviceSigner } from '../security/vault/device-key.ts';
import { checkKey } from '../security/vault/database-key.ts';
import { verifyVault, type Vault } from '../security/vault/vault.ts';
import { type BeforeUpdate, type UpdatePerson, updateSchema } from './before-update.ts';
import type { ClinicPlace } from './clinic-place.ts';
import type { TrustSetting } from './machine-file.ts';

/** The clinic with its database open. Ends with the core process. */
export interface OpenClinic {
  readonly db: Database;
  readonly log: AccessLog;
  readonly clinic: ClinicFacts;
  /** Signs vault heads, checkpoints of the log and backup manifests. */
  readonly signer: DeviceSigner;
  readonly trust: TrustSetting;
  readonly keyHex: () => string;
  vault: Vault;
}

const StoredTrust = z.strictObject({ certificates: z.array(z.string()), policies: z.record(z.string(), z.union([z.literal(2), z.literal(3)])), minimumLoa: z.union([z.literal(2), z.literal(3)]) });

export interface OpeningOptions {
  readonly place: ClinicPlace;
  readonly vault: Vault;
  readonly dbk: Redacted<Buffer>;
  readonly clock: Clock;
  readonly workstation: string;
  /** Asked when a new program is about to change the database. */
  readonly beforeUpdate?: BeforeUpdate | undefined;
  /** Who signs in; asked by `beforeUpdate` only. */
  readonly person?: UpdatePerson | undefined;
}

/**
 * Opens the database with an unwrapped key and proves that everything belongs together: key against the vault's
 * key-check value (so a wrong key and a damaged file get different words), vault against the signing key inside the
 * database, and the log against the anchor outside it. Errors: db.*, vault.damaged, db.rolledBack, update.unproven.
 */
export async function openClinic({ place, vault, dbk, clock, workstation, beforeUpdate, person }: OpeningOptions): Promise<OpenClinic> {
  const keyHex = () => dbk.reveal().toString('hex');
  const db = await openWithKnownKey(place, vault, { keyHex, dbk });
  try {
    const read = async () => ({ clinic: await readClinic(db.reader), trust: await readTrust(db.reader) });
    const keepProof = await updateSchema(db, { beforeUpdate, read, keyHex, person });
    const { clinic, trust } = await read();
    const signer = deviceSigner(await readDeviceKey(db.reader), () => clock.now());
    await verifyVault(vault, signer.verifyCms);
    await refuseRolledBackLog(db.reader, vault);
    const log = await openAccessLog(db, { clock, workstation, unit: clinic.id });
    await keepProof({ db, log });
    return { db, log, clinic, signer, trust, keyHex, vault };
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function openWithKnownKey(place: ClinicPlace, vault: Vault, { keyHex, dbk }: { keyHex: () => string; dbk: Redacted<Buffer> }): Promise<Database> {
  try {
    return await openDatabase({ file: place.database, mode: 'readwrite', getKeyHex: keyHex });
  } catch (error) {
    // SQLCipher cannot tell these two apart; the key-check value can (security.md D7).
    const isKeyRight = checkKey(dbk.reveal(), vault.head.kcv);
    if (error instanceof AppError && error.code === 'db.keyWrong' && isKeyRight) throw new AppError('db.headerDamaged', {}, error);
    throw error;
  }
}

async function refuseRolledBackLog(db: Reader, vault: Vault): Promise<void> {
  const { auditSeq, auditHash } = vault.anchor;
  if (auditSeq === 0) return;
  const found = await hashAt(db, auditSeq);
  if (found === '' || found !== auditHash) throw new AppError('db.rolledBack', { anchor: auditSeq });
}

const readTrust = async (db: Reader): Promise<TrustSetting> => (await findSetting(db, 'trust', StoredTrust)) as TrustSetting;

async function readClinic(db: Reader): Promise<ClinicFacts> {
  const clinic = await findClinic(db);
  if (!clinic) throw new AppError('db.notOurs');
  return clinic;
}

/** Where the first-run wizard stands. */
export const readSetupStep = async (db: Reader): Promise<SetupStep> => (await findSetting(db, 'setup_step', SetupStepSchema)) ?? 'done';
const SetupStepSchema = z.enum(SETUP_STEPS);
