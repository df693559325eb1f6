import type { Service, ServiceDraft } from '#shared/domain/agenda/service.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

interface ServiceRow {
  id: string; version: number; name: string; duration_min: number; buffer_before_min: number; buffer_after_min: number; price_minor: number;
  vat_code: Service['vatCode']; colour: Service['colour']; needs: string; rules: string; active: number; resource_ids: string;
}

const SELECT = `SELECT s.*, (SELECT json_group_array(sr.resource_id) FROM service_resource sr WHERE sr.service_id = s.id) AS resource_ids FROM service s`;

/** What the clinic offers, in its own order. */
export async function findServices(db: Reader): Promise<Service[]> {
  return ((await db.raw(`${SELECT} ORDER BY s.position, s.name`)) as ServiceRow[]).map(toService);
}

/** The service, closed ones too. Errors: record.notFound. */
export async function getService(db: Reader, id: string): Promise<Service> {
  const [row] = (await db.raw(`${SELECT} WHERE s.id = ?`, [id])) as ServiceRow[];
  if (!row) throw new AppError('record.notFound');
  return toService(row);
}

const toService = (row: ServiceRow): Service => ({
  id: row.id,
  version: row.version,
  name: row.name,
  durationMin: row.duration_min,
  bufferBeforeMin: row.buffer_before_min,
  bufferAfterMin: row.buffer_after_min,
  priceMinor: row.price_minor,
  vatCode: row.vat_code,
  colour: row.colour,
  needs: JSON.parse(row.needs) as Service['needs'],
  rules: JSON.parse(row.rules) as Service['rules'],
  active: row.active === 1,
  resourceIds: JSON.parse(row.resource_ids) as string[],
});

const columnsOf = (draft: ServiceDraft) => ({
  name: draft.name, duration_min: draft.durationMin, buffer_before_min: draft.bufferBeforeMin, buffer_after_min: draft.bufferAfterMin, price_minor: draft.priceMinor,
  vat_code: draft.vatCode, colour: draft.colour, needs: JSON.stringify(draft.needs), rules: JSON.stringify(draft.rules), active: draft.active,
});

/** Adds a service last in the list, performed by `resourceIds` (empty: by anybody). */
export async function insertService(tx: Writer, service: { readonly id: string; readonly draft: ServiceDraft; readonly resourceIds: readonly string[] }, change: Change): Promise<void> {
  const [last] = (await tx.raw('SELECT coalesce(max(position), 0) AS position FROM service')) as { position: number }[];
  await tx('service').insert({ id: service.id, ...columnsOf(service.draft), position: (last?.position ?? 0) + 1, version: 1, changed_at: change.at, changed_by: change.by });
  await linkResources(tx, service.id, service.resourceIds);
}

/** Booked visits keep their length. Errors: record.changedMeanwhile. Returns the new version. */
export async function updateService(
  tx: Writer,
  service: { readonly id: string; readonly version: number; readonly draft: ServiceDraft; readonly resourceIds: readonly string[] },
  change: Change,
): Promise<number> {
  const version = service.version + 1;
  const count = await tx('service').where({ id: service.id, version: service.version }).update({ ...columnsOf(service.draft), version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  await tx('service_resource').where({ service_id: service.id }).delete();
  await linkResources(tx, service.id, service.resourceIds);
  return version;
}

async function linkResources(tx: Writer, serviceId: string, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length > 0) await tx('service_resource').insert(resourceIds.map(resourceId => ({ service_id: serviceId, resource_id: resourceId })));
}
