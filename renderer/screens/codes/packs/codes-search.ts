import * as z from 'zod';

export const CODES_PATH = '/settings/codes';
export const PARTS = ['packs', 'statistics'] as const;
export type Part = (typeof PARTS)[number];

/** Which part of the screen is open, so that back and a lock come back to it. */
export const CodesSearch = z.object({ part: z.enum(PARTS).catch('packs').default('packs') });
