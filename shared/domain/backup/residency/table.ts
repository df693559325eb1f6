import * as z from 'zod';

import { ResidencyClass } from '../target-status.ts';

/** One host and what is known about it. */
export const ResidencyRow = z.strictObject({
  /** The exact host, in small letters; never a pattern. */
  host: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
  /** What SigV4 wants as region at this host; says nothing about where the data lie. */
  region: z.string(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  place: z.string(),
  operator: z.string(),
  class: ResidencyClass.exclude(['unknown']),
  source: z.string().min(1),
  /** The day the source was read. */
  readAt: z.iso.date(),
});
export type ResidencyRow = z.infer<typeof ResidencyRow>;

/** The hosts that are known, and the providers at whose other hosts nothing is allowed. */
export const ResidencyTable = z.strictObject({
  /** Counts up with each edition. */
  version: z.int().min(1),
  rows: z.array(ResidencyRow).min(1),
  /** Everything below these names that has no row of its own is refused: its place is not established. */
  providers: z.array(z.strictObject({ suffix: z.string(), operator: z.string() })),
});
export type ResidencyTable = z.infer<typeof ResidencyTable>;
