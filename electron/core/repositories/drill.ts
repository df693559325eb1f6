import * as z from 'zod';

import { DrillCertificate, type DrillTrigger } from '#shared/domain/drill/drill.ts';
import type { ErrorCode } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface DrillRun {
  readonly id: string;
  readonly startedAt: string;
  readonly trigger: DrillTrigger;
  readonly targetId: string | null;
}

export type DrillRunOutcome = 'ok' | 'failed' | 'absent' | 'cancelled';

/** How a run ended. `error_code` repeats what the certificate says, or why there is none. */
export interface DrillRunEnd {
  readonly id: string;
  readonly endedAt: string;
  readonly outcome: DrillRunOutcome;
  readonly errorCode: ErrorCode | null;
}

/** A certificate as kept: the very bytes that were signed, and their detached CMS signature (DER). */
export interface SignedCertificate {
  readonly certificate: DrillCertificate;
  readonly content: string;
  readonly cms: Uint8Array;
}

/** Notes that a drill has begun; one that a lock or a crash cut off is closed first. */
export async function insertDrillRun(tx: Writer, run: DrillRun): Promise<void> {
  await tx.raw("UPDATE drill_run SET ended_at = ?, outcome = 'cancelled', error_code = 'cancelled' WHERE outcome = 'running'", [run.startedAt]);
  await tx.raw("INSERT INTO drill_run (id, started_at, run_trigger, target_id, outcome) VALUES (?, ?, ?, ?, 'running')", [run.id, run.startedAt, run.trigger, run.targetId]);
}

/** Closes the run; a closed one is never changed again. */
export async function endDrillRun(tx: Writer, end: DrillRunEnd): Promise<void> {
  await tx.raw('UPDATE drill_run SET ended_at = ?, outcome = ?, error_code = ? WHERE id = ?', [end.endedAt, end.outcome, end.errorCode, end.id]);
}

/** When each place was last tried, whatever became of it; also the tries that a crash cut off. */
export async function lastTries(db: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = (await db.raw('SELECT target_id AS "targetId", max(started_at) AS at FROM drill_run WHERE target_id IS NOT NULL GROUP BY target_id')) as { targetId: string; at: string }[];
  return new Map(rows.map(row => [row.targetId, row.at]));
}

/** Keeps a certificate for good. */
export async function insertDrillCertificate(tx: Writer, runId: string, { certificate: c, content, cms }: SignedCertificate): Promise<void> {
  await tx.raw('INSERT INTO drill_certificate (id, run_id, repository_id, target_id, keys, outcome, ended_at, content, cms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    c.id, runId, c.place.repositoryId, c.place.targetId, c.keys, c.outcome, c.endedAt, content, Buffer.from(cms),
  ]);
}

const Content = z.array(z.object({ content: z.string() }));

/** Certificates, newest first. */
export async function listDrillCertificates(db: Reader, limit: number): Promise<DrillCertificate[]> {
  const rows = Content.parse(await db.raw('SELECT content FROM drill_certificate ORDER BY ended_at DESC, rowid DESC LIMIT ?', [limit]));
  return rows.map(row => DrillCertificate.parse(JSON.parse(row.content)));
}

/** The newest certificate of every place and kind of key, and the newest good one of each: all that a standing needs. */
export async function newestDrillCertificates(db: Reader): Promise<DrillCertificate[]> {
  const rows = Content.parse(await db.raw(
    `SELECT content FROM drill_certificate WHERE rowid IN (
       SELECT max(rowid) FROM drill_certificate GROUP BY coalesce(repository_id, ''), keys
       UNION SELECT max(rowid) FROM drill_certificate WHERE outcome = 'ok' GROUP BY coalesce(repository_id, ''), keys)
     ORDER BY ended_at DESC, rowid DESC`,
  ));
  return rows.map(row => DrillCertificate.parse(JSON.parse(row.content)));
}

/** The certificate with this id as it was signed. */
export async function findDrillCertificate(db: Reader, id: string): Promise<SignedCertificate | undefined> {
  const [row] = (await db.raw('SELECT content, cms FROM drill_certificate WHERE id = ?', [id])) as { content: string; cms: Buffer }[];
  return row && { certificate: DrillCertificate.parse(JSON.parse(row.content)), content: row.content, cms: row.cms };
}

/** Repositories that hold a backup of this clinic, as far as this computer knows, and when each got its first one. */
export async function firstBackups(db: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = (await db.raw('SELECT repository_id AS id, min(created_at) AS at FROM backup_generation GROUP BY repository_id')) as { id: string; at: string }[];
  return new Map(rows.map(row => [row.id, row.at]));
}

/** What was known of backups when a new program was about to change the database. */
export interface UpdateProof {
  readonly id: string;
  readonly at: string;
  readonly fromSchema: number;
  readonly toSchema: number;
  readonly program: string;
  readonly outcome: 'proven' | 'older' | 'none';
  readonly generationId: string | null;
  readonly provenAt: string | null;
  /** Account of the person who went on although nothing was proven; null when nobody was asked. */
  readonly chosenBy: string | null;
}

/** Keeps what was known. */
export async function insertUpdateProof(tx: Writer, p: UpdateProof): Promise<void> {
  await tx.raw('INSERT INTO update_proof (id, at, from_schema, to_schema, program, outcome, generation_id, proven_at, chosen_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    p.id, p.at, p.fromSchema, p.toSchema, p.program, p.outcome, p.generationId, p.provenAt, p.chosenBy,
  ]);
}

/** The newest look at the backups before a new program changed the database, and who went on without a proof; null when none ever did. */
export async function newestUpdateProof(db: Reader): Promise<(Pick<UpdateProof, 'at' | 'outcome'> & { readonly chosenBy: string | null }) | null> {
  const [row] = (await db.raw(
    'SELECT p.at, p.outcome, u.name AS "chosenBy" FROM update_proof p LEFT JOIN user_account u ON u.id = p.chosen_by ORDER BY p.at DESC, p.rowid DESC LIMIT 1',
  )) as (Pick<UpdateProof, 'at' | 'outcome'> & { readonly chosenBy: string | null })[];
  return row ?? null;
}
