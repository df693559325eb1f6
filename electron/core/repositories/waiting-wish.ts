import type { Country } from '#shared/domain/clinic/clinic.ts';
import { displayPhone } from '#shared/domain/patients/phone.ts';
import { PRIORITIES, type WaitingOffer, type WaitingWish, type WishDraft } from '#shared/domain/waiting/wish.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

export type WishStatus = 'waiting' | 'booked' | 'withdrawn';

/** G-11: the phone of a protected identity never leaves, not even the one somebody typed with the wish. */
const WISHES = `SELECT w.id AS id, w.version AS version, w.patient_id AS patientId, w.service_id AS serviceId, w.resource_ids AS resourceIds, w.weekdays AS weekdays,
    w.time_from AS timeFrom, w.time_to AS timeTo, w.earliest AS earliest, w.latest AS latest, w.priority AS priority, w.note AS note, w.group_id AS groupId, w.status AS status,
    w.visit_id AS visitId, v.start_utc AS visitStart, w.created_at AS addedAt, coalesce(p.protection <> 'none', 0) AS isProtected,
    CASE WHEN p.id IS NULL THEN w.name ELSE p.family_name || ', ' || p.given_name END AS name,
    CASE WHEN coalesce(p.protection, 'none') <> 'none' THEN NULL ELSE coalesce(nullif(w.phone, ''),
      (SELECT c.value FROM contact_point c WHERE c.patient_id = w.patient_id AND c.ended_at IS NULL AND c.kind <> 'email' ORDER BY c.kind <> 'mobile', c.created_at LIMIT 1)) END AS phone,
    (SELECT json_group_array(json_array(o.id, o.version, o.resource_id, o.start_utc, o.end_utc, o.group_id, o.channel, o.until_utc, o.answer, o.asked_at))
     FROM (SELECT * FROM waiting_offer WHERE wish_id = w.id ORDER BY asked_at DESC LIMIT 10) o) AS offers
  FROM waiting_wish w LEFT JOIN patient p ON p.id = w.patient_id LEFT JOIN appointment v ON v.id = w.visit_id AND v.status IN ('booked', 'confirmed')`;

type OfferTuple = readonly [
  id: string, version: number, resourceId: string, start: string, end: string, groupId: string | null, channel: WaitingOffer['channel'], until: string | null, answer: WaitingOffer['answer'], askedAt: string,
];

interface WishRow {
  id: string; version: number; patientId: string | null; serviceId: string; resourceIds: string; weekdays: string; timeFrom: string | null; timeTo: string | null;
  earliest: string | null; latest: string | null; priority: number; note: string; groupId: string | null; visitId: string | null; visitStart: string | null; addedAt: string;
  isProtected: number; name: string; phone: string | null; offers: string; status: WishStatus;
}

const toOffer = (o: OfferTuple): WaitingOffer => ({
  id: o[0], version: o[1], resourceId: o[2], start: o[3], end: o[4], groupId: o[5], channel: o[6], until: o[7], answer: o[8], askedAt: o[9],
});

const toWish = ({ status: _status, ...row }: WishRow, country: Country): WaitingWish => ({
  ...row,
  phone: row.phone === null ? null : displayPhone(row.phone, country),
  isProtected: row.isProtected === 1,
  priority: PRIORITIES[row.priority] ?? 'normal',
  resourceIds: JSON.parse(row.resourceIds) as string[],
  weekdays: JSON.parse(row.weekdays) as number[],
  offers: (JSON.parse(row.offers) as OfferTuple[]).map(toOffer),
});

/** Everybody who waits, first in line first. */
export async function findWaiting(db: Reader, country: Country, limit: number): Promise<WaitingWish[]> {
  const rows = (await db.raw(`${WISHES} WHERE w.status = 'waiting' ORDER BY w.priority DESC, w.created_at, w.id LIMIT ?`, [limit])) as WishRow[];
  return rows.map(row => toWish(row, country));
}

/** What matching looks at; neither who it is nor how to reach them. */
export type LineWish = Pick<WaitingWish, 'id' | 'serviceId' | 'resourceIds' | 'weekdays' | 'timeFrom' | 'timeTo' | 'earliest' | 'latest' | 'groupId' | 'visitStart'>;

type LineTuple = readonly [
  id: string, serviceId: string, resourceIds: string[], weekdays: number[], timeFrom: string | null, timeTo: string | null, earliest: string | null, latest: string | null, groupId: string | null,
  visitStart: string | null,
];

/** The whole line as one text (one row of it costs less than five hundred): asked after every change of a visit. */
export async function findLine(db: Reader, limit: number): Promise<LineWish[]> {
  const [row] = (await db.raw(
    `SELECT json_group_array(json_array(w.id, w.service_id, json(w.resource_ids), json(w.weekdays), w.time_from, w.time_to, w.earliest, w.latest, w.group_id, v.start_utc)) AS line
     FROM (SELECT * FROM waiting_wish WHERE status = 'waiting' ORDER BY priority DESC, created_at, id LIMIT ?) w
     LEFT JOIN appointment v ON v.id = w.visit_id AND v.status IN ('booked', 'confirmed')`,
    [limit],
  )) as { line: string }[];
  return (JSON.parse(row?.line ?? '[]') as LineTuple[]).map(w => ({
    id: w[0], serviceId: w[1], resourceIds: w[2], weekdays: w[3], timeFrom: w[4], timeTo: w[5], earliest: w[6], latest: w[7], groupId: w[8], visitStart: w[9],
  }));
}

/** What one patient waits for. */
export async function findWishesOfPatient(db: Reader, country: Country, patientId: string): Promise<WaitingWish[]> {
  const rows = (await db.raw(`${WISHES} WHERE w.patient_id = ? AND w.status = 'waiting' ORDER BY w.created_at`, [patientId])) as WishRow[];
  return rows.map(row => toWish(row, country));
}

/** A wish and whether it still waits. Errors: record.notFound. */
export async function getWish(db: Reader, country: Country, id: string): Promise<{ readonly wish: WaitingWish; readonly status: WishStatus }> {
  const [row] = (await db.raw(`${WISHES} WHERE w.id = ?`, [id])) as WishRow[];
  if (!row) throw new AppError('record.notFound');
  return { wish: toWish(row, country), status: row.status };
}

/** How many wishes wait for a time. */
export async function countWaiting(db: Reader): Promise<number> {
  const [row] = (await db.raw(`SELECT count(*) AS n FROM waiting_wish WHERE status = 'waiting'`)) as { n: number }[];
  return row?.n ?? 0;
}

const columnsOf = (draft: WishDraft) => ({
  patient_id: draft.patientId, name: draft.name, phone: draft.phone, service_id: draft.serviceId, resource_ids: JSON.stringify(draft.resourceIds), weekdays: JSON.stringify(draft.weekdays),
  time_from: draft.timeFrom, time_to: draft.timeTo, earliest: draft.earliest, latest: draft.latest, priority: PRIORITIES.indexOf(draft.priority), note: draft.note,
  group_id: draft.groupId, visit_id: draft.visitId,
});

/** Adds somebody last in the line of their priority. */
export async function insertWish(tx: Writer, id: string, draft: WishDraft, change: Change): Promise<void> {
  await tx('waiting_wish').insert({ id, ...columnsOf(draft), version: 1, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by });
}

type WishPatch = { readonly draft: WishDraft } | { readonly status: 'withdrawn' } | { readonly status: 'booked'; readonly bookedId: string };

/** Errors: record.changedMeanwhile. Returns the new version. */
export async function updateWish(tx: Writer, at: { readonly id: string; readonly version: number }, patch: WishPatch, change: Change): Promise<number> {
  const version = at.version + 1;
  const columns = 'draft' in patch ? columnsOf(patch.draft) : { status: patch.status, booked_id: patch.status === 'booked' ? patch.bookedId : null };
  const count = await tx('waiting_wish').where({ id: at.id, version: at.version }).update({ ...columns, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}
