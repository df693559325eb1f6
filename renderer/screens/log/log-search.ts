import * as z from 'zod';

/** What the log screen shows, as its address holds it. `of` is a patient: not named `patientId`, because a reviewer has no patient strip. */
export const LogSearch = z.object({
  of: z.uuid().optional().catch(undefined),
  ofLabel: z.string().max(200).optional().catch(undefined),
  userId: z.uuid().optional().catch(undefined),
  refused: z.boolean().optional().catch(undefined),
  /** Starts a check at once. */
  verify: z.boolean().optional().catch(undefined),
});
