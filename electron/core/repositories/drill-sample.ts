import type { Reader } from '../db/handles.ts';

/** One kept version of a note: append-only, so that it must be the same in a backup and in the open database. */
export interface SampledVersion {
  readonly id: number;
  readonly note_id: string;
  readonly no: number;
  readonly digest: string;
  readonly prev_digest: string | null;
  readonly destroyed_at: string | null;
  readonly record: string | null;
}

/** A signature of a sampled version as stored. */
export interface SampledSignature {
  readonly note_id: string;
  readonly no: number;
  readonly cms: Buffer | null;
  readonly day_id: string | null;
  readonly leaf_index: number | null;
  readonly path: string | null;
  readonly cert_sha256: string;
  readonly signed_at: string;
  readonly signer_id: string;
}

export interface SampledDay {
  readonly id: string;
  readonly count: number;
  readonly root: string;
  readonly digest: string;
  readonly manifest: string;
  readonly cms: Buffer;
}

export interface SampledAttachment {
  readonly id: string;
  readonly media_type: string;
  readonly size: number;
  readonly sha256: string;
  readonly chunks: number;
  readonly created_at: string;
}

/** What is tracked of a patient, at one version of the row. */
export interface SampledPatient {
  readonly id: string;
  readonly version: number;
  /** The tracked columns as JSON, in the order of TRACKED. */
  readonly content: string;
}

const TRACKED = [
  'family_name', 'given_name', 'birth_date', 'sex', 'protection', 'protection_reason', 'deceased_on', 'registration_note', 'last_visit_elsewhere',
  'identity_proof', 'identity_checked_on', 'identity_checked_by', 'merged_into', 'merge_reason', 'changed_at', 'changed_by',
] as const;
const PATIENT = `SELECT id, version, json_array(${TRACKED.join(', ')}) AS content FROM patient`;
const VERSION = 'SELECT id, note_id, no, digest, prev_digest, destroyed_at, record FROM note_version';
const ATTACHMENT = 'SELECT id, media_type, size, sha256, chunks, created_at FROM attachment';

const json = (values: readonly unknown[]): string => JSON.stringify(values);

async function largest(db: Reader, table: 'note_version' | 'patient', column: 'id' | 'seq'): Promise<number> {
  const [row] = (await db.raw(`SELECT coalesce(max(${column}), 0) AS n FROM ${table}`)) as { n: number }[];
  return row?.n ?? 0;
}

/** Random whole numbers from 1 to `to`, and the newest ones: what was written last is what a careless backup loses first. All when there are few. */
function picks(to: number, count: number): number[] {
  if (to <= count) return Array.from({ length: to }, (_, index) => index + 1);
  const newest = Array.from({ length: Math.min(5, to) }, (_, index) => to - index);
  return [...new Set([...newest, ...Array.from({ length: count }, () => 1 + Math.floor(Math.random() * to))])].slice(0, count);
}

/** Kept versions of notes, picked at random among all, the newest among them. */
export async function sampleVersions(db: Reader, count: number): Promise<SampledVersion[]> {
  return versionsById(db, picks(await largest(db, 'note_version', 'id'), count));
}

export const versionsById = async (db: Reader, ids: readonly number[]): Promise<SampledVersion[]> =>
  (await db.raw(`${VERSION} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [json(ids)])) as SampledVersion[];

/** How many versions have this id or a smaller one. Ids only grow, so that the number never changes once it was counted. */
export async function countVersionsTo(db: Reader, id: number): Promise<number> {
  const [row] = (await db.raw('SELECT count(*) AS n FROM note_version WHERE id <= ?', [id])) as { n: number }[];
  return row?.n ?? 0;
}

export const largestVersion = (db: Reader): Promise<number> => largest(db, 'note_version', 'id');

export const signaturesOfVersions = async (db: Reader, versions: readonly SampledVersion[]): Promise<SampledSignature[]> =>
  (await db.raw(
    `SELECT s.note_id, s.no, s.cms, s.day_id, s.leaf_index, s.path, s.cert_sha256, s.signed_at, s.signer_id
     FROM signature s JOIN json_each(?) v ON s.note_id = json_extract(v.value, '$[0]') AND s.no = json_extract(v.value, '$[1]') ORDER BY s.note_id, s.no`,
    [json(versions.map(({ note_id, no }) => [note_id, no]))],
  )) as SampledSignature[];

export async function dayOfSignature(db: Reader, id: string): Promise<SampledDay | undefined> {
  const [row] = (await db.raw('SELECT id, count, root, digest, manifest, cms FROM day_signature WHERE id = ?', [id])) as SampledDay[];
  return row;
}

/** Patients picked at random, the newest among them. */
export async function samplePatients(db: Reader, count: number): Promise<SampledPatient[]> {
  const seqs = picks(await largest(db, 'patient', 'seq'), count);
  return (await db.raw(`${PATIENT} WHERE seq IN (SELECT value FROM json_each(?))`, [json(seqs)])) as SampledPatient[];
}

/**
 * The patient's row as it was at a version: the row itself, or what the row history kept of it when it was changed since.
 * Undefined when that version is nowhere.
 */
export async function patientAt(db: Reader, id: string, version: number): Promise<SampledPatient | undefined> {
  const [now] = (await db.raw(`${PATIENT} WHERE id = ?`, [id])) as SampledPatient[];
  if (now === undefined || now.version === version) return now;
  const columns = TRACKED.map(name => `json_extract(old, '$.${name}')`).join(', ');
  const [kept] = (await db.raw(`SELECT row_id AS id, version, json_array(${columns}) AS content FROM record_history WHERE table_name = 'patient' AND row_id = ? AND version = ?`, [id, version])) as SampledPatient[];
  return kept;
}

/** Files picked at random, the newest among them; `until` leaves out what was added after that instant. */
export async function sampleAttachments(db: Reader, count: number, until = '9999'): Promise<SampledAttachment[]> {
  return (await db.raw(
    `${ATTACHMENT} WHERE id IN (SELECT id FROM (SELECT id FROM attachment WHERE created_at < ? ORDER BY id DESC LIMIT 3) UNION SELECT id FROM (SELECT id FROM attachment WHERE created_at < ? ORDER BY random() LIMIT ?))`,
    [until, until, count],
  )) as SampledAttachment[];
}

export async function attachmentById(db: Reader, id: string): Promise<SampledAttachment | undefined> {
  const [row] = (await db.raw(`${ATTACHMENT} WHERE id = ?`, [id])) as SampledAttachment[];
  return row;
}
