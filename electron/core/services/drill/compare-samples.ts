import { createHash } from 'node:crypto';

import type { DrillCheck, DrillLine } from '#shared/domain/drill/drill.ts';
import { rootFromPath } from '#shared/domain/journal/merkle.ts';
import type { Reader } from '../../db/handles.ts';
import { readBytes } from '../../repositories/attachment-bytes.ts';
import { isDestroyed } from '../../repositories/destruction.ts';
import {
  attachmentById, countVersionsTo, dayOfSignature, largestVersion, patientAt, sampleAttachments, type SampledAttachment, type SampledSignature, type SampledVersion, samplePatients,
  sampleVersions, signaturesOfVersions, versionsById,
} from '../../repositories/drill-sample.ts';
import { verifySignedData } from '../../security/pki/verify-signed-data.ts';

/** How many of each are looked at. */
export interface SampleSize {
  readonly notes: number;
  readonly patients: number;
  readonly attachments: number;
}
export const SAMPLE: SampleSize = { notes: 200, patients: 100, attachments: 20 };

export interface SampleRequest {
  readonly scratch: Reader;
  /** The open database; null in a drill with the kit, which compares the backup with itself only. */
  readonly live: Reader | null;
  /** When the backup was made: what was added to the open database later is not expected in it. */
  readonly createdAt: string;
  readonly size: SampleSize;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const line = (check: DrillCheck, checked: number, wrong: number): DrillLine => ({ check, outcome: wrong > 0 ? 'failed' : 'ok', checked, wrong });

/** A destroyed version keeps its digest and nothing else. */
const isWhole = (version: SampledVersion): boolean => (version.record === null ? version.destroyed_at !== null : sha256(version.record) === version.digest);

/** Equal, or destroyed by law since the backup was made. */
const isSameVersion = (then: SampledVersion, now: SampledVersion | undefined): boolean =>
  now !== undefined && now.note_id === then.note_id && now.no === then.no && now.digest === then.digest && now.prev_digest === then.prev_digest && (now.record === then.record || now.destroyed_at !== null);

async function compareVersions({ scratch, live }: SampleRequest, sample: readonly SampledVersion[]): Promise<DrillLine> {
  const now = new Map(live === null ? [] : (await versionsById(live, sample.map(one => one.id))).map(one => [one.id, one]));
  let wrong = sample.filter(one => !isWhole(one) || (live !== null && !isSameVersion(one, now.get(one.id)))).length;
  const to = await largestVersion(scratch);
  if (live !== null && (await countVersionsTo(scratch, to)) !== (await countVersionsTo(live, to))) wrong += 1;
  return line('notes', sample.length, wrong);
}

/** The signature covers the version's text: by its own CMS, or through the day it was signed with. Trust in issuers is not asked here. */
async function holds(scratch: Reader, signature: SampledSignature, version: SampledVersion): Promise<boolean> {
  if (version.record === null) return true; // destroyed: what was signed is gone, lawfully
  try {
    if (signature.cms !== null) return verifySignedData(signature.cms, Buffer.from(version.record)) !== undefined;
    const day = signature.day_id === null ? undefined : await dayOfSignature(scratch, signature.day_id);
    if (day === undefined || signature.leaf_index === null || signature.path === null || sha256(day.manifest) !== day.digest) return false;
    verifySignedData(day.cms, Buffer.from(day.manifest));
    const path = (JSON.parse(signature.path) as string[]).map(step => Buffer.from(step, 'hex'));
    const root = rootFromPath({ leaf: Buffer.from(version.digest, 'hex'), index: signature.leaf_index, count: day.count, path }, bytes => createHash('sha256').update(bytes).digest());
    return root !== null && Buffer.from(root).toString('hex') === day.root && (JSON.parse(day.manifest) as { root?: unknown }).root === day.root;
  } catch {
    return false;
  }
}

const keyOf = ({ note_id, no }: { readonly note_id: string; readonly no: number }): string => `${note_id}/${no}`;
const textOf = (signature: SampledSignature | undefined): string => JSON.stringify(signature, (_key, value: unknown) => (Buffer.isBuffer(value) ? value.toString('base64') : value));

async function compareSignatures({ scratch, live }: SampleRequest, sample: readonly SampledVersion[]): Promise<DrillLine> {
  const versions = new Map(sample.map(one => [keyOf(one), one]));
  const then = await signaturesOfVersions(scratch, sample);
  const now = new Map(live === null ? [] : (await signaturesOfVersions(live, sample)).map(one => [keyOf(one), one]));
  let wrong = 0;
  for (const signature of then) {
    const version = versions.get(keyOf(signature));
    const isSame = live === null || textOf(now.get(keyOf(signature))) === textOf(signature);
    if (!isSame || version === undefined || !(await holds(scratch, signature, version))) wrong += 1;
  }
  return line('signatures', then.length, wrong);
}

async function comparePatients({ scratch, live, size }: SampleRequest): Promise<DrillLine> {
  const sample = await samplePatients(scratch, size.patients);
  let wrong = 0;
  for (const then of live === null ? [] : sample) {
    const now = await patientAt(live as Reader, then.id, then.version);
    if (now === undefined || now.content !== then.content) wrong += 1;
  }
  return line('patients', sample.length, wrong);
}

async function isWholeFile(db: Reader, attachment: SampledAttachment): Promise<boolean> {
  const bytes = await readBytes(db, attachment.id);
  return bytes.length === attachment.size && sha256(bytes) === attachment.sha256;
}

async function compareAttachments({ scratch, live, size, createdAt }: SampleRequest): Promise<DrillLine> {
  const then = await sampleAttachments(scratch, size.attachments);
  // And the other way round: what lay here when the backup was made has to be in it.
  const expected = live === null ? [] : await sampleAttachments(live, size.attachments, createdAt);
  const ids = new Set([...then, ...expected].map(one => one.id));
  let wrong = 0;
  for (const id of ids) {
    const [restored, here] = [await attachmentById(scratch, id), live === null ? undefined : await attachmentById(live, id)];
    if (await isDestroyed(live ?? scratch, 'attachment', id)) continue; // by decision (J-09): here, or before the backup was made
    const isSame = live === null || (JSON.stringify(here) === JSON.stringify(restored) && here !== undefined && (await isWholeFile(live, here)));
    if (restored === undefined || !isSame || !(await isWholeFile(scratch, restored))) wrong += 1;
  }
  return line('attachments', ids.size, wrong);
}

/**
 * Random samples of the restored database: digests and signatures of notes recomputed, files hashed again, and everything
 * that can never change held against the open database, in both directions. Patients' rows may have changed since: then
 * the open database's row history has to know the state that was backed up.
 */
export async function compareSamples(request: SampleRequest): Promise<DrillLine[]> {
  const versions = await sampleVersions(request.scratch, request.size.notes);
  return [await compareVersions(request, versions), await compareSignatures(request, versions), await comparePatients(request), await compareAttachments(request)];
}
