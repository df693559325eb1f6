import * as z from 'zod';

import { ERROR_CODES } from '../../kernel/app-error.ts';

const DAY_MS = 86_400_000;

/**
 * Days a backup is kept in a place. At least 400: a year, so that what happens once a year is still there, and the
 * longest step of the clock that is believed. At most ten years, which a journal must be kept (PDL 3 kap. 17 §): what
 * was destroyed by decision (J-09) lies in old backups until they expire, so they may not be kept for ever.
 */
export const RetentionDays = z.int().min(400).max(3650);
export const USUAL_RETENTION_DAYS = 400;

/** Whatever their age, so many newest backups of a series stay. */
export const ALWAYS_KEPT = 30;

/** What a cut-off run left behind goes after so many days: nobody resumes it any more. */
export const LEFTOVER_DAYS = 30;

/** A whole new base is written at least this often, so no backup uses packs that are older than this before it. */
export const BASE_DAYS = 60;

/** A server deletes by the age of each object: so many days later than the retention, so that packs outlive what uses them. */
export const SERVER_MARGIN_DAYS = 90;

/** A longer step between two backups is a holiday or a clock that jumped; it makes nothing older. */
const BELIEVED_STEP_DAYS = 31;

/** When a backup was made by its own signed list of contents, and when the place says that it was stored. Instants. */
export interface Dated {
  readonly createdAt: string;
  readonly storedAt: string;
}

const between = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/**
 * Ages by the clinic's own work, in milliseconds: a backup grows older by the backups that come after it, never by what
 * a clock shows now. A step back, one of more than 31 days, or one that the place's dates do not confirm, counts nothing
 * or only what both confirm; so a clock that is years ahead makes nothing old, and neither does a place nobody writes to.
 */
export interface BelievedTime {
  /** Of each backup of the chain, oldest first. */
  readonly ages: readonly number[];
  /** Of something else in the same place, at most: counted from the first backup that both dates put after it. */
  readonly ageOf: (thing: { readonly storedAt: string; readonly createdAt?: string }) => number;
}

/** `chain`: one series, oldest first by its numbers. */
export function believedTime(chain: readonly Dated[]): BelievedTime {
  let passed = 0;
  const clock = chain.map((one, index) => {
    const before = chain[index - 1];
    const step = before === undefined ? 0 : Math.min(between(before.createdAt, one.createdAt), between(before.storedAt, one.storedAt));
    passed += step > 0 && step <= BELIEVED_STEP_DAYS * DAY_MS ? step : 0;
    return passed;
  });
  const newest = chain.at(-1);
  // a clock that was ahead for a while and was put right has counted too much: never more than the dates themselves say
  const atMost = (age: number, { createdAt, storedAt }: { readonly createdAt?: string; readonly storedAt: string }): number =>
    newest === undefined ? 0 : Math.max(0, Math.min(age, between(storedAt, newest.storedAt), createdAt === undefined ? Infinity : between(createdAt, newest.createdAt)));
  return {
    ages: chain.map((one, index) => atMost(passed - (clock[index] ?? passed), one)),
    ageOf: thing => {
      const before = chain.findLastIndex(one => one.storedAt < thing.storedAt || (thing.createdAt !== undefined && one.createdAt < thing.createdAt));
      return atMost(passed - (clock[before + 1] ?? passed), thing);
    },
  };
}

/** True when so many days have passed. */
export const isOlderThan = (ageMs: number, days: number): boolean => ageMs > days * DAY_MS;

/** What lies in a place, opened and counted, as the screens tell it. Names no person. */
export const PlaceContents = z.strictObject({
  at: z.iso.datetime(),
  /** Backups that open and are signed, of all computers. */
  generations: z.int().min(0),
  oldestAt: z.iso.datetime().nullable(),
  newestAt: z.iso.datetime().nullable(),
  /** Lists of contents that are there and were not accepted, and why; at most fifty. */
  unread: z.array(z.strictObject({ machineId: z.string(), seq: z.int(), reason: z.enum(ERROR_CODES) })).max(50),
  /** Backups that must have been there and are not; at most fifty. */
  gone: z.array(z.strictObject({ machineId: z.string(), seq: z.int() })).max(50),
});
export type PlaceContents = z.infer<typeof PlaceContents>;

/** Why nothing was let go although it is old enough. */
export const HELD_BACK = ['unproven', 'forked', 'unread', 'failed'] as const;

/** What expired at the latest look, in a folder or on a disk; a server does it by its own rules. */
export const ExpiryRecord = z.strictObject({
  at: z.iso.datetime(),
  /** Backups that went, and bytes with what only they used. */
  generations: z.int().min(0),
  bytes: z.number().min(0),
  heldBack: z.enum(HELD_BACK).nullable(),
});
export type ExpiryRecord = z.infer<typeof ExpiryRecord>;
