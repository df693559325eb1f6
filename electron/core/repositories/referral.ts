import type { ReferralStatus, ReferralStep } from '#shared/domain/documents/referral.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

export interface StoredReferral {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly patientName: string;
  readonly recipientName: string;
  readonly subject: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly status: ReferralStatus;
  readonly urgent: boolean;
  readonly finishedOn: string;
  readonly dueOn: string;
}
type Row = Omit<StoredReferral, 'urgent'> & { readonly urgent: number };

const ROWS = `SELECT r.id, r.version, r.patient_id AS patientId, p.family_name || ', ' || p.given_name AS patientName, d.recipient_name AS recipientName, d.subject, d.author_id AS authorId,
    d.author_name AS authorName, r.status, r.urgent, r.finished_on AS finishedOn, r.due_on AS dueOn
  FROM referral r JOIN document d ON d.id = r.id JOIN patient p ON p.id = r.patient_id`;
const toReferral = (row: Row): StoredReferral => ({ ...row, urgent: row.urgent === 1 });
const WATCHED = `r.status IN ('unsent', 'sent', 'received')`;

export const WATCHED_SQL = `${ROWS} WHERE ${WATCHED} ORDER BY r.due_on, r.id LIMIT 500`;
/** Binding: author. */
export const WATCHED_BY_SQL = `${ROWS} WHERE r.author_id = ? AND ${WATCHED} ORDER BY r.due_on, r.id LIMIT 500`;

/** Referrals whose answer is awaited, nearest day first; one author's, or everybody's. */
export async function watchedReferrals(db: Reader, authorId: string | null): Promise<StoredReferral[]> {
  const rows = (await (authorId === null ? db.raw(WATCHED_SQL) : db.raw(WATCHED_BY_SQL, [authorId]))) as Row[];
  return rows.map(toReferral);
}

/** Counted in the index. `today` is the clinic's calendar date: overdue is what was due before it. */
export async function countWatched(db: Reader, authorId: string, today: string): Promise<{ readonly watched: number; readonly overdue: number }> {
  const [row] = (await db.raw(`SELECT count(*) AS watched, coalesce(sum(r.due_on < ?), 0) AS overdue FROM referral r WHERE r.author_id = ? AND ${WATCHED}`, [today, authorId])) as { watched: number; overdue: number }[];
  return row ?? { watched: 0, overdue: 0 };
}

/** The referral, if it is this patient's. */
export async function findReferral(db: Reader, patientId: string, id: string): Promise<StoredReferral | undefined> {
  const [row] = (await db.raw(`${ROWS} WHERE r.id = ? AND r.patient_id = ?`, [id, patientId])) as Row[];
  return row && toReferral(row);
}

/** Bindings: patient. By the patient's own index. */
export const OPEN_OF_PATIENT_SQL = `${ROWS} WHERE r.patient_id = ? AND ${WATCHED} ORDER BY r.finished_on DESC, r.id DESC LIMIT 50`;

/** A patient's referrals whose answer is awaited, newest first. */
export const openReferrals = async (db: Reader, patientId: string): Promise<StoredReferral[]> => ((await db.raw(OPEN_OF_PATIENT_SQL, [patientId])) as Row[]).map(toReferral);

export interface ReferralAnswer {
  readonly id: string;
  readonly attachmentId: string;
  readonly sender: string;
  readonly documentDate: string | null;
  readonly registeredAt: string;
  readonly signedOffAt: string | null;
}

/** The incoming paper that answered a referral. */
export async function answerOf(db: Reader, referralId: string): Promise<ReferralAnswer | undefined> {
  const [row] = (await db.raw(
    `SELECT i.id, i.attachment_id AS attachmentId, i.sender, i.document_date AS documentDate, i.registered_at AS registeredAt, i.signed_off_at AS signedOffAt
     FROM referral r JOIN incoming_document i ON i.id = r.answer_id WHERE r.id = ?`, [referralId],
  )) as ReferralAnswer[];
  return row;
}

/** From now on an answer is awaited until `dueOn` (calendar date, K-03). It has not left yet. */
export async function insertReferral(tx: Writer, one: Pick<StoredReferral, 'id' | 'patientId' | 'authorId' | 'urgent' | 'finishedOn' | 'dueOn'>, change: Change): Promise<void> {
  await tx('referral').insert({
    id: one.id, patient_id: one.patientId, author_id: one.authorId, status: 'unsent', urgent: one.urgent ? 1 : 0, finished_on: one.finishedOn, due_on: one.dueOn, changed_at: change.at, changed_by: change.by,
  });
}

/** Errors: record.changedMeanwhile. Returns the new version. */
export async function updateReferral(tx: Writer, at: { readonly id: string; readonly version: number }, to: { readonly status: ReferralStatus; readonly dueOn: string; readonly answerId?: string | null }, change: Change): Promise<number> {
  const version = at.version + 1;
  const count = await tx('referral').where(at).update({ status: to.status, due_on: to.dueOn, ...(to.answerId === undefined ? {} : { answer_id: to.answerId }), version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}

export interface ReferralEvent {
  readonly at: string;
  readonly actorName: string;
  readonly step: ReferralStep;
  readonly reason: string;
  readonly dueOn: string;
}

/** One step in the history of a referral; steps are added, never changed. */
export async function insertReferralEvent(tx: Writer, one: ReferralEvent & { readonly id: string; readonly referralId: string; readonly actorId: string }): Promise<void> {
  await tx('referral_event').insert({ id: one.id, referral_id: one.referralId, at: one.at, actor_id: one.actorId, actor_name: one.actorName, step: one.step, reason: one.reason, due_on: one.dueOn });
}

/** Everything that happened to a referral, oldest first. */
export const referralEvents = async (db: Reader, id: string): Promise<ReferralEvent[]> =>
  (await db.raw('SELECT at, actor_name AS actorName, step, reason, due_on AS dueOn FROM referral_event WHERE referral_id = ? ORDER BY at, id', [id])) as ReferralEvent[];
