import { createHash } from 'node:crypto';

import canonicalize from 'canonicalize';

import type { AuditEntry } from '#shared/domain/log/audit.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { afterCommit } from '../db/commit-hooks.ts';
import type { Database } from '../db/database.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Clock } from '../ports/clock.ts';

/** Prefix of every hashed row: another kind of record can never pass for a log row. */
export const LOG_DOMAIN = 'pm-audit-v1\0';
export const GENESIS_HASH = '0'.repeat(64);
/** Characters of the free text that a row keeps. */
export const LOG_TEXT_LIMIT = 200;

/** One row of the access log as stored; `hash` covers every other field, `prev_hash` among them. */
export interface LogRow {
  readonly seq: number;
  readonly at: string;
  readonly tz_offset_min: number;
  readonly mono_ms: number;
  readonly actor_id: string | null;
  readonly actor_hsa: string | null;
  readonly actor_role: string | null;
  readonly session_id: string | null;
  readonly workstation: string;
  readonly unit: string;
  readonly action: string;
  readonly patient_id: string | null;
  readonly object_type: string | null;
  readonly object_id: string | null;
  readonly object_version: number | null;
  readonly category: string;
  readonly origin: string;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly count: number | null;
  readonly outcome: string;
  readonly prev_hash: string;
  readonly hash: string;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
  readonly at: string | null;
}

/** Who caused a row; null for what the program does by itself or before anybody signed in. */
export interface LogActor {
  readonly id: string | null;
  readonly hsaId: string | null;
  readonly role: string | null;
  readonly sessionId: string | null;
  /** Where the call came from: 'screen', 'program', 'before-sign-in'. */
  readonly origin: string;
}

export const PROGRAM: LogActor = { id: null, hsaId: null, role: null, sessionId: null, origin: 'program' };

/** SHA-256("pm-audit-v1\0" ‖ RFC 8785 JSON of all fields but `hash`), hex. */
export function hashOfRow(row: Omit<LogRow, 'hash'>): string {
  return createHash('sha256').update(LOG_DOMAIN).update(canonicalize(row) as string).digest('hex');
}

export interface AccessLog {
  /** Appends inside the caller's transaction; the row is there exactly when the change is. */
  append(tx: Writer, actor: LogActor, entry: AuditEntry, at?: Date): Promise<void>;
  /** Appends durably by itself: when this resolves, the row survives a power cut. Errors: log.writeFailed. */
  appendNow(actor: LogActor, entry: AuditEntry): Promise<void>;
  /** The newest durable row's place in the chain. */
  head(): ChainHead;
}

const COLUMNS = [
  'seq', 'at', 'tz_offset_min', 'mono_ms', 'actor_id', 'actor_hsa', 'actor_role', 'session_id', 'workstation', 'unit', 'action', 'patient_id', 'object_type',
  'object_id', 'object_version', 'category', 'origin', 'reason_code', 'reason_text', 'count', 'outcome', 'prev_hash', 'hash',
] as const satisfies readonly (keyof LogRow)[];
const INSERT = `INSERT INTO audit_event (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;
/** A clock that falls by more than this is recorded; smaller steps are what time services do all day. */
const CLOCK_TOLERANCE_MS = 2000;

interface LogPlace {
  readonly clock: Clock;
  readonly workstation: string;
  readonly unit: string;
}

/** Opens the log of this database. The chain's head is kept in memory and moves only when a transaction commits. */
export async function openAccessLog(db: Database, place: LogPlace): Promise<AccessLog> {
  let committed = await readHead(db.reader);
  const pending = new WeakMap<object, ChainHead>();
  return {
    head: () => committed,
    append: async (tx, actor, entry, at = place.clock.now()) => {
      const started = pending.get(tx);
      const rows = rowsFor(place, started ?? committed, { actor, entry, at });
      pending.set(tx, rows.at(-1) as LogRow);
      for (const row of rows) await tx.raw(INSERT, valuesOf(row)).catch(nameLogFailure);
      if (!started) afterCommit(tx, () => (committed = headOf(pending.get(tx) as ChainHead)));
    },
    appendNow: (actor, entry) =>
      db.append(async connection => {
        for (const row of rowsFor(place, committed, { actor, entry, at: place.clock.now() })) {
          await connection.run(INSERT, valuesOf(row)).catch(nameLogFailure);
          committed = headOf(row);
        }
      }),
  };
}

interface Happening {
  readonly actor: LogActor;
  readonly entry: AuditEntry;
  readonly at: Date;
}

/** The row of what happened; before it, when the clock was set back, the row that says so. */
function rowsFor(place: LogPlace, head: ChainHead, happening: Happening): LogRow[] {
  const isBackward = head.at !== null && happening.at.getTime() < Date.parse(head.at) - CLOCK_TOLERANCE_MS;
  const before: Happening[] = isBackward ? [{ actor: PROGRAM, entry: { action: 'CLOCK_BACKWARD', category: 'system' }, at: happening.at }] : [];
  const rows: LogRow[] = [];
  for (const one of [...before, happening]) rows.push(toRow(place, rows.at(-1) ?? head, one));
  return rows;
}

function toRow(place: LogPlace, previous: { readonly seq: number; readonly hash: string }, { actor, entry, at }: Happening): LogRow {
  const row = {
    seq: previous.seq + 1,
    at: at.toISOString(),
    tz_offset_min: -at.getTimezoneOffset(),
    mono_ms: Math.round(place.clock.monotonicMs()),
    actor_id: actor.id,
    actor_hsa: actor.hsaId,
    actor_role: actor.role,
    session_id: actor.sessionId,
    workstation: place.workstation,
    unit: place.unit,
    ...columnsOf(entry),
    origin: actor.origin,
    prev_hash: previous.hash,
  };
  return { ...row, hash: hashOfRow(row) };
}

function columnsOf(entry: AuditEntry) {
  return {
    action: entry.action,
    patient_id: entry.patientId ?? null,
    object_type: entry.objectType ?? null,
    object_id: entry.objectId ?? null,
    object_version: entry.objectVersion ?? null,
    category: entry.category,
    reason_code: entry.reasonCode ?? null,
    reason_text: entry.reasonText?.slice(0, LOG_TEXT_LIMIT) ?? null,
    count: entry.count ?? null,
    outcome: entry.outcome ?? 'ok',
  };
}

/** True when the log already says that this backup was restored, in these words. */
export async function isRestoreLogged(db: Reader, { generationId, reasonText }: { readonly generationId: string; readonly reasonText: string }): Promise<boolean> {
  const rows = (await db.raw("SELECT 1 FROM audit_event WHERE action = 'RESTORE' AND object_type = 'backup' AND object_id = ? AND reason_text = ? LIMIT 1", [generationId, reasonText])) as unknown[];
  return rows.length > 0;
}

/** True when the log says after this row that the clinic was restored from a backup. */
export async function isRestoredAfter(db: Reader, seq: number): Promise<boolean> {
  const rows = (await db.raw("SELECT 1 FROM audit_event WHERE action = 'RESTORE' AND seq > ? LIMIT 1", [seq])) as unknown[];
  return rows.length > 0;
}

/** The hash of this row; empty for one that is not there, as an empty log's row 0. */
export async function hashAt(db: Reader, seq: number): Promise<string> {
  const [row] = (await db.raw('SELECT hash FROM audit_event WHERE seq = ?', [seq])) as { hash: string }[];
  return row?.hash ?? '';
}

/** The newest row's seq and hash as the file holds them. */
export async function readHead(db: Reader): Promise<ChainHead> {
  const [row] = (await db.raw('SELECT seq, hash, at FROM audit_event ORDER BY seq DESC LIMIT 1')) as ChainHead[];
  return row ? headOf(row) : { seq: 0, hash: GENESIS_HASH, at: null };
}

const headOf = ({ seq, hash, at }: ChainHead): ChainHead => ({ seq, hash, at });
const valuesOf = (row: LogRow): (string | number | null)[] => COLUMNS.map(column => row[column]);

function nameLogFailure(cause: unknown): never {
  throw new AppError('log.writeFailed', {}, cause);
}
