import { createHash, X509Certificate } from 'node:crypto';

import { v7 } from 'uuid';

import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import { renderRecoveryKit } from '../../pdf/recovery-kit.ts';
import type { Clock } from '../../ports/clock.ts';
import { putSetting } from '../../repositories/setting.ts';
import { ageEncrypt } from '../../security/age/age.ts';
import { generateAgeKeyPair } from '../../security/age/keys.ts';
import { groupMatches, groupsToAskBack, kitGroups, type RecoveryKit } from '../../security/recovery-kit/kit.ts';
import { keyPayload } from '../../security/vault/database-key.ts';
import { replaceEntries } from '../../security/vault/vault-update.ts';
import type { KitDesk } from './setup-service.ts';

interface Pending {
  readonly kit: RecoveryKit;
  readonly recipient: string;
  readonly askBack: readonly [number, number];
}

/**
 * Makes recovery kits (design/security.md §3.5). The secret of a printed kit is in this process only until two of its
 * groups were read back from the paper; then only its public half stays: as recipient of every backup and of the
 * vault's recovery entry. A newer kit replaces the vault entry of an older one.
 */
export function createKitDesk(clock: Clock): KitDesk {
  let pending: Pending | null = null;
  return {
    create: async clinic => {
      const pair = generateAgeKeyPair();
      const kit: RecoveryKit = {
        kitId: v7(), clinicId: clinic.clinic.id, clinicName: clinic.clinic.name, createdAt: clock.now().toISOString(), identity: new Redacted(pair.identity),
        keyHex: new Redacted(clinic.keyHex()), signerFingerprint: publicKeyFingerprint(clinic), place: null,
      };
      pending = { kit, recipient: pair.recipient, askBack: groupsToAskBack() };
      return { pdf: await renderRecoveryKit(kit), askBack: pending.askBack, groupCount: kitGroups(kit).length };
    },
    confirm: async (clinic, typed) => {
      if (!pending) throw new AppError('setup.stepMissing');
      const { kit, recipient, askBack } = pending;
      const groups = kitGroups(kit);
      if (!askBack.every((number, index) => groupMatches(groups, number, typed[index] ?? ''))) return false;
      await trustKit(clinic, { kit, recipient, now: clock.now() });
      pending = null;
      return true;
    },
  };
}

async function trustKit(clinic: OpenClinic, { kit, recipient, now }: { kit: RecoveryKit; recipient: string; now: Date }): Promise<void> {
  const { head } = clinic.vault;
  const payload = keyPayload(head.dbId, { dbKeyId: head.dbKeyId, dbk: new Redacted(Buffer.from(clinic.keyHex(), 'hex')) });
  const sealed = await ageEncrypt(payload, [recipient]);
  payload.fill(0);
  const older = head.entries.filter(entry => entry.kind === 'recovery').map(entry => entry.id);
  const entry = { id: kit.kitId, userRef: 'recovery', kind: 'recovery' as const, alg: 'age-x25519', notAfter: null, sealed };
  clinic.vault = await replaceEntries(clinic.vault, { remove: older, add: [entry] }, { sign: clinic.signer.signCms, now });
  await clinic.db.write(tx => putSetting(tx, 'recovery_kit', { value: { kitId: kit.kitId, recipient, confirmedAt: now.toISOString() }, at: now.toISOString() }));
}

/** SHA-256 of the signing key's SubjectPublicKeyInfo: what the kit prints and restore.py compares. */
export function publicKeyFingerprint({ signer }: OpenClinic): string {
  const spki = new X509Certificate(signer.certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
