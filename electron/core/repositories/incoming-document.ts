import type { MediaType } from '#shared/domain/attachments/file-type.ts';
import type { PaperFacts } from '#shared/domain/incoming/incoming.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Moment } from './attachment.ts';

export interface StoredPaper extends PaperFacts {
  readonly id: string;
  readonly version: number;
  readonly attachmentId: string;
  readonly attachmentVersion: number;
  readonly mediaType: MediaType;
  readonly size: number;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly responsibleId: string | null;
  readonly responsibleName: string | null;
  readonly registeredAt: string;
  readonly registeredName: string;
  readonly assignedAt: string | null;
  readonly signedOffAt: string | null;
  readonly signedOffName: string | null;
  readonly signedOffTitle: string | null;
  readonly comment: string;
  readonly referralId: string | null;
  readonly referralVersion: number | null;
  readonly referralTo: string | null;
  readonly referralSubject: string | null;
  readonly referralOn: string | null;
}

const SELECT = `SELECT i.id, i.version, i.attachment_id AS attachmentId, a.version AS attachmentVersion, a.media_type AS mediaType, a.size, i.patient_id AS patientId,
    p.family_name || ', ' || p.given_name AS patientName, i.responsible_id AS responsibleId, r.name AS responsibleName, i.document_type AS documentType, i.document_date AS documentDate, i.sender,
    i.registered_at AS registeredAt, a.author_name AS registeredName, i.assigned_at AS assignedAt, i.signed_off_at AS signedOffAt, i.signed_off_name AS signedOffName,
    i.signed_off_title AS signedOffTitle, i.comment, f.id AS referralId, f.version AS referralVersion, l.recipient_name AS referralTo, l.subject AS referralSubject, f.finished_on AS referralOn
  FROM incoming_document i JOIN attachment a ON a.id = i.attachment_id LEFT JOIN patient p ON p.id = i.patient_id LEFT JOIN user_account r ON r.id = i.responsible_id
    LEFT JOIN referral f ON f.answer_id = i.id LEFT JOIN document l ON l.id = f.id`;

const LIST_MAX = 500;

/** What waits for this person's sign-off, oldest first; for everybody's when no person is named. What was struck waits for nobody. */
export async function papersToSign(db: Reader, responsibleId: string | null): Promise<StoredPaper[]> {
  const whose = responsibleId === null ? 'i.responsible_id IS NOT NULL' : 'i.responsible_id = ?';
  return (await db.raw(`${SELECT} WHERE ${whose} AND i.signed_off_at IS NULL AND a.struck_at IS NULL ORDER BY i.assigned_at, i.id LIMIT ${LIST_MAX}`, responsibleId === null ? [] : [responsibleId])) as StoredPaper[];
}

/** What is registered and given to nobody, oldest first. */
export async function papersToAssign(db: Reader): Promise<StoredPaper[]> {
  return (await db.raw(`${SELECT} WHERE i.patient_id IS NULL ORDER BY i.registered_at, i.id LIMIT ${LIST_MAX}`)) as StoredPaper[];
}

export interface Waiting {
  readonly count: number;
  readonly oldest: string | null;
}

/** How many papers wait for this person's sign-off, and since when (ISO UTC; null when none). */
export async function countToSign(db: Reader, responsibleId: string): Promise<Waiting> {
  const [row] = (await db.raw(
    `SELECT count(*) AS count, min(i.assigned_at) AS oldest FROM incoming_document i JOIN attachment a ON a.id = i.attachment_id
     WHERE i.responsible_id = ? AND i.signed_off_at IS NULL AND i.responsible_id IS NOT NULL AND a.struck_at IS NULL`, [responsibleId],
  )) as [Waiting];
  return row;
}

/** How many papers belong to nobody yet, and since when (ISO UTC; null when none). */
export async function countToAssign(db: Reader): Promise<Waiting> {
  const [row] = (await db.raw('SELECT count(*) AS count, min(registered_at) AS oldest FROM incoming_document WHERE patient_id IS NULL')) as [Waiting];
  return row;
}

/** The file kept from exactly these bytes as they lay in the folder. */
export async function keptFrom(db: Reader, sourceSha256: string): Promise<{ readonly id: string; readonly size: number; readonly sha256: string } | undefined> {
  const [row] = (await db.raw('SELECT a.id, a.size, a.sha256 FROM incoming_document i JOIN attachment a ON a.id = i.attachment_id WHERE i.source_sha256 = ? LIMIT 1', [sourceSha256])) as {
    id: string; size: number; sha256: string;
  }[];
  return row;
}

/** Errors: record.notFound. */
export async function getPaper(db: Reader, id: string): Promise<StoredPaper> {
  const [row] = (await db.raw(`${SELECT} WHERE i.id = ?`, [id])) as StoredPaper[];
  if (!row) throw new AppError('record.notFound');
  return row;
}

export interface NewPaper {
  readonly id: string;
  readonly attachmentId: string;
  readonly sourceSha256: string;
  readonly facts: PaperFacts;
}

/** Registers a paper whose file has just been kept; it belongs to nobody yet. */
export async function insertPaper(tx: Writer, paper: NewPaper, { at, by }: Moment): Promise<void> {
  await tx('incoming_document').insert({
    id: paper.id, attachment_id: paper.attachmentId, source_sha256: paper.sourceSha256, document_type: paper.facts.documentType, document_date: paper.facts.documentDate, sender: paper.facts.sender,
    registered_at: at, registered_by: by, changed_at: at, changed_by: by,
  });
}

export interface Given {
  readonly facts: PaperFacts;
  readonly patientId: string;
  readonly responsibleId: string;
}

/** Gives the new version. Errors: record.changedMeanwhile. */
export function assignPaper(tx: Writer, at: { readonly id: string; readonly version: number }, { facts, patientId, responsibleId }: Given, moment: Moment): Promise<number> {
  return change(tx, at, {
    document_type: facts.documentType, document_date: facts.documentDate, sender: facts.sender, patient_id: patientId, responsible_id: responsibleId, assigned_at: moment.at,
  }, moment);
}

/** Errors: record.changedMeanwhile. */
export function signOffPaper(tx: Writer, at: { readonly id: string; readonly version: number }, by: { readonly name: string; readonly title: string; readonly comment: string }, moment: Moment): Promise<number> {
  return change(tx, at, { signed_off_at: moment.at, signed_off_by: moment.by, signed_off_name: by.name, signed_off_title: by.title, comment: by.comment }, moment);
}

async function change(tx: Writer, { id, version }: { readonly id: string; readonly version: number }, fields: object, { at, by }: Moment): Promise<number> {
  const count = await tx('incoming_document').where({ id, version }).update({ ...fields, version: version + 1, changed_at: at, changed_by: by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version + 1;
}
