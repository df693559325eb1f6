import type { Attachment, AttachmentFacts, Category } from '#shared/domain/attachments/attachment.ts';
import type { MediaType } from '#shared/domain/attachments/file-type.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface StoredAttachment {
  readonly id: string;
  readonly version: number;
  readonly patientId: string | null;
  readonly category: Category;
  readonly mediaType: MediaType;
  readonly size: number;
  readonly sha256: string;
  readonly chunks: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly title: string;
  readonly bodyPart: string;
  readonly stage: Attachment['stage'];
  readonly eventTime: string;
  readonly createdAt: string;
  readonly authorName: string;
  readonly authorTitle: string;
  readonly struckAt: string | null;
  readonly struckReason: string | null;
  readonly incomingId: string | null;
}

const SELECT = `SELECT a.id, a.version, a.patient_id AS patientId, a.category, a.media_type AS mediaType, a.size, a.sha256, a.chunks, a.width, a.height, a.title, a.body_part AS bodyPart, a.stage,
  a.event_time AS eventTime, a.created_at AS createdAt, a.author_name AS authorName, a.author_title AS authorTitle, a.struck_at AS struckAt, a.struck_reason AS struckReason,
  (SELECT i.id FROM incoming_document i WHERE i.attachment_id = a.id) AS incomingId FROM attachment a`;

/** Every file of a patient, newest first, what is struck included. */
export async function attachmentsOfPatient(db: Reader, patientId: string): Promise<StoredAttachment[]> {
  return (await db.raw(`${SELECT} WHERE a.patient_id = ? ORDER BY a.event_time DESC, a.id DESC`, [patientId])) as StoredAttachment[];
}

/** The file, or undefined. */
export async function findAttachment(db: Reader, id: string): Promise<StoredAttachment | undefined> {
  const [row] = (await db.raw(`${SELECT} WHERE a.id = ?`, [id])) as StoredAttachment[];
  return row;
}

/** The same bytes among a patient's files that are not struck (H42). */
export async function findSameFile(db: Reader, patientId: string, sha256: string): Promise<string | undefined> {
  const [row] = (await db.raw('SELECT id FROM attachment WHERE patient_id = ? AND sha256 = ? AND struck_at IS NULL', [patientId, sha256])) as { id: string }[];
  return row?.id;
}

/** How many files a patient has, struck ones too: the limit is on what is kept. */
export async function countFiles(db: Reader, patientId: string): Promise<number> {
  const [row] = (await db.raw('SELECT count(*) AS n FROM attachment WHERE patient_id = ?', [patientId])) as [{ n: number }];
  return row.n;
}

export interface Author {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}
export interface Moment {
  readonly at: string;
  readonly by: string;
}

export type NewAttachment = Pick<StoredAttachment, 'id' | 'patientId' | 'category' | 'mediaType' | 'size' | 'sha256' | 'chunks' | 'width' | 'height'> & { readonly facts: AttachmentFacts; readonly author: Author };

const columnsOf = (facts: AttachmentFacts) => ({ title: facts.title, body_part: facts.bodyPart, stage: facts.stage, event_time: facts.eventTime });

/** The head of a file; its bytes follow in the same transaction (attachment-bytes.ts). */
export async function insertAttachment(tx: Writer, file: NewAttachment, at: string): Promise<void> {
  await tx('attachment').insert({
    id: file.id, patient_id: file.patientId, category: file.category, media_type: file.mediaType, size: file.size, sha256: file.sha256, chunks: file.chunks, width: file.width, height: file.height,
    ...columnsOf(file.facts), created_at: at, created_by: file.author.id, author_name: file.author.name, author_title: file.author.title, changed_at: at, changed_by: file.author.id,
  });
}

/** Gives the new version. Errors: record.changedMeanwhile. */
export function updateFacts(tx: Writer, at: { readonly id: string; readonly version: number }, facts: AttachmentFacts, moment: Moment): Promise<number> {
  return change(tx, at, columnsOf(facts), moment);
}

/** Makes it invisible; gives the new version. Errors: record.changedMeanwhile. */
export function strikeAttachment(tx: Writer, at: { readonly id: string; readonly version: number }, reason: string, moment: Moment): Promise<number> {
  return change(tx, at, { struck_at: moment.at, struck_by: moment.by, struck_reason: reason }, moment);
}

/** An incoming paper is given to a patient. Errors: record.changedMeanwhile, the database's own unique rule for the same file twice. */
export function giveToPatient(tx: Writer, at: { readonly id: string; readonly version: number }, to: { readonly patientId: string; readonly title: string; readonly eventTime: string }, moment: Moment): Promise<number> {
  return change(tx, at, { patient_id: to.patientId, title: to.title, event_time: to.eventTime }, moment);
}

async function change(tx: Writer, { id, version }: { readonly id: string; readonly version: number }, fields: object, { at, by }: Moment): Promise<number> {
  const count = await tx('attachment').where({ id, version }).update({ ...fields, version: version + 1, changed_at: at, changed_by: by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version + 1;
}
