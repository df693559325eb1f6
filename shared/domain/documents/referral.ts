/**
 * - unsent: finished, not yet out of the clinic; - sent; - received: the other side has said so; - answered; - closed: no answer is awaited.
 */
export const REFERRAL_STATUSES = ['unsent', 'sent', 'received', 'answered', 'closed'] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** An answer is still awaited: it is on the list of those to watch (K-03). */
export const WATCHED: readonly ReferralStatus[] = ['unsent', 'sent', 'received'];
/** Whether an answer is still awaited. */
export const isWatched = (status: ReferralStatus): boolean => WATCHED.includes(status);

/** Days until a referral without answer is overdue, unless somebody set others. */
export const WATCH_DAYS = 30;
export const URGENT_WATCH_DAYS = 7;
export const WATCH_DAYS_MAX = 365;

/** What can be done about a referral. */
export const REFERRAL_STEPS = ['finished', 'sent', 'received', 'answered', 'extended', 'closed', 'reopened'] as const;
export type ReferralStep = (typeof REFERRAL_STEPS)[number];

const FROM: Readonly<Record<ReferralStep, readonly ReferralStatus[]>> = {
  finished: [], sent: ['unsent'], received: ['unsent', 'sent'], answered: ['unsent', 'sent', 'received'], extended: WATCHED, closed: WATCHED, reopened: ['answered', 'closed'],
};
const TO: Readonly<Record<Exclude<ReferralStep, 'extended'>, ReferralStatus>> = { finished: 'unsent', sent: 'sent', received: 'received', answered: 'answered', closed: 'closed', reopened: 'sent' };

/** Where a step leads from here, or undefined when it makes no sense. */
export function afterStep(status: ReferralStatus, step: ReferralStep): ReferralStatus | undefined {
  if (!FROM[step].includes(status)) return undefined;
  return step === 'extended' ? status : TO[step];
}

/** Steps that need a reason in words: why no answer is awaited, why it may take longer, why it is open again. */
export const NEEDS_REASON: readonly ReferralStep[] = ['extended', 'closed', 'reopened'];
