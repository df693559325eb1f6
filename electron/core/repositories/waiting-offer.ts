import type { WaitingOffer } from '#shared/domain/waiting/wish.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

export interface StoredOffer {
  readonly id: string;
  readonly version: number;
  readonly wishId: string;
  readonly resourceId: string;
  readonly start: string;
  readonly end: string;
  readonly groupId: string | null;
  readonly answer: WaitingOffer['answer'];
}

const SELECT = `SELECT id, version, wish_id AS wishId, resource_id AS resourceId, start_utc AS start, end_utc AS "end", group_id AS groupId, answer FROM waiting_offer`;

/** Errors: record.notFound. */
export async function getOffer(db: Reader, id: string): Promise<StoredOffer> {
  const [row] = (await db.raw(`${SELECT} WHERE id = ?`, [id])) as StoredOffer[];
  if (!row) throw new AppError('record.notFound');
  return row;
}

/** Unanswered offers of times that begin after an instant, no later than `to`. */
export async function findOpenOffers(db: Reader, range: { readonly from: string; readonly to: string }): Promise<StoredOffer[]> {
  return (await db.raw(`${SELECT} WHERE answer = 'open' AND start_utc >= ? AND start_utc < ?`, [range.from, range.to])) as StoredOffer[];
}

/** What a wish has been asked and not answered. */
export async function findOpenOffersOfWish(db: Reader, wishId: string): Promise<StoredOffer[]> {
  return (await db.raw(`${SELECT} WHERE wish_id = ? AND answer = 'open'`, [wishId])) as StoredOffer[];
}

export interface NewOffer extends Omit<StoredOffer, 'version' | 'answer'> {
  readonly channel: WaitingOffer['channel'];
  readonly until: string | null;
}

/** Errors: the database's own unique rule when the wish has an open offer of that time. */
export async function insertOffer(tx: Writer, offer: NewOffer, change: Change): Promise<void> {
  await tx('waiting_offer').insert({
    id: offer.id, wish_id: offer.wishId, resource_id: offer.resourceId, start_utc: offer.start, end_utc: offer.end, group_id: offer.groupId, channel: offer.channel, until_utc: offer.until,
    answer: 'open', asked_at: change.at, asked_by: change.by, version: 1, changed_at: change.at, changed_by: change.by,
  });
}

/** Errors: record.changedMeanwhile. Returns the new version. */
export async function answerOffer(tx: Writer, at: { readonly id: string; readonly version: number }, answer: 'yes' | 'no' | 'gone', change: Change): Promise<number> {
  const version = at.version + 1;
  const count = await tx('waiting_offer').where({ id: at.id, version: at.version }).update({ answer, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}
