import type { Country } from '#shared/domain/clinic/clinic.ts';
import { displayPhone } from '#shared/domain/patients/phone.ts';
import type { RecallChannel, RecallDraft, RecallRow, RecallStatus } from '#shared/domain/recalls/recall.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** G-11: the phone of a protected identity never leaves. */
const ROWS = `SELECT c.id AS id, c.version AS version, c.patient_id AS patientId, p.family_name || ', ' || p.given_name AS name, p.protection <> 'none' AS isProtected,
    CASE WHEN p.protection <> 'none' THEN NULL ELSE (SELECT t.value FROM contact_point t WHERE t.patient_id = c.patient_id AND t.ended_at IS NULL AND t.kind <> 'email'
      ORDER BY t.kind <> 'mobile', t.created_at LIMIT 1) END AS phone,
    c.service_id AS serviceId, c.due_date AS dueDate, c.repeat_months AS repeatMonths, c.rule_id IS NOT NULL AS byRule, c.status AS status, c.channel AS channel,
    c.called_at AS calledAt, c.calls AS calls, c.note AS note`;

/** Somebody who died, or who is the same as another patient, is called by nobody. */
const REACHABLE = `p.deceased_on IS NULL AND p.merged_into IS NULL`;

interface Row extends Omit<RecallRow, 'isProtected' | 'byRule'> {
  readonly isProtected: number;
  readonly byRule: number;
}

const toRow = (row: Row, country: Country): RecallRow => ({
  ...row, phone: row.phone === null ? null : displayPhone(row.phone, country), isProtected: row.isProtected === 1, byRule: row.byRule === 1,
});

export interface DueQuestion {
  readonly until: string;
  readonly status: RecallStatus;
  readonly after: { readonly dueDate: string; readonly id: string } | null;
  readonly limit: number;
}

/** One stretch of the index recall_due; bindings: status, until, due date and id of the row before (empty at first), limit. */
export const DUE_SQL = `${ROWS} FROM recall c CROSS JOIN patient p ON p.id = c.patient_id
  WHERE c.status = ? AND c.due_date <= ? AND (c.due_date, c.id) > (?, ?) AND ${REACHABLE} ORDER BY c.due_date, c.id LIMIT ?`;

/** Who is due, longest due first. */
export async function findDue(db: Reader, country: Country, { until, status, after, limit }: DueQuestion): Promise<RecallRow[]> {
  const rows = (await db.raw(DUE_SQL, [status, until, after?.dueDate ?? '', after?.id ?? '', limit])) as Row[];
  return rows.map(row => toRow(row, country));
}

/** A patient's recalls, newest due first. */
export async function findRecallsOfPatient(db: Reader, country: Country, patientId: string): Promise<RecallRow[]> {
  const rows = (await db.raw(`${ROWS} FROM recall c JOIN patient p ON p.id = c.patient_id WHERE c.patient_id = ? ORDER BY c.due_date DESC, c.id DESC LIMIT 100`, [patientId])) as Row[];
  return rows.map(row => toRow(row, country));
}

/** The row at exactly this version. Errors: record.notFound, record.changedMeanwhile. */
export async function getRecallAt(db: Reader, country: Country, at: { readonly id: string; readonly version: number }): Promise<RecallRow> {
  const [row] = (await db.raw(`${ROWS} FROM recall c JOIN patient p ON p.id = c.patient_id WHERE c.id = ?`, [at.id])) as Row[];
  if (!row) throw new AppError('record.notFound');
  if (row.version !== at.version) throw new AppError('record.changedMeanwhile');
  return toRow(row, country);
}

/** How many are due up to a day, by what was done about them. Counted in the index, so it may include somebody who died since. */
export async function countDue(db: Reader, until: string): Promise<{ toCall: number; called: number; unreachable: number }> {
  const rows = (await db.raw(`SELECT status, count(*) AS n FROM recall WHERE status IN ('toCall', 'called', 'unreachable') AND due_date <= ? GROUP BY status`, [until])) as {
    status: 'toCall' | 'called' | 'unreachable'; n: number;
  }[];
  return { toCall: 0, called: 0, unreachable: 0, ...Object.fromEntries(rows.map(row => [row.status, row.n])) };
}

/** Errors: the database's own unique rule 'recall_once' when one for this service is open. */
export async function insertRecall(tx: Writer, id: string, draft: RecallDraft, change: Change): Promise<void> {
  await tx('recall').insert({
    id, patient_id: draft.patientId, service_id: draft.serviceId, due_date: draft.dueDate, repeat_months: draft.repeatMonths, note: draft.note, status: 'toCall',
    version: 1, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by,
  });
}

export interface RecallPatch {
  readonly status?: RecallStatus;
  readonly dueDate?: string;
  readonly repeatMonths?: number | null;
  readonly note?: string;
  /** They were called in this way, now. */
  readonly calledBy?: RecallChannel;
}

/** Errors: record.changedMeanwhile. Returns the new version. */
export async function updateRecall(tx: Writer, at: { readonly id: string; readonly version: number }, patch: RecallPatch, change: Change): Promise<number> {
  const version = at.version + 1;
  const columns = {
    ...(patch.status !== undefined && { status: patch.status }),
    ...(patch.dueDate !== undefined && { due_date: patch.dueDate }),
    ...(patch.repeatMonths !== undefined && { repeat_months: patch.repeatMonths }),
    ...(patch.note !== undefined && { note: patch.note }),
    ...(patch.calledBy !== undefined && { status: 'called', channel: patch.calledBy, called_at: change.at, calls: tx.raw('calls + 1') }),
  };
  const count = await tx('recall').where({ id: at.id, version: at.version }).update({ ...columns, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}

export interface PostalAddress {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Name and address for an envelope, or null when there is none. Ask only for somebody whose address may be shown (G-11). */
export async function findPostalAddress(db: Reader, patientId: string): Promise<PostalAddress | null> {
  const [row] = (await db.raw(
    `SELECT p.given_name || ' ' || p.family_name AS name, a.care_of AS careOf, a.street AS street, a.post_code AS postCode, a.city AS city
     FROM patient p JOIN address a ON a.patient_id = p.id AND a.ended_at IS NULL WHERE p.id = ? AND p.protection = 'none' ORDER BY a.kind <> 'home', a.created_at LIMIT 1`,
    [patientId],
  )) as { name: string; careOf: string; street: string; postCode: string; city: string }[];
  return row ? { name: row.name, lines: [row.careOf, row.street, `${row.postCode} ${row.city}`.trim()].filter(line => line !== '') } : null;
}
