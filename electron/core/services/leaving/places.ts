import type { LeavingPlace } from '#shared/contract/leaving.ts';
import type { ServerKeys } from '#shared/domain/backup/target.ts';
import { APPROVAL_HOURS, isLatelyProven, type LeftWhere } from '#shared/domain/leaving/leaving.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type * as z from 'zod';
import type { Reader } from '../../db/handles.ts';
import type { StorePlace } from '../../ports/backup-store.ts';
import { listGenerations } from '../../repositories/backup-run.ts';
import { type Approval, approvalsSince, listDeletions, listExports, listLeftPlaces } from '../../repositories/leaving.ts';
import { readBackupSetting, type StoredTarget } from '../backup/backup-settings.ts';

/** A place that backups go to, or one that is being left. */
export interface KnownPlace {
  readonly repositoryId: string;
  readonly name: string;
  readonly where: LeftWhere;
  readonly leftAt: string | null;
  readonly provenAt: string | null;
}

function whereOf(place: StoredTarget['place']): LeftWhere {
  if (place.kind === 'folder') return { kind: 'folder', repositoryPath: place.repositoryPath };
  const { endpoint, region, bucket, prefix, authority } = place;
  return { kind: 's3', endpoint, region, bucket, prefix, authority };
}

/** What a person calls the place by: the folder, or server, bucket and folder in it. */
export const whereText = (where: LeftWhere): string => (where.kind === 'folder' ? where.repositoryPath : `${where.endpoint}/${where.bucket}/${where.prefix}`);

/** Every place that is used now or was left, each once. */
export async function knownPlaces(db: Reader): Promise<KnownPlace[]> {
  const used = await Promise.all((await readBackupSetting(db)).targets.map(async ({ repositoryId, name, place }) => {
    const [newest] = await listGenerations(db, 1, repositoryId);
    return { repositoryId, name, where: whereOf(place), leftAt: null, provenAt: newest?.certificate?.verifiedAt ?? null };
  }));
  const left = (await listLeftPlaces(db)).filter(one => !used.some(place => place.repositoryId === one.repositoryId));
  return [...used, ...left.map(one => ({ ...one, provenAt: null }))];
}

/** The place of this repository. Errors: record.notFound. */
export async function requirePlace(db: Reader, repositoryId: string): Promise<KnownPlace> {
  const found = (await knownPlaces(db)).find(place => place.repositoryId === repositoryId);
  if (found === undefined) throw new AppError('record.notFound');
  return found;
}

/** The address with the keys of the bucket's owner, as entered for this one act. Errors: leaving.ownerKeysMissing. */
export function storePlace(where: LeftWhere, owner: z.output<typeof ServerKeys> | null): StorePlace {
  if (where.kind === 'folder') return { kind: 'folder', path: where.repositoryPath };
  if (owner === null) throw new AppError('leaving.ownerKeysMissing');
  return { ...where, accessKeyId: owner.accessKeyId, secretAccessKey: new Redacted(owner.secretAccessKey) };
}

/**
 * True when no other copy outside this computer was proven within the last days: neither in another place that is still used,
 * nor as an export. A place that was left already holds nothing that could be relied on, and deleting the rest of it costs nothing.
 */
export async function isOnlyCopy(db: Reader, repositoryId: string, now: Date): Promise<boolean> {
  const places = await knownPlaces(db);
  if (places.find(place => place.repositoryId === repositoryId)?.leftAt !== null) return false;
  const others = places.filter(place => place.repositoryId !== repositoryId && place.leftAt === null && isLatelyProven(place.provenAt, now));
  const [exported] = await listExports(db);
  return others.length === 0 && !isLatelyProven(exported?.at ?? null, now);
}

/** The yes of a second person that still counts for this act of `userId`, or undefined. */
export async function approvalFor(db: Reader, { repositoryId, userId, now }: { readonly repositoryId: string; readonly userId: string | null; readonly now: Date }): Promise<Approval | undefined> {
  const since = new Date(now.getTime() - APPROVAL_HOURS * 3_600_000).toISOString();
  return (await approvalsSince(db, since)).find(one => one.repositoryId === repositoryId && one.userId !== userId);
}

/** What the screen shows of each place. */
export async function describePlaces(db: Reader, { userId, now }: { readonly userId: string | null; readonly now: Date }): Promise<z.input<typeof LeavingPlace>[]> {
  const certificates = await listDeletions(db);
  return Promise.all((await knownPlaces(db)).map(async place => {
    const { repositoryId, name, where, leftAt, provenAt } = place;
    const newest = certificates.find(one => one.certificate.place.repositoryId === repositoryId && leftAt !== null);
    return {
      repositoryId, name, kind: where.kind, where: whereText(where), provenAt, leftAt, left: newest?.certificate.outcome.left ?? null,
      isOnlyCopy: await isOnlyCopy(db, repositoryId, now), approvedBy: (await approvalFor(db, { repositoryId, userId, now }))?.name ?? null,
    };
  }));
}
