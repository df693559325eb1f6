import type { Reader, Writer } from '../db/handles.ts';

export interface AccessReview {
  readonly userId: string;
  readonly reviewedAt: string;
  readonly reviewedBy: string;
}

/** The newest review of each person (J-14), with the reviewer's name as it is now. */
export async function latestReviews(db: Reader): Promise<ReadonlyMap<string, AccessReview>> {
  const rows = (await db.raw(
    `SELECT r.user_id, max(r.reviewed_at) AS reviewed_at, coalesce(u.name, '') AS reviewed_by FROM access_review r LEFT JOIN user_account u ON u.id = r.reviewed_by GROUP BY r.user_id`,
  )) as { user_id: string; reviewed_at: string; reviewed_by: string }[];
  return new Map(rows.map(row => [row.user_id, { userId: row.user_id, reviewedAt: row.reviewed_at, reviewedBy: row.reviewed_by }]));
}

/** Notes that this access was looked at and found right; `roles` as they were. */
export async function insertReview(tx: Writer, review: { readonly id: string; readonly userId: string; readonly roles: readonly string[]; readonly at: string; readonly by: string }): Promise<void> {
  await tx('access_review').insert({ id: review.id, user_id: review.userId, roles: JSON.stringify(review.roles), reviewed_at: review.at, reviewed_by: review.by });
}
