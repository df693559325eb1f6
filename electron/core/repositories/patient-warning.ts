import type { Warning, WarningDraft } from '#shared/domain/patients/patient.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './patient.ts';

interface WarningRow {
  id: string;
  kind: Warning['kind'];
  severity: Warning['severity'];
  text: string;
  source: Warning['source'];
  version: number;
  changed_at: string;
  author: string;
  ended_at: string | null;
  ender: string | null;
  end_reason: string | null;
}

const ALL = `SELECT w.id, w.kind, w.severity, w.text, w.source, w.version, coalesce(v.changed_at, w.changed_at) AS changed_at, coalesce(u.name, '') AS author,
    w.ended_at, e.name AS ender, w.end_reason
  FROM warning w
  LEFT JOIN warning_version v ON v.warning_id = w.id AND v.version = CASE WHEN w.ended_at IS NULL THEN w.version ELSE w.version - 1 END
  LEFT JOIN user_account u ON u.id = v.changed_by
  LEFT JOIN user_account e ON e.id = w.ended_by
  WHERE w.patient_id = ?
  ORDER BY w.ended_at IS NOT NULL, CASE w.severity WHEN 'lifeThreatening' THEN 0 WHEN 'harmful' THEN 1 WHEN 'discomfort' THEN 2 ELSE 3 END, w.created_at, w.id`;

/** All warnings of a patient, current first and the most serious on top. Who and when name the newest wording. */
export async function listWarnings(db: Reader, patientId: string): Promise<Warning[]> {
  const rows = (await db.raw(ALL, [patientId])) as WarningRow[];
  return rows.map(row => ({
    id: row.id, kind: row.kind, severity: row.severity, text: row.text, source: row.source, version: row.version, recordedAt: row.changed_at, recordedBy: row.author,
    ended: row.ended_at === null ? null : { at: row.ended_at, by: row.ender ?? '', reason: row.end_reason ?? '' },
  }));
}

/** Of these patients, those with a current warning, each with the gravest. Binding: JSON array of ids. */
export const WARNED_SQL = `SELECT w.patient_id AS id, w.kind AS kind, w.severity AS severity,
    min(CASE w.severity WHEN 'lifeThreatening' THEN 0 WHEN 'harmful' THEN 1 WHEN 'discomfort' THEN 2 ELSE 3 END) AS worst
  FROM json_each(?) asked CROSS JOIN warning w ON w.patient_id = asked.value AND w.ended_at IS NULL GROUP BY w.patient_id`;

/** Of these patients, those with a current warning, each with the gravest (K-21). */
export async function findWarned(db: Reader, ids: readonly string[]): Promise<Pick<Warning, 'id' | 'kind' | 'severity'>[]> {
  const rows = (await db.raw(WARNED_SQL, [JSON.stringify(ids)])) as (Pick<Warning, 'id' | 'kind' | 'severity'>)[];
  return rows.map(({ id, kind, severity }) => ({ id, kind, severity }));
}

/** The answer "none known", unless a warning has been recorded or ended since (K-21). */
export async function findNoneKnown(db: Reader, patientId: string): Promise<{ at: string; by: string } | null> {
  const [row] = (await db.raw(
    `SELECT a.answered_at AS at, coalesce(u.name, '') AS by FROM warning_answer a LEFT JOIN user_account u ON u.id = a.answered_by
     WHERE a.patient_id = ? AND NOT EXISTS (SELECT 1 FROM warning w WHERE w.patient_id = a.patient_id AND (w.changed_at > a.answered_at OR w.ended_at IS NULL)) ORDER BY a.id DESC LIMIT 1`,
    [patientId],
  )) as { at: string; by: string }[];
  return row ?? null;
}

/** The signed answer "none known": who asked and when. It stops counting once a warning is recorded or ended (K-21). */
export async function insertNoneKnown(tx: Writer, patientId: string, change: Change): Promise<void> {
  await tx('warning_answer').insert({ patient_id: patientId, answered_at: change.at, answered_by: change.by });
}

export interface WarningAt {
  readonly id: string;
  readonly patientId: string;
  readonly version: number | null;
}

/** Writes a new warning or a new version of one; sent twice it is written once. Errors: record.notFound, record.changedMeanwhile. */
export async function saveWarning(tx: Writer, at: WarningAt, draft: WarningDraft, change: Change): Promise<number> {
  if (at.version !== null) return changeWarning(tx, { ...at, version: at.version }, draft, change);
  const [same] = (await tx.raw('SELECT patient_id, version FROM warning WHERE id = ?', [at.id])) as { patient_id: string; version: number }[];
  if (same && same.patient_id !== at.patientId) throw new AppError('record.notFound');
  if (same) return same.version;
  await tx('warning').insert({ ...draft, id: at.id, patient_id: at.patientId, version: 1, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by });
  return 1;
}

/** Ends a warning with the reason; all its versions stay. */
export const endWarning = (tx: Writer, at: WarningAt & { version: number }, reason: string, change: Change): Promise<number> =>
  changeWarning(tx, at, { ended_at: change.at, ended_by: change.by, end_reason: reason }, change);

async function changeWarning(tx: Writer, at: WarningAt & { version: number }, columns: object, change: Change): Promise<number> {
  const changed = await tx('warning')
    .where({ id: at.id, patient_id: at.patientId, version: at.version }).whereNull('ended_at')
    .update({ ...columns, version: at.version + 1, changed_at: change.at, changed_by: change.by });
  if (changed === 1) return at.version + 1;
  const [there] = (await tx.raw('SELECT 1 FROM warning WHERE id = ? AND patient_id = ?', [at.id, at.patientId])) as unknown[];
  throw new AppError(there ? 'record.changedMeanwhile' : 'record.notFound');
}
