import type { Writer } from '../handles.ts';

/** Runs, generations, certificates and anchors of backups (J-20). Place and schedule are settings. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  `CREATE TABLE backup_run (
    id TEXT PRIMARY KEY NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    run_trigger TEXT NOT NULL CHECK (run_trigger IN ('manual', 'nightly', 'dayEnd', 'catchUp', 'setup')),
    outcome TEXT NOT NULL CHECK (outcome IN ('running', 'ok', 'failed')),
    error_code TEXT
  ) STRICT`,
  `CREATE INDEX backup_run_by_time ON backup_run (started_at)`,
  // `content` is the generation as JSON; what is searched for has its own column.
  `CREATE TABLE backup_generation (
    id TEXT PRIMARY KEY NOT NULL,
    repository_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX backup_generation_by_time ON backup_generation (created_at)`,
  // A certificate is evidence: never changed, never removed.
  `CREATE TABLE backup_certificate (
    id TEXT PRIMARY KEY NOT NULL,
    generation_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('full', 'light')),
    verified_at TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX backup_certificate_of_generation ON backup_certificate (generation_id)`,
  `CREATE INDEX backup_certificate_by_time ON backup_certificate (kind, verified_at)`,
  refuse('backup_certificate', 'UPDATE'),
  refuse('backup_certificate', 'DELETE'),
  `CREATE TABLE backup_anchor (
    repository_id TEXT PRIMARY KEY NOT NULL,
    machine_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT`,
];

function refuse(table: string, operation: 'UPDATE' | 'DELETE'): string {
  return `CREATE TRIGGER ${table}_never_${operation.toLowerCase()} BEFORE ${operation} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;
}
