import type { Resource } from '#shared/domain/agenda/service.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

interface ResourceRow {
  id: string; version: number; kind: Resource['kind']; name: string; title: string; userId: string | null; policy: Resource['policy']; capacity: number; active: number;
}

/** A practitioner is called what their account says, so a new name shows everywhere, and leaves when the account closes. */
const SELECT = `SELECT r.id AS id, r.version AS version, r.kind AS kind, coalesce(u.name, r.name) AS name, coalesce(u.title, '') AS title, r.user_id AS userId,
  r.policy AS policy, r.capacity AS capacity, r.active = 1 AND coalesce(u.status, 'active') = 'active' AS active
  FROM resource r LEFT JOIN user_account u ON u.id = r.user_id`;

/** All resources in the clinic's order: practitioners, rooms, equipment. */
export async function findResources(db: Reader): Promise<Resource[]> {
  const rows = (await db.raw(
    `${SELECT} ORDER BY CASE r.kind WHEN 'practitioner' THEN 1 WHEN 'room' THEN 2 ELSE 3 END, r.position, name`,
  )) as ResourceRow[];
  return rows.map(row => ({ ...row, active: row.active === 1 }));
}

export interface ResourceFields {
  readonly kind: Resource['kind'];
  readonly userId: string | null;
  readonly name: string;
  readonly policy: Resource['policy'];
  readonly capacity: number;
  readonly active: boolean;
}

const columnsOf = (fields: ResourceFields) => ({
  kind: fields.kind, user_id: fields.userId, name: fields.name, policy: fields.policy, capacity: fields.capacity, active: fields.active,
});

/** Adds a resource after the others of its kind. */
export async function insertResource(tx: Writer, id: string, fields: ResourceFields, change: Change): Promise<void> {
  const [last] = (await tx.raw('SELECT coalesce(max(position), 0) AS position FROM resource WHERE kind = ?', [fields.kind])) as { position: number }[];
  await tx('resource').insert({ id, ...columnsOf(fields), position: (last?.position ?? 0) + 1, version: 1, changed_at: change.at, changed_by: change.by });
}

/** Errors: record.changedMeanwhile (also when it is not there). Returns the new version. */
export async function updateResource(tx: Writer, at: { readonly id: string; readonly version: number }, fields: Partial<ResourceFields>, change: Change): Promise<number> {
  const version = at.version + 1;
  const { userId, ...rest } = fields;
  const count = await tx('resource')
    .where({ id: at.id, version: at.version })
    .update({ ...rest, ...(userId !== undefined && { user_id: userId }), version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}
