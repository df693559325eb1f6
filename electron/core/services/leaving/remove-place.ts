import canonicalize from 'canonicalize';

import type { DeletionCertificate } from '#shared/domain/leaving/leaving.ts';
import type { StorePlace } from '../../ports/backup-store.ts';
import { insertDeletion } from '../../repositories/leaving.ts';
import { PROGRAM } from '../../repositories/log.ts';
import type { LeavingDeps } from './deps.ts';
import { type KnownPlace, whereText } from './places.ts';

export interface RemovalOrder {
  readonly known: KnownPlace;
  /** With the owner's keys; lives as long as the act. */
  readonly place: StorePlace;
  readonly by: DeletionCertificate['by'];
  readonly approvedBy: DeletionCertificate['approvedBy'];
}

/** Deletes, counts what is left, signs what happened and keeps it. The journal here is not touched. Errors: the place's. */
export async function removePlace(deps: LeavingDeps, { known, place, by, approvedBy }: RemovalOrder): Promise<DeletionCertificate> {
  await deps.whenBackupIdle();
  const startedAt = deps.clock.now().toISOString();
  const outcome = await deps.openRemoval(place).remove((done, total) => deps.emit({ type: 'progress', job: 'leaving', phase: 'removing', done, total }));
  const certificate: DeletionCertificate = {
    format: 'klinikbok-deletion/1', id: deps.newId(), clinicId: deps.clinic.id, clinicName: deps.clinic.name,
    place: { name: known.name, repositoryId: known.repositoryId, where: whereText(known.where) },
    startedAt, endedAt: deps.clock.now().toISOString(), by, approvedBy, outcome, complete: outcome.left.objects === 0,
  };
  const content = canonicalize(certificate) ?? '';
  const signature = (await deps.open.signer.signCms(Buffer.from(content))).toString('base64');
  await deps.db.write(async tx => {
    await insertDeletion(tx, { certificate, content, signature });
    await deps.open.log.append(tx, PROGRAM, {
      action: 'BACKUP', category: 'system', objectType: 'backupPlace', objectId: known.repositoryId, reasonCode: certificate.complete ? 'leaving.removed' : 'leaving.partlyRemoved', count: outcome.removedObjects,
    });
  });
  return certificate;
}
