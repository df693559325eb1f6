import * as z from 'zod';

import { BackupAttempt, Certificate, Generation } from '#shared/domain/backup/backup.ts';
import type { BackupAnchor } from '../backup/engine/ports.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A generation as listed, with the newest proof of it. */
export interface ListedGeneration {
  readonly generation: Generation;
  readonly certificate: Certificate | null;
}

const Content = z.strictObject({ content: z.string() });

const parse = <T>(schema: z.ZodType<T>, rows: unknown): T[] => z.array(Content).parse(rows).map(row => schema.parse(JSON.parse(row.content)));

/** Notes that a run has begun. */
export async function insertRun(tx: Writer, attempt: BackupAttempt): Promise<void> {
  await tx.raw('INSERT INTO backup_run (id, started_at, run_trigger, outcome) VALUES (?, ?, ?, ?)', [attempt.runId, attempt.startedAt, attempt.trigger, 'running']);
}

/** Notes how a run ended. */
export async function endRun(tx: Writer, attempt: BackupAttempt): Promise<void> {
  await tx.raw('UPDATE backup_run SET ended_at = ?, outcome = ?, error_code = ? WHERE id = ?', [attempt.endedAt, attempt.outcome, attempt.errorCode, attempt.runId]);
}

/** The newest run, whatever became of it. */
export async function newestRun(db: Reader): Promise<BackupAttempt | null> {
  const [row] = (await db.raw(
    'SELECT id AS "runId", started_at AS "startedAt", ended_at AS "endedAt", run_trigger AS "trigger", outcome, error_code AS "errorCode" FROM backup_run ORDER BY started_at DESC, rowid DESC LIMIT 1',
  )) as unknown[];
  return row === undefined ? null : BackupAttempt.parse(row);
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

/** Proven generations, newest first. */
export async function listGenerations(db: Reader, limit: number): Promise<ListedGeneration[]> {
  const generations = parse(Generation, await db.raw('SELECT content FROM backup_generation ORDER BY created_at DESC, rowid DESC LIMIT ?', [limit]));
  return Promise.all(generations.map(async generation => ({ generation, certificate: await certificateOf(db, generation.id) })));
}

async function certificateOf(db: Reader, generationId: string): Promise<Certificate | null> {
  const [found] = parse(Certificate, await db.raw('SELECT content FROM backup_certificate WHERE generation_id = ? ORDER BY verified_at DESC LIMIT 1', [generationId]));
  return found ?? null;
}

/** The newest proof of a whole restore. */
export async function newestFullProof(db: Reader): Promise<Certificate | null> {
  const [found] = parse(Certificate, await db.raw("SELECT content FROM backup_certificate WHERE kind = 'full' ORDER BY verified_at DESC LIMIT 1"));
  return found ?? null;
}

export async function countGenerations(db: Reader): Promise<number> {
  const [row] = (await db.raw('SELECT count(*) AS n FROM backup_generation')) as { n: number }[];
  return row?.n ?? 0;
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
