import * as z from 'zod';

/** `public`: a holiday by law. `customary`: kept by nearly everybody without a law (midsommarafton, julafton, nyårsafton). */
export const HOLIDAY_KINDS = ['public', 'customary'] as const;

/** A public or customary day as the clinic treats it. */
export const ClinicHoliday = z.strictObject({
  date: z.string(),
  kind: z.enum(HOLIDAY_KINDS),
  names: z.strictObject({ sv: z.string(), en: z.string(), local: z.string() }),
  /** True when nothing can be booked without a deliberate exception. */
  closed: z.boolean(),
});
export type ClinicHoliday = z.infer<typeof ClinicHoliday>;
