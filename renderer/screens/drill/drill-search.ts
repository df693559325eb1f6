import * as z from 'zod';

/** `run`: begin a drill when the screen opens; `open`: show this certificate. Both are taken out of the address at once. */
export const DrillSearch = z.object({ run: z.boolean().optional().catch(undefined), open: z.string().max(80).optional().catch(undefined) });
