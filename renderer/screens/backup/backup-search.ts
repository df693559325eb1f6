import * as z from 'zod';

/** `run`: begin a backup when the screen opens; taken out of the address at once so that it happens one time. */
export const BackupSearch = z.object({ run: z.boolean().optional().catch(undefined) });
