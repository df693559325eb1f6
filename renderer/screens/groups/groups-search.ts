import * as z from 'zod';

/** Which meeting is shown; ids only, part of the route. */
export const GroupsSearch = z.object({ group: z.string().max(64).optional().catch(undefined) });
