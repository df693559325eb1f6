import path from 'node:path';

import { v7 as uuid } from 'uuid';

import { fileDeviceSecretStore } from '#electron/core/adapters/device-secret-store/file-device-secret-store.ts';
import type { CardEnroller } from '#electron/core/ports/card-enroller.ts';
import { openThrottle } from '#electron/core/security/passphrase/throttle.ts';
import { sealToCertificate } from '#electron/core/security/pki/seal.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { createVault } from '#electron/core/security/vault/vault-update.ts';
import { certificateFingerprint } from '#electron/core/security/pki/certificate.ts';
import { createStaffService } from '#electron/core/services/staff/staff-service.ts';
import { vaultAccess, type VaultHolder } from '#electron/core/services/staff/vault-access.ts';
import { staff } from '#shared/contract/staff.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { KEY, startTestClinic } from '#test/support/harness.ts';

export const contract = { staff } as const;

/** A card in the pretended reader: its holder and a real certificate. */
export interface ReaderCard {
  readonly hsaId: string;
  readonly certificate: Uint8Array;
  readonly pin: string;
}

export const newCard = (hsaId: string, pin = '123456'): ReaderCard => ({ hsaId, pin, certificate: Buffer.from(newDeviceKey(uuid(), new Date('2026-01-01')).certificate, 'base64') });

/** A clinic whose staff service has a real vault, real sealing and a pretended card reader. */
export async function startStaffClinic() {
  const reader: { card: ReaderCard | null } = { card: null };
  const ended: string[] = [];
  const swaps: number[] = [];
  const holder = {} as { -readonly [K in keyof VaultHolder]: VaultHolder[K] };
  const made: { profile: string; throttle?: ReturnType<typeof openThrottle> } = { profile: '' };

  const requireCard = (): ReaderCard => {
    if (reader.card === null) throw new AppError('card.absent');
    return reader.card;
  };
  const cards: CardEnroller = {
    inspect: async () => {
      const { hsaId, certificate } = requireCard();
      return { holder: 'Test Kort', hsaId, title: 'Fysioterapeut', issuer: 'Test CA', certificateNotAfter: '2030-01-01T00:00:00.000Z', certSha256: certificateFingerprint(certificate) };
    },
    enrol: async ({ pin, payload, expectedHsaId }) => {
      const card = requireCard();
      if (card.hsaId !== expectedHsaId) throw new AppError('staff.cardOfAnother');
      if (pin !== card.pin) throw new AppError('card.pinWrong', { left: 2 });
      const scheme = 'ecdh-sha256kdf-aes256wrap' as const;
      return {
        card: {
          holder: 'Test Kort', hsaId: card.hsaId, title: 'Fysioterapeut', issuer: 'Test CA', certificateNotAfter: '2030-01-01T00:00:00.000Z', cardNumber: '9752 01',
          keyAlgorithm: 'ec-p256', wrapScheme: scheme, canSign: true, signingCertificate: false, isPractice: true,
        },
        sealed: { alg: scheme, notAfter: '2030-01-01T00:00:00.000Z', certSha256: certificateFingerprint(card.certificate), sealed: sealToCertificate(payload, card.certificate, scheme) },
      };
    },
    allowSwap: async seconds => void swaps.push(seconds),
  };

  const clinic = await startTestClinic(contract, deps => {
    const throttle = openThrottle(path.join(path.dirname(deps.db.file), 'throttle.json'), () => deps.clock.now());
    made.profile = path.join(path.dirname(deps.db.file), '..', `profile-${uuid()}`);
    made.throttle = throttle;
    const service = createStaffService({
      ...deps, cards, throttle, vault: vaultAccess(holder, deps.clock), deviceSecrets: fileDeviceSecretStore(made.profile), endSessionsOf: async id => void ended.push(id),
    });
    return { staff: service };
  });
  const signer = deviceSigner(newDeviceKey(clinic.deps.clinic.id, clinic.clock.now()), () => clinic.clock.now());
  const key = { dbKeyId: uuid(), dbk: new Redacted(Buffer.from(KEY, 'hex')) };
  Object.assign(holder, { signer, keyHex: () => KEY });
  const place = { folder: path.join(clinic.dir, 'vault') };
  holder.vault = await createVault(place, { clinicId: clinic.deps.clinic.id, dbId: clinic.deps.clinic.id, key, entries: [] }, { sign: head => signer.signCms(head), now: clinic.clock.now() });

  const logOf = async (...actions: string[]) =>
    (await clinic.db.reader('audit_event').whereIn('action', actions).orderBy('seq')) as { action: string; object_id: string; reason_code: string | null; actor_id: string }[];
  return { ...clinic, reader, ended, swaps, holder, place, logOf, profile: () => made.profile, throttle: () => made.throttle! };
}

export const draft = (over: object = {}) => ({ givenName: 'Eva', familyName: 'Ek', title: 'Leg. fysioterapeut', profession: 'physiotherapist' as const, hsaId: '', roles: ['practitioner' as const], ...over });
