import * as z from 'zod';

export const LISTS = ['mine', 'all', 'toAssign', 'folder'] as const;
export type ListName = (typeof LISTS)[number];

/** Which list is open; nothing about anybody. */
export const IncomingSearch = z.object({ list: z.enum(LISTS).optional() });
export const INCOMING_PATH = '/lists/incoming';
