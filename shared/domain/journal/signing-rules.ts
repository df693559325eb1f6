import * as z from 'zod';

/** How a clinic wants its notes signed. */
export const SigningSettings = z.strictObject({
  /** Whole days after which something unsigned is marked. */
  lateAfterDays: z.int().min(1).max(90),
  overdueAfterDays: z.int().min(1).max(365),
  /** F9 signs each note on the card at once instead of locking it for the day's signature. */
  signEachNote: z.boolean(),
  /** A card in the reader is enough for locking, however long ago its PIN was typed; the day's signature always asks (L-11). */
  lockWithoutPin: z.boolean(),
}).refine(settings => settings.overdueAfterDays > settings.lateAfterDays, { message: 'order', path: ['overdueAfterDays'] });
export type SigningSettings = z.infer<typeof SigningSettings>;

export const DEFAULT_SIGNING_SETTINGS: SigningSettings = { lateAfterDays: 1, overdueAfterDays: 7, signEachNote: false, lockWithoutPin: false };

/**
 * What the person at work can sign with.
 * - signature: the card's signing key; - login: the card has none, its sign-in key binds the notes (no signature in the
 *   law's sense, and the screen says so); - none: nobody's card is in use, notes stay locked and wait.
 */
export const SIGNING_MEANS = ['signature', 'login', 'none'] as const;
export type SigningMeans = (typeof SIGNING_MEANS)[number];

/** How a version was signed: alone or under a day's root, with which key; `practice-*`: a practice card, no legal effect. */
export const SIGNATURE_METHODS = ['card-cms', 'practice', 'card-day', 'card-login', 'practice-day', 'practice-login'] as const;
export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];
export type DayMethod = Extract<SignatureMethod, 'card-day' | 'card-login' | 'practice-day' | 'practice-login'>;

/** The day's method for the key that signed. */
export const dayMethod = (purpose: 'signature' | 'login', isPractice: boolean): DayMethod =>
  purpose === 'login' ? (isPractice ? 'practice-login' : 'card-login') : isPractice ? 'practice-day' : 'card-day';

/** True when the method binds the text to a card without being a signature in the law's sense. */
export const isLoginOnly = (method: SignatureMethod): boolean => method === 'card-login' || method === 'practice-login';

export type AgeLevel = 'fine' | 'late' | 'overdue';
/** How long something has waited, as the clinic judges it. */
export const ageLevel = (ageDays: number, settings: Pick<SigningSettings, 'lateAfterDays' | 'overdueAfterDays'>): AgeLevel =>
  ageDays >= settings.overdueAfterDays ? 'overdue' : ageDays >= settings.lateAfterDays ? 'late' : 'fine';

const DAY_MS = 86_400_000;
/** Whole days between two instants, never negative. */
export const ageInDays = (since: string, now: Date): number => Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / DAY_MS));

/** Most versions one day's signature takes: more than anybody writes in months. */
export const MOST_IN_A_DAY = 1_000;
