import * as z from 'zod';

import { BackupAttempt, Certificate, Generation, type LogHead } from '#shared/domain/backup/backup.ts';
import type { BackupAnchor } from '../backup/engine/ports.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A generation as listed, with the newest proof of it. */
export interface ListedGeneration {
  readonly repositoryId: string;
  readonly generation: Generation;
  readonly certificate: Certificate | null;
}

const Content = z.strictObject({ content: z.string() });
const StoredGeneration = Content.extend({ repositoryId: z.string() });

const parse = <T>(schema: z.ZodType<T>, rows: unknown): T[] => z.array(Content).parse(rows).map(row => schema.parse(JSON.parse(row.content)));

const ATTEMPT = 'SELECT id AS "runId", started_at AS "startedAt", ended_at AS "endedAt", run_trigger AS "trigger", outcome, error_code AS "errorCode" FROM backup_run';

/** Notes that a run to a place has begun. */
export async function insertRun(tx: Writer, attempt: BackupAttempt, targetId: string): Promise<void> {
  await tx.raw('INSERT INTO backup_run (id, started_at, run_trigger, outcome, target_id) VALUES (?, ?, ?, ?, ?)', [attempt.runId, attempt.startedAt, attempt.trigger, 'running', targetId]);
}

/** Ends runs that nobody is making any more: cut off by a lock or a crash. */
export async function closeAbandonedRuns(tx: Writer, endedAt: string): Promise<void> {
  await tx.raw("UPDATE backup_run SET ended_at = ?, outcome = 'failed', error_code = 'cancelled' WHERE outcome = 'running'", [endedAt]);
}

/** In a restored database the run that made its backup has only begun; it did become a backup, so nothing is said of it. */
export async function forgetBegunRuns(tx: Writer): Promise<void> {
  await tx.raw("DELETE FROM backup_run WHERE outcome = 'running'");
}

/** Notes how a run ended. */
export async function endRun(tx: Writer, attempt: BackupAttempt): Promise<void> {
  await tx.raw('UPDATE backup_run SET ended_at = ?, outcome = ?, error_code = ? WHERE id = ?', [attempt.endedAt, attempt.outcome, attempt.errorCode, attempt.runId]);
}

/** The newest run, or the newest to one place, whatever became of it. */
export async function newestRun(db: Reader, targetId?: string): Promise<BackupAttempt | null> {
  const [row] = (await db.raw(`${ATTEMPT} WHERE ? IS NULL OR target_id = ? ORDER BY started_at DESC, rowid DESC LIMIT 1`, [targetId ?? null, targetId ?? null])) as unknown[];
  return row === undefined ? null : BackupAttempt.parse(row);
}

/** How many runs to a place have failed since the last good one; at most 20 are counted. */
export async function failuresInRow(db: Reader, targetId: string): Promise<number> {
  const rows = (await db.raw("SELECT outcome FROM backup_run WHERE target_id = ? AND outcome <> 'running' ORDER BY started_at DESC, rowid DESC LIMIT 20", [targetId])) as { outcome: string }[];
  const good = rows.findIndex(row => row.outcome === 'ok');
  return good === -1 ? rows.length : good;
}

/** Keeps a generation and the certificate that proved it. */
export async function insertProven(tx: Writer, repositoryId: string, { generation, certificate }: { generation: Generation; certificate: Certificate }): Promise<void> {
  await tx.raw('INSERT OR REPLACE INTO backup_generation (id, repository_id, created_at, content) VALUES (?, ?, ?, ?)', [
    generation.id, repositoryId, generation.createdAt, JSON.stringify(generation),
  ]);
  await tx.raw('INSERT INTO backup_certificate (id, generation_id, kind, verified_at, content) VALUES (?, ?, ?, ?, ?)', [
    certificate.id, certificate.generationId, certificate.kind, certificate.verifiedAt, JSON.stringify(certificate),
  ]);
}

/** Proven generations, newest first; of one repository when it is named. */
export async function listGenerations(db: Reader, limit: number, repositoryId?: string): Promise<ListedGeneration[]> {
  const rows = z.array(StoredGeneration).parse(await db.raw(
    'SELECT repository_id AS "repositoryId", content FROM backup_generation WHERE ? IS NULL OR repository_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?',
    [repositoryId ?? null, repositoryId ?? null, limit],
  ));
  return Promise.all(rows.map(async row => {
    const generation = Generation.parse(JSON.parse(row.content));
    return { repositoryId: row.repositoryId, generation, certificate: await certificateOf(db, generation.id) };
  }));
}

async function certificateOf(db: Reader, generationId: string): Promise<Certificate | null> {
  const [found] = parse(Certificate, await db.raw('SELECT content FROM backup_certificate WHERE generation_id = ? ORDER BY verified_at DESC LIMIT 1', [generationId]));
  return found ?? null;
}

/** The newest proof of a whole restore; from one repository when it is named. */
export async function newestFullProof(db: Reader, repositoryId?: string): Promise<Certificate | null> {
  const [found] = parse(Certificate, await db.raw(
    "SELECT c.content FROM backup_certificate c WHERE c.kind = 'full' AND (? IS NULL OR EXISTS (SELECT 1 FROM backup_generation g WHERE g.id = c.generation_id AND g.repository_id = ?)) ORDER BY c.verified_at DESC LIMIT 1",
    [repositoryId ?? null, repositoryId ?? null],
  ));
  return found ?? null;
}

/** How many proven generations there are; in one repository when it is named. */
export async function countGenerations(db: Reader, repositoryId?: string): Promise<number> {
  const [row] = (await db.raw('SELECT count(*) AS n FROM backup_generation WHERE ? IS NULL OR repository_id = ?', [repositoryId ?? null, repositoryId ?? null])) as { n: number }[];
  return row?.n ?? 0;
}

/** Whether the log has this very row: what ended with it went on here. */
export async function hasLogRow(db: Reader, { seq, hash }: LogHead): Promise<boolean> {
  return ((await db.raw('SELECT 1 FROM audit_event WHERE seq = ? AND hash = ?', [seq, hash])) as unknown[]).length > 0;
}

/** Every proven generation of a repository that is listed here, by name. */
export async function knownGenerations(db: Reader, repositoryId: string): Promise<{ id: string; createdAt: string }[]> {
  return (await db.raw('SELECT id, created_at AS "createdAt" FROM backup_generation WHERE repository_id = ?', [repositoryId])) as { id: string; createdAt: string }[];
}

/** Takes generations that expired off the list; what proved them stays. */
export async function forgetGenerations(tx: Writer, repositoryId: string, ids: readonly string[]): Promise<void> {
  await tx.raw('DELETE FROM backup_generation WHERE repository_id = ? AND id IN (SELECT value FROM json_each(?))', [repositoryId, JSON.stringify(ids)]);
}

const Anchor = z.strictObject({ repositoryId: z.string(), machineId: z.string(), seq: z.int(), manifestSha256: z.string(), createdAt: z.string() });

/** The newest generation of a repository that this database knows of. */
export async function findAnchor(db: Reader, repositoryId: string): Promise<BackupAnchor | undefined> {
  const [row] = (await db.raw(
    'SELECT repository_id AS "repositoryId", machine_id AS "machineId", seq, manifest_sha256 AS "manifestSha256", created_at AS "createdAt" FROM backup_anchor WHERE repository_id = ?', [repositoryId],
  )) as unknown[];
  return row === undefined ? undefined : Anchor.parse(row);
}

export async function putAnchor(tx: Writer, anchor: BackupAnchor): Promise<void> {
  await tx.raw('INSERT OR REPLACE INTO backup_anchor (repository_id, machine_id, seq, manifest_sha256, created_at) VALUES (?, ?, ?, ?, ?)', [
    anchor.repositoryId, anchor.machineId, anchor.seq, anchor.manifestSha256, anchor.createdAt,
  ]);
}

/** Forgets what was anchored for a repository, when an administrator starts over there. */
export async function forgetAnchor(tx: Writer, repositoryId: string): Promise<void> {
  await tx.raw('DELETE FROM backup_anchor WHERE repository_id = ?', [repositoryId]);
}
