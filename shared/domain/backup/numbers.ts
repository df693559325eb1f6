import * as z from 'zod';

/** Numbers that leave the clinic on paper and must never name two things (F-02, I-05). */
export const NUMBER_SERIES = ['invoice', 'receipt', 'payment', 'visit', 'temporary'] as const;
export type NumberSeries = (typeof NUMBER_SERIES)[number];

/** The last number given out in each series; 0 for none. */
export const NumbersGiven = z.strictObject({ invoice: z.int(), receipt: z.int(), payment: z.int(), visit: z.int(), temporary: z.int() });
export type NumbersGiven = z.infer<typeof NumbersGiven>;

const DAY_MS = 86_400_000;
/** Documents of this many days say how fast a series goes. */
export const PACE_DAYS = 90;
const LEAST = 50;
const ROUND = 100;

export interface PassedOver {
  /** The last number in the restored database. */
  readonly last: number;
  /** The last number known to have been given out, from the database that was replaced; null when it could not be read. */
  readonly known: number | null;
  /** Numbers used in the `PACE_DAYS` before the backup. */
  readonly recent: number;
  readonly backupAt: string;
  readonly restoredAt: string;
}

/**
 * The last number of a series to pass over after a restore. Known exactly where the replaced database could be read;
 * otherwise three times what the clinic's pace makes likely since the backup, at least 50, up to the next even hundred,
 * so that the first new paper is easy to tell.
 */
export function lastToPassOver({ last, known, recent, backupAt, restoredAt }: PassedOver): number {
  if (known !== null) return Math.max(last, known);
  const days = Math.max(1, Math.ceil((Date.parse(restoredAt) - Date.parse(backupAt)) / DAY_MS));
  const likely = Math.max(LEAST, Math.ceil((3 * recent * days) / PACE_DAYS));
  return Math.ceil((last + likely) / ROUND) * ROUND;
}
