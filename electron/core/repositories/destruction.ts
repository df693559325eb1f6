import type { Authority, DestroyedEntry, DestructionCounts, DestructionOrder, DestructionScope } from '#shared/domain/destruction/destruction.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface Who {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** ISO UTC. */
  readonly at: string;
}

/** What somebody asked for, decision at hand. */
export interface DestructionRequest {
  readonly id: string;
  readonly authority: Authority;
  readonly caseNumber: string;
  readonly decidedOn: string;
  readonly scope: DestructionScope;
  readonly patientId: string;
  readonly entries: readonly DestroyedEntry[];
  readonly mark: string;
  readonly paperSha256: string;
  readonly asked: Who;
}

/** A request and what became of it. */
export interface StoredDestruction extends DestructionRequest {
  readonly withdrawn: Who | null;
  readonly confirmed: Who | null;
  readonly counts: DestructionCounts | null;
  readonly replayedAt: string | null;
  readonly hasPaper: boolean;
}

interface Row {
  readonly id: string; readonly authority: Authority; readonly case_number: string; readonly decided_on: string; readonly scope: DestructionScope; readonly patient_id: string; readonly entries: string;
  readonly mark: string; readonly paper_sha256: string; readonly asked_at: string; readonly asked_by: string; readonly asked_name: string; readonly asked_title: string;
  readonly withdrawn_at: string | null; readonly withdrawn_by: string; readonly withdrawn_name: string; readonly withdrawn_title: string;
  readonly confirmed_at: string | null; readonly confirmed_by: string; readonly confirmed_name: string; readonly confirmed_title: string;
  readonly counts: string | null; readonly replayed_at: string | null; readonly has_paper: number;
}

const SELECT = `SELECT r.*, w.withdrawn_at, w.withdrawn_by, w.withdrawn_name, w.withdrawn_title, o.confirmed_at, o.confirmed_by, o.confirmed_name, o.confirmed_title, o.replayed_at, d.counts,
    EXISTS (SELECT 1 FROM destruction_paper p WHERE p.id = r.id) AS has_paper
  FROM destruction_request r LEFT JOIN destruction_withdrawal w ON w.id = r.id LEFT JOIN destruction_order o ON o.id = r.id LEFT JOIN destruction_done d ON d.id = r.id`;

const toStored = (row: Row): StoredDestruction => ({
  id: row.id, authority: row.authority, caseNumber: row.case_number, decidedOn: row.decided_on, scope: row.scope, patientId: row.patient_id, entries: JSON.parse(row.entries) as DestroyedEntry[],
  mark: row.mark, paperSha256: row.paper_sha256, asked: { id: row.asked_by, name: row.asked_name, title: row.asked_title, at: row.asked_at },
  withdrawn: row.withdrawn_at === null ? null : { id: row.withdrawn_by, name: row.withdrawn_name, title: row.withdrawn_title, at: row.withdrawn_at },
  confirmed: row.confirmed_at === null ? null : { id: row.confirmed_by, name: row.confirmed_name, title: row.confirmed_title, at: row.confirmed_at },
  counts: row.counts === null ? null : (JSON.parse(row.counts) as DestructionCounts), replayedAt: row.replayed_at, hasPaper: row.has_paper === 1,
});

/** Everything asked for, newest first. */
export const listDestructions = async (db: Reader): Promise<StoredDestruction[]> => ((await db.raw(`${SELECT} ORDER BY r.asked_at DESC, r.id DESC`)) as Row[]).map(toStored);

/** Open requests that somebody else than this person made. */
export async function countToConfirm(db: Reader, userId: string): Promise<number> {
  const [row] = (await db.raw(
    `SELECT count(*) AS n FROM destruction_request r WHERE r.asked_by <> ? AND NOT EXISTS (SELECT 1 FROM destruction_withdrawal w WHERE w.id = r.id) AND NOT EXISTS (SELECT 1 FROM destruction_order o WHERE o.id = r.id)`, [userId],
  )) as { n: number }[];
  return row?.n ?? 0;
}

/** One of them, or undefined. */
export async function findDestruction(db: Reader, id: string): Promise<StoredDestruction | undefined> {
  const [row] = (await db.raw(`${SELECT} WHERE r.id = ?`, [id])) as Row[];
  return row && toStored(row);
}

/** Keeps what was asked for, for ever. */
export async function insertRequest(tx: Writer, one: DestructionRequest): Promise<void> {
  await tx('destruction_request').insert({
    id: one.id, authority: one.authority, case_number: one.caseNumber, decided_on: one.decidedOn, scope: one.scope, patient_id: one.patientId, entries: JSON.stringify(one.entries), mark: one.mark,
    paper_sha256: one.paperSha256, asked_at: one.asked.at, asked_by: one.asked.id, asked_name: one.asked.name, asked_title: one.asked.title,
  });
}

/** Keeps the decision beside its request. */
export async function insertPaper(tx: Writer, id: string, pdf: Uint8Array): Promise<void> {
  await tx('destruction_paper').insert({ id, pdf: Buffer.from(pdf) });
}

/** The decision, or undefined. */
export async function findPaper(db: Reader, id: string): Promise<Buffer | undefined> {
  const [row] = (await db.raw('SELECT pdf FROM destruction_paper WHERE id = ?', [id])) as { pdf: Buffer }[];
  return row?.pdf;
}

/** Notes that a request was taken back. */
export async function insertWithdrawal(tx: Writer, id: string, by: Who): Promise<void> {
  await tx('destruction_withdrawal').insert({ id, withdrawn_at: by.at, withdrawn_by: by.id, withdrawn_name: by.name, withdrawn_title: by.title });
}

/** Another person's yes; from here on the rows named for it may go. A trigger refuses the one who asked. */
export async function insertOrder(tx: Writer, id: string, { by, replayedAt }: { readonly by: Who; readonly replayedAt: string | null }): Promise<void> {
  await tx('destruction_order').insert({ id, confirmed_at: by.at, confirmed_by: by.id, confirmed_name: by.name, confirmed_title: by.title, replayed_at: replayedAt });
}

/** Ends an order: it opens nothing any more. */
export async function insertDone(tx: Writer, id: string, { at, counts }: { readonly at: string; readonly counts: DestructionCounts }): Promise<void> {
  await tx('destruction_done').insert({ id, at, counts: JSON.stringify(counts) });
}

/** Every order carried out, oldest first, without content. */
export async function destructionOrders(db: Reader): Promise<DestructionOrder[]> {
  const digests = new Map<string, string[]>();
  for (const { order_id, digest } of (await db.raw('SELECT order_id, digest FROM destruction_item WHERE digest IS NOT NULL ORDER BY order_id, digest')) as { order_id: string; digest: string }[]) {
    digests.set(order_id, [...(digests.get(order_id) ?? []), digest]);
  }
  const done = ((await db.raw(`${SELECT} WHERE d.id IS NOT NULL ORDER BY o.confirmed_at, r.id`)) as Row[]).map(toStored);
  return done.flatMap(({ id, authority, caseNumber, decidedOn, scope, patientId, entries, paperSha256, asked, confirmed }) =>
    confirmed === null ? [] : [{ id, authority, caseNumber, decidedOn, scope, patientId, entries: [...entries], paperSha256, asked, confirmed, digests: digests.get(id) ?? [] }]);
}

/** True when this row's content was destroyed. False also for a file from before there were orders. */
export async function isDestroyed(db: Reader, table: string, id: string): Promise<boolean> {
  const [known] = (await db.raw("SELECT 1 FROM sqlite_master WHERE name = 'destruction_item'")) as unknown[];
  return known !== undefined && ((await db.raw('SELECT 1 FROM destruction_item WHERE table_name = ? AND row_id = ?', [table, id])) as unknown[]).length > 0;
}
