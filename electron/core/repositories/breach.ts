import { BreachDraft, type BreachCount, type BreachScope } from '#shared/domain/breach/breach.ts';
import type { Reader, Writer } from '../db/handles.ts';

type LogScope = Extract<BreachScope, { kind: 'log' }>;
type DeviceScope = Extract<BreachScope, { kind: 'device' }>;
type Affected = { readonly patientId: string; readonly rows: number; readonly firstAt: string | null; readonly lastAt: string | null };

/** What lay in the whole database by then, kind by kind: table and column of its time. */
const RECORDS: Readonly<Record<string, string>> = {
  identity: 'SELECT count(*) AS n FROM patient WHERE created_at <= ? AND merged_into IS NULL',
  note: 'SELECT count(*) AS n FROM note WHERE created_at <= ? AND latest_no IS NOT NULL',
  document: 'SELECT count(*) AS n FROM document WHERE created_at <= ?',
  attachment: 'SELECT count(*) AS n FROM attachment WHERE created_at <= ?',
  appointment: 'SELECT count(*) AS n FROM appointment WHERE created_at <= ?',
};

/** Rows of the log that this scope takes in: what was allowed and happened. `from` included, `to` excluded; the day index narrows the walk. */
function rowsOf({ from, to, userId, workstation }: LogScope): { readonly where: string; readonly values: string[] } {
  const days = [from.slice(0, 10), to.slice(0, 10)];
  return {
    where: `e.seq >= (SELECT coalesce(min(first_seq), 1) FROM audit_day WHERE day >= ? AND day <= ?) AND e.seq <= (SELECT coalesce(max(last_seq), 0) FROM audit_day WHERE day >= ? AND day <= ?)
      AND e.at >= ? AND e.at < ? AND e.outcome = 'ok'${userId === null ? '' : ' AND e.actor_id = ?'}${workstation === null ? '' : ' AND e.workstation = ?'}`,
    values: [...days, ...days, from, to, ...(userId === null ? [] : [userId]), ...(workstation === null ? [] : [workstation])],
  };
}

async function countLog(db: Reader, scope: LogScope): Promise<BreachCount> {
  const { where, values } = rowsOf(scope);
  const [sum] = (await db.raw(
    `SELECT count(DISTINCT coalesce(p.merged_into, e.patient_id)) AS persons, count(e.patient_id) AS records, sum(e.patient_id IS NULL AND e.count IS NOT NULL) AS "listRows",
       coalesce(sum(CASE WHEN e.patient_id IS NULL THEN e.count END), 0) AS "listShown"
     FROM audit_event e LEFT JOIN patient p ON p.id = e.patient_id WHERE ${where}`, values,
  )) as { persons: number; records: number; listRows: number | null; listShown: number }[];
  const byCategory = (await db.raw(`SELECT e.category, count(*) AS count FROM audit_event e WHERE ${where} AND e.patient_id IS NOT NULL GROUP BY e.category ORDER BY count DESC, e.category`, values)) as BreachCount['byCategory'];
  return { persons: sum?.persons ?? 0, records: sum?.records ?? 0, listRows: sum?.listRows ?? 0, listShown: sum?.listShown ?? 0, byCategory };
}

async function countDevice(db: Reader, { lostAt }: DeviceScope): Promise<BreachCount> {
  const byCategory: { category: string; count: number }[] = [];
  for (const [category, sql] of Object.entries(RECORDS)) byCategory.push({ category, count: ((await db.raw(sql, [lostAt])) as { n: number }[])[0]?.n ?? 0 });
  const persons = byCategory.find(one => one.category === 'identity')?.count ?? 0;
  return { persons, records: byCategory.reduce((sum, { count }) => sum + count, 0) - persons, listRows: 0, listShown: 0, byCategory };
}

/** How many people and records a scope takes in. */
export const countAffected = (db: Reader, scope: BreachScope): Promise<BreachCount> => (scope.kind === 'log' ? countLog(db, scope) : countDevice(db, scope));

/** The people a scope takes in, most rows first; `rows` is 0 where the whole database was lost. */
export async function listAffected(db: Reader, scope: BreachScope, limit: number): Promise<Affected[]> {
  if (scope.kind === 'device') {
    return (await db.raw(
      'SELECT id AS "patientId", 0 AS rows, NULL AS "firstAt", NULL AS "lastAt" FROM patient WHERE created_at <= ? AND merged_into IS NULL ORDER BY family_sort, given_fold, seq LIMIT ?', [scope.lostAt, limit],
    )) as Affected[];
  }
  const { where, values } = rowsOf(scope);
  return (await db.raw(
    `SELECT coalesce(p.merged_into, e.patient_id) AS "patientId", count(*) AS rows, min(e.at) AS "firstAt", max(e.at) AS "lastAt"
     FROM audit_event e LEFT JOIN patient p ON p.id = e.patient_id WHERE ${where} AND e.patient_id IS NOT NULL GROUP BY 1 ORDER BY rows DESC, 1 LIMIT ?`, [...values, limit],
  )) as Affected[];
}

/** The computers that the log names, the one with the newest row first. */
export async function listWorkstations(db: Reader): Promise<string[]> {
  const rows = (await db.raw('SELECT workstation, max(seq) AS last FROM audit_event GROUP BY workstation ORDER BY last DESC LIMIT 100')) as { workstation: string }[];
  return rows.map(row => row.workstation);
}

/** A breach report as stored. */
export interface StoredBreach {
  readonly id: string;
  readonly version: number;
  readonly draft: BreachDraft;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly closedAt: string | null;
}

type BreachRow = Omit<StoredBreach, 'draft'> & { readonly content: string };
const SELECT = `SELECT r.id, r.version, r.content, r.created_at AS "createdAt", u.name AS "createdBy", r.closed_at AS "closedAt" FROM breach_report r JOIN user_account u ON u.id = r.created_by`;
const toBreach = ({ content, ...row }: BreachRow): StoredBreach => ({ ...row, draft: BreachDraft.parse(JSON.parse(content)) });

/** Every report, newest discovery first. */
export const listBreaches = async (db: Reader): Promise<StoredBreach[]> => ((await db.raw(`${SELECT} ORDER BY r.discovered_at DESC, r.id DESC`)) as BreachRow[]).map(toBreach);

/** The report with this id, or undefined. */
export async function findBreach(db: Reader, id: string): Promise<StoredBreach | undefined> {
  const [row] = (await db.raw(`${SELECT} WHERE r.id = ?`, [id])) as BreachRow[];
  return row === undefined ? undefined : toBreach(row);
}

export interface BreachWrite {
  readonly id: string;
  readonly draft: BreachDraft;
  /** Instant. */
  readonly at: string;
  readonly by: string;
}

/** A new report, version 1. */
export async function insertBreach(tx: Writer, { id, draft, at, by }: BreachWrite): Promise<void> {
  await tx.raw('INSERT INTO breach_report (id, discovered_at, content, created_at, created_by, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?, ?)', [id, draft.discoveredAt, JSON.stringify(draft), at, by, at, by]);
}

/** Changes an open report; the old one is kept in record_history. */
export async function updateBreach(tx: Writer, { id, draft, at, by }: BreachWrite, closedAt: string | null): Promise<void> {
  await tx.raw('UPDATE breach_report SET discovered_at = ?, content = ?, closed_at = ?, version = version + 1, changed_at = ?, changed_by = ? WHERE id = ?', [draft.discoveredAt, JSON.stringify(draft), closedAt, at, by, id]);
}
