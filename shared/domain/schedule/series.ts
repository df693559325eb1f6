import * as z from 'zod';

import { APPOINTMENT_STATUSES } from '../agenda/status.ts';

/**
 * What stands in the way of one visit of a series. `impossible`: the clocks jump over that time; `ambiguous`: they show
 * it twice, and somebody has to say which (C-05). `notPerformer`: the service names others who give it (C-01).
 */
export const VERDICTS = ['free', 'taken', 'closed', 'holiday', 'past', 'impossible', 'ambiguous', 'notPerformer'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What was found at one time. */
export const Found = z.strictObject({
  verdict: z.enum(VERDICTS),
  /** ISO UTC; null while the time does not exist or is not decided. */
  start: z.string().nullable(),
  end: z.string().nullable(),
  /** Which column is taken or closed; empty when that is not the reason. */
  resource: z.string(),
  /** The holiday's name; null on other days. */
  holiday: z.strictObject({ sv: z.string(), en: z.string(), local: z.string() }).nullable(),
});
export type Found = z.infer<typeof Found>;

/** One visit of a series before it is booked. `original` is the day the rule gave; `date` and `time` what is meant now. */
export const Occurrence = z.strictObject({ ...Found.shape, original: z.string(), date: z.string(), time: z.string() });
export type Occurrence = z.infer<typeof Occurrence>;

/** One booked visit of a series. `isMoved`: somebody gave it another time by itself. */
export const SeriesVisit = z.strictObject({
  id: z.string(), version: z.int(), start: z.string(), end: z.string(), status: z.enum(APPOINTMENT_STATUSES), resourceIds: z.array(z.string()), isMoved: z.boolean(),
});
export type SeriesVisit = z.infer<typeof SeriesVisit>;

/** Why a visit is left where it is when its series changes. */
export const KEPT_BECAUSE = ['moved', 'started', 'otherPractitioner'] as const;

/** One visit and what a change would do to it: `kept` says why it is left alone, otherwise what its new time meets. */
export const SeriesVisitVerdict = z.strictObject({ visit: SeriesVisit, kept: z.enum(KEPT_BECAUSE).nullable(), found: Found.nullable() });
export type SeriesVisitVerdict = z.infer<typeof SeriesVisitVerdict>;
