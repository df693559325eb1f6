import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { v7 } from 'uuid';

import type { CardRecord } from '#shared/contract/setup.ts';
import type { ClinicDraft } from '#shared/domain/clinic/clinic.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CardProfile } from '#shared/domain/cards/host-protocol.ts';
import { clinicExists, placeIn, type ClinicPlace } from '../../clinic/clinic-place.ts';
import { syncFolder } from '../../clinic/durable-file.ts';
import type { TrustSetting } from '../../clinic/machine-file.ts';
import { openDatabase } from '../../db/database.ts';
import type { Writer } from '../../db/handles.ts';
import { migrate } from '../../db/migrate.ts';
import type { Clock } from '../../ports/clock.ts';
import { insertClinic } from '../../repositories/clinic.ts';
import { openAccessLog, type LogActor } from '../../repositories/log.ts';
import { insertCardCredential } from '../../repositories/credential.ts';
import { putSetting } from '../../repositories/setting.ts';
import { saveDeviceKey } from '../../repositories/device-key.ts';
import { insertUser } from '../../repositories/user-account.ts';
import { deviceSigner, newDeviceKey } from '../../security/vault/device-key.ts';
import type { CardProbe } from '../../security/pki/probe.ts';
import { sealToCertificate } from '../../security/pki/seal.ts';
import { keyPayload, newDatabaseKey, type DatabaseKey } from '../../security/vault/database-key.ts';
import { createVault } from '../../security/vault/vault-update.ts';
import type { PersonCard } from '../session/card-identity.ts';
import { recordOf } from '../session/card-record.ts';

export interface NewClinic {
  readonly place: ClinicPlace;
  readonly draft: ClinicDraft;
  readonly trust: TrustSetting;
  readonly card: PersonCard;
  readonly probe: CardProbe;
  readonly profile: CardProfile;
  readonly clock: Clock;
  readonly workstation: string;
  readonly alsoPractitioner: boolean;
}

/**
 * Makes the clinic beside its final place and moves it there in one rename: a program ended at any moment leaves no
 * clinic or a whole one. The database key is random; the administrator's card is the first that can open it.
 * Errors: db.exists, card.keyUnsupported (a card that can only sign), db.*.
 */
export async function createClinic(input: NewClinic): Promise<{ key: DatabaseKey; record: CardRecord }> {
  if (clinicExists(input.place)) throw new AppError('db.exists');
  const staging = join(input.place.dataDir, 'clinic.new');
  await rm(staging, { recursive: true, force: true }); // an earlier try that never became a clinic: its key was never stored
  await mkdir(staging, { recursive: true, mode: 0o700 });
  try {
    const made = await fill(placeIn(input.place.dataDir, staging), input);
    await syncFolder(staging);
    await rename(staging, input.place.clinicDir);
    await syncFolder(input.place.dataDir);
    return made;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

async function fill(staging: ClinicPlace, input: NewClinic): Promise<{ key: DatabaseKey; record: CardRecord }> {
  const { scheme } = input.probe;
  if (scheme === null) throw new AppError('card.keyUnsupported');
  const now = input.clock.now();
  const key = newDatabaseKey(v7());
  const clinicId = v7();
  const userId = v7();
  const entryId = v7();
  const deviceKey = newDeviceKey(clinicId, now);
  const record = recordOf(input);
  const db = await openDatabase({ file: staging.database, mode: 'create', getKeyHex: () => key.dbk.reveal().toString('hex') });
  try {
    await migrate(db);
    const log = await openAccessLog(db, { clock: input.clock, workstation: input.workstation, unit: clinicId });
    await db.write(async tx => {
      const actor = await insertFirstRows(tx, input, { clinicId, userId, at: now.toISOString() });
      await saveDeviceKey(tx, deviceKey);
      for (const [name, value] of [['trust', input.trust], ['setup_step', 'kit'], ['card_record', record]] as const) {
        await putSetting(tx, name, { value, at: now.toISOString() });
      }
      await log.append(tx, actor, { action: 'SETUP', category: 'system', objectType: 'clinic', objectId: clinicId });
      await insertCardCredential(tx, { id: entryId, userId, card: record }, { at: now.toISOString(), by: userId });
      await log.append(tx, actor, { action: 'CRED_CHANGE', category: 'staff', objectType: 'credential', objectId: entryId, reasonCode: 'cardEnrolled' });
    });
  } finally {
    await db.close();
  }
  const sealed = sealToCertificate(keyPayload(clinicId, key), input.card.auth.der, scheme);
  const entry = { id: entryId, userRef: userId, kind: 'card' as const, alg: scheme, notAfter: input.card.identity.notAfter, certSha256: input.card.identity.fingerprint, sealed };
  await createVault(staging.vault, { clinicId, dbId: clinicId, key, entries: [entry] }, { sign: deviceSigner(deviceKey, () => now).signCms, now });
  return { key, record };
}

async function insertFirstRows(tx: Writer, { draft, card, alsoPractitioner }: NewClinic, { clinicId, userId, at }: { clinicId: string; userId: string; at: string }): Promise<LogActor> {
  const { identity } = card;
  const roles: Role[] = alsoPractitioner ? ['administrator', 'practitioner'] : ['administrator'];
  await insertClinic(tx, { id: clinicId, draft, at });
  const person = { givenName: identity.givenName, familyName: identity.surname, title: identity.title, profession: 'other' as const, hsaId: identity.hsaId, roles };
  await insertUser(tx, { id: userId, draft: person }, { at, by: null });
  return { id: userId, hsaId: identity.hsaId, role: roles.join('+'), sessionId: null, origin: 'screen' };
}
