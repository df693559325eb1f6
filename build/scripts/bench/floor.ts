import { createHash } from 'node:crypto';

import sqlcipher from '@journeyapps/sqlcipher';

import { GENESIS_HASH, type LogRow } from '#electron/core/repositories/log.ts';
import type { Value } from './fill/bulk-file.ts';
import { cheapHash } from './fill/log.ts';
import type { SentStatement } from './record.ts';

/** Where the chains stand in one floor's file. */
interface FloorState {
  seq: number;
  hash: string;
  readonly revisions: Map<string, number>;
  readonly versions: Map<string, { no: number; digest: string }>;
}

export type FloorRows = readonly Record<string, unknown>[];

/** Raw prepared statements, nothing else: what the driver and the file can do at best. */
export interface Floor {
  readonly name: string;
  readonly all: (statement: SentStatement) => Promise<FloorRows>;
  /** Reads where the chains of this file end. */
  readonly readState: () => Promise<void>;
  /** Does what the product did, statement by statement, with this file's own chains and revisions. Returns milliseconds. */
  readonly replay: (statements: readonly SentStatement[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A floor over a way to run one prepared statement. */
export function floorOver(name: string, all: Floor['all'], close: Floor['close']): Floor {
  const state: FloorState = { seq: 0, hash: GENESIS_HASH, revisions: new Map(), versions: new Map() };
  const replay: Floor['replay'] = async statements => {
    const started = performance.now();
    for (const statement of statements) await all({ ...statement, bindings: rebind(state, statement) });
    return performance.now() - started;
  };
  return { name, all, readState: () => readState(all, state), replay, close };
}

/** The product's own settings (open-connection.ts), so that a floor is as durable and has as much cache. */
export const pragmas = (on: 'writer' | 'reader'): string[] => [
  'synchronous = FULL', 'foreign_keys = ON', 'secure_delete = ON', 'temp_store = MEMORY', 'trusted_schema = OFF', 'cell_size_check = ON', `cache_size = -${on === 'reader' ? 32_768 : 65_536}`,
  'mmap_size = 0', 'checkpoint_fullfsync = ON', 'journal_size_limit = 67108864',
];

/** @journeyapps/sqlcipher, asynchronous. `oneConnection`: reads on the writing connection, whose page cache a write leaves alone. */
export async function sqlcipherFloor(name: string, options: { readonly file: string; readonly keyHex: string; readonly oneConnection: boolean }): Promise<Floor> {
  const writer = await openRaw(options.file, options.keyHex, 'writer');
  const reader = options.oneConnection ? writer : await openRaw(options.file, options.keyHex, 'reader');
  const connections = { writer, reader };
  return floorOver(name, ({ sql, bindings, on }) => connections[on].all(sql, bindings), async () => {
    await writer.close();
    if (reader !== writer) await reader.close();
  });
}

async function openRaw(file: string, keyHex: string, on: 'writer' | 'reader') {
  const db = await new Promise<sqlcipher.Database>((resolve, reject) => {
    const handle = new sqlcipher.Database(file, sqlcipher.OPEN_READWRITE, error => (error ? reject(error) : resolve(handle)));
  });
  db.configure('busyTimeout', 5000);
  const statements = new Map<string, sqlcipher.Statement>();
  const all = (sql: string, bindings: readonly Value[] = []) =>
    new Promise<Record<string, unknown>[]>((resolve, reject) => {
      let statement = statements.get(sql);
      if (!statement) statements.set(sql, (statement = db.prepare(sql)));
      statement.all([...bindings], (error: Error | null, rows: Record<string, unknown>[]) => (error ? reject(error) : resolve(rows)));
    });
  const exec = (sql: string) => new Promise<void>((resolve, reject) => db.exec(sql, error => (error ? reject(error) : resolve())));
  for (const pragma of [`key = "x'${keyHex}'"`, 'cipher_page_size = 4096', 'cipher_memory_security = OFF', ...pragmas(on)]) await exec(`PRAGMA ${pragma}`);
  const close = async (): Promise<void> => {
    for (const statement of statements.values()) await new Promise<void>(done => statement.finalize(() => done()));
    await new Promise<void>((resolve, reject) => db.close(error => (error ? reject(error) : resolve())));
  };
  return { all, close };
}

async function readState(all: Floor['all'], state: FloorState): Promise<void> {
  const ask = (sql: string) => all({ sql, bindings: [], on: 'writer' });
  const [row] = await ask('SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1');
  if (row) Object.assign(state, { seq: row['seq'], hash: row['hash'] });
  for (const draft of await ask('SELECT note_id, revision FROM note_draft')) state.revisions.set(String(draft['note_id']), Number(draft['revision']));
  const newest = 'SELECT note_id, no, digest FROM note_version v WHERE note_id IN (SELECT note_id FROM note_draft) AND no = (SELECT max(no) FROM note_version WHERE note_id = v.note_id)';
  for (const version of await ask(newest)) state.versions.set(String(version['note_id']), { no: Number(version['no']), digest: String(version['digest']) });
}

function rebind(state: FloorState, { sql, bindings }: SentStatement): readonly Value[] {
  if (sql.startsWith('INSERT INTO audit_event')) return nextLogRow(state, sql, bindings);
  if (sql.startsWith('UPDATE note_draft SET content')) return nextRevision(state, bindings);
  return sql.startsWith('INSERT INTO note_version') ? nextVersion(state, bindings) : bindings;
}

/** The row takes its place behind this file's last one, with its hash: hashing is part of the work. */
function nextLogRow(state: FloorState, sql: string, bindings: readonly Value[]): readonly Value[] {
  const columns = sql.slice(sql.indexOf('(') + 1, sql.indexOf(')')).split(', ');
  const row = Object.fromEntries(columns.map((name, index) => [name, bindings[index] ?? null])) as unknown as LogRow;
  const next = { ...row, seq: state.seq + 1, prev_hash: state.hash };
  state.seq = next.seq;
  state.hash = cheapHash(next);
  return columns.map(name => (name === 'hash' ? state.hash : (next[name as keyof LogRow] as Value)));
}

const REVISION = 8;
const DRAFT_NOTE = 5;
function nextRevision(state: FloorState, bindings: readonly Value[]): readonly Value[] {
  const note = String(bindings[DRAFT_NOTE]);
  const revision = state.revisions.get(note) ?? 0;
  state.revisions.set(note, revision + 1);
  return bindings.map((value, index) => (index === REVISION ? revision : value));
}

function nextVersion(state: FloorState, bindings: readonly Value[]): readonly Value[] {
  const note = String(bindings[0]);
  const last = state.versions.get(note);
  const digest = createHash('sha256').update(String(bindings.at(-1)), 'utf8').digest('hex');
  const no = (last?.no ?? 0) + 1;
  state.versions.set(note, { no, digest });
  const [, , ...rest] = bindings;
  const [DIGEST, PREVIOUS] = [8, 9];
  return [note, no, ...rest.map((value, index) => (index === DIGEST ? digest : index === PREVIOUS ? (last?.digest ?? null) : value))];
}
