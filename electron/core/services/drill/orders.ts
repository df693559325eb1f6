import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { hasServerSheet, parseServerSheet } from '#shared/domain/backup/server-sheet.ts';
import { type BackupTarget, storePlaceOf } from '#shared/domain/backup/target.ts';
import type { DrillCertificate, DrilledPlace } from '#shared/domain/drill/drill.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { newestGeneration } from '../../backup/drill/newest-generation.ts';
import type { DrillContext } from '../../backup/drill/perform-drill.ts';
import { readVersion } from '../../backup/engine/repository.ts';
import type { BackupStore, StorePlace } from '../../ports/backup-store.ts';
import { parseKit, type ReadKit } from '../../security/recovery-kit/kit.ts';
import { checkKey } from '../../security/vault/database-key.ts';
import { clinicAnchors } from '../backup/anchors.ts';
import { anchorFileOf, workFolderOf } from '../backup/backup-context.ts';
import { SUBFOLDER } from '../backup/backup-place.ts';
import { readBackupIdentity } from '../backup/backup-settings.ts';
import type { DrillServiceDeps } from './deps.ts';
import { scratchInspector } from './inspect-scratch.ts';

/** A drill ready to be held. */
export interface DrillOrder {
  readonly trigger: DrillCertificate['trigger'];
  readonly keys: DrillCertificate['keys'];
  readonly place: DrilledPlace;
  readonly orderedBy: DrillCertificate['orderedBy'];
  readonly context: Omit<DrillContext, 'onProgress' | 'signal'>;
}

type Asked = Pick<DrillOrder, 'trigger' | 'orderedBy'>;

const whereOf = (place: StorePlace): string => (place.kind === 'folder' ? place.path : `${place.endpoint}/${place.bucket}/${place.prefix}`);

/** What of a target may stand on a certificate: no credentials. */
export const drilledPlaceOf = ({ id, repositoryId, name, place }: BackupTarget): DrilledPlace => ({
  targetId: id, repositoryId, name, kind: place.kind, where: place.kind === 'folder' ? place.path : whereOf(place),
});

function ownFingerprint({ open }: DrillServiceDeps): string {
  return createHash('sha256').update(new X509Certificate(open.signer.certificate).publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
}

/** A drill of one target with the keys inside the open database. Errors: backup.notConfigured when no backup was ever made. */
export async function orderForTarget(deps: DrillServiceDeps, target: BackupTarget, asked: Asked): Promise<DrillOrder> {
  const own = await readBackupIdentity(deps.db.reader);
  if (own === undefined) throw new AppError('backup.notConfigured');
  const anchor = await clinicAnchors(deps.db, anchorFileOf(deps.place)).read(target.repositoryId);
  return {
    ...asked, keys: 'clinic', place: drilledPlaceOf(target),
    context: {
      store: deps.openStore(storePlaceOf(target.place)), identity: new Redacted(own.identity), keyHex: new Redacted(deps.open.keyHex()), fingerprint: ownFingerprint(deps),
      clinicId: deps.clinic.id, anchor: anchor ?? null, workFolder: workFolderOf(deps.place),
      inspect: scratchInspector({
        live: deps.db.reader, signer: deps.open.signer, monotonicMs: () => performance.now(), ...(deps.sampleSize === undefined ? {} : { size: deps.sampleSize }),
      }),
    },
  };
}

export type KitPlace = { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'server'; readonly sheet: string };

/** The repository a stranger was pointed to: the folder or ours inside it, or what a server sheet describes. */
async function findForKit(deps: DrillServiceDeps, asked: KitPlace): Promise<{ store: BackupStore; place: StorePlace; repositoryId: string }> {
  if (asked.kind === 'folder' && !path.isAbsolute(asked.path)) throw new AppError('backup.placeMissing', { path: asked.path });
  if (asked.kind === 'server' && !hasServerSheet(asked.sheet)) throw new AppError('restore.serverSheetWrong', { field: 'endpoint' });
  const places: StorePlace[] = asked.kind === 'server'
    ? [parseServerSheet(asked.sheet).place]
    : [asked.path, ...(existsSync(path.join(asked.path, SUBFOLDER)) ? [path.join(asked.path, SUBFOLDER)] : [])].map(folder => ({ kind: 'folder', path: folder }));
  for (const place of places) {
    const store = deps.openStore(place);
    const version = await readVersion(store, whereOf(place));
    if (version !== undefined) return { store, place, repositoryId: version.repositoryId };
  }
  throw new AppError('restore.noBackups');
}

/** Throws unless this kit opens the newest backup of the place and it is this clinic's; restores nothing. */
async function requireFittingKit(store: BackupStore, kit: ReadKit, clinicId: string): Promise<void> {
  const { manifest } = await newestGeneration({ store, identities: [kit.identity.reveal()], fingerprint: kit.signerFingerprint, clinicId: kit.clinicId, anchor: null });
  if (!checkKey(Buffer.from(kit.keyHex.reveal(), 'hex'), manifest.keyCheck)) throw new AppError('restore.kitWrong');
  if (manifest.clinicId !== clinicId) throw new AppError('backup.placeForeign', { path: '' });
}

/**
 * The yearly drill: everything that opens the backup comes from the paper, and nothing is held against the open database.
 * Errors: restore.kitWrong, restore.noBackups, restore.signatureWrong, restore.serverSheetWrong, backup.place….
 */
export async function orderWithKit(deps: DrillServiceDeps, input: { readonly kit: string; readonly place: KitPlace }, orderedBy: DrillOrder['orderedBy']): Promise<DrillOrder> {
  const kit = parseKit(input.kit);
  const { store, place, repositoryId } = await findForKit(deps, input.place);
  await requireFittingKit(store, kit, deps.clinic.id);
  const known = (await deps.targets()).find(target => target.repositoryId === repositoryId);
  return {
    trigger: 'kit', keys: 'kit', orderedBy,
    // Only its name comes from the open clinic, so that the certificate says which of its places it was.
    place: known === undefined ? { targetId: null, repositoryId, name: whereOf(place), kind: place.kind, where: whereOf(place) } : drilledPlaceOf(known),
    context: {
      store, identity: kit.identity, keyHex: kit.keyHex, fingerprint: kit.signerFingerprint, clinicId: kit.clinicId, anchor: null, workFolder: workFolderOf(deps.place),
      inspect: scratchInspector({ live: null, signer: null, monotonicMs: () => performance.now(), ...(deps.sampleSize === undefined ? {} : { size: deps.sampleSize }) }),
    },
  };
}
