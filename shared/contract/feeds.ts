import * as z from 'zod';

import { ERROR_CODES } from '../kernel/app-error.ts';
import { FOLDER_ERRORS, Id } from './common.ts';
import { command, query } from './define.ts';

/** One practitioner's calendar file, or that there is none. */
export const Feed = z.strictObject({
  resourceId: z.string(),
  name: z.string(),
  /** Null: off. The name is the secret: 160 random bits, in the form that a calendar program fetches. */
  fileName: z.string().nullable(),
  writtenAt: z.string().nullable(),
  problem: z.enum(ERROR_CODES).nullable(),
});
export type Feed = z.infer<typeof Feed>;

/** Calendar files without personal data, for the clinic's own sync to a phone (C-13). Off until the administrator chooses a folder and a person. */
export const feeds = {
  list: query({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: z.strictObject({ folder: z.string().nullable(), version: z.int(), feeds: z.array(Feed) }),
    audit: { none: 'which colleagues have a calendar file; nothing about a patient' },
  }),
  /** Where the files lie. Files in an earlier folder are removed. */
  setFolder: command({
    permission: 'settings.manage',
    input: z.strictObject({ version: z.int().min(1), folder: z.string().trim().min(1).max(1000).nullable() }),
    output: z.strictObject({ version: z.int() }),
    errors: [...FOLDER_ERRORS, 'record.changedMeanwhile'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Begins a file for a practitioner, or gives it a new name: the old file is removed and its name never comes back. */
  renew: command({
    permission: 'settings.manage',
    input: z.strictObject({ resourceId: Id }),
    output: Feed,
    errors: ['record.notFound', 'feeds.noFolder', ...FOLDER_ERRORS],
    audit: { action: 'FEED', category: 'system', object: 'resourceId' },
  }),
  /** Ends it: the file is removed. */
  revoke: command({
    permission: 'settings.manage',
    input: z.strictObject({ resourceId: Id }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'FEED', category: 'system', object: 'resourceId' },
  }),
} as const;
