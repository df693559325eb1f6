/** J-14: rights are followed up at least yearly. */
const REVIEW_MONTHS = 12;

/** True when this person's access has not been reviewed for twelve months (counted from when they were added, if never). */
export function isReviewDue({ reviewedAt, createdAt, now }: { readonly reviewedAt: string | null; readonly createdAt: string; readonly now: Date }): boolean {
  const due = new Date(reviewedAt ?? createdAt);
  due.setUTCMonth(due.getUTCMonth() + REVIEW_MONTHS);
  return due <= now;
}
