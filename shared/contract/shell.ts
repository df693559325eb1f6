import * as z from 'zod';

import { command, query } from './define.ts';

export const SHELL_KINDS = ['browser', 'electron'] as const;
export type ShellKind = (typeof SHELL_KINDS)[number];

export const ShellInfo = z.strictObject({
  version: z.string(),
  shell: z.enum(SHELL_KINDS),
  /** Node's name of the operating system: linux, win32, darwin. */
  platform: z.string(),
});
export type ShellInfo = z.infer<typeof ShellInfo>;

const Nothing = z.strictObject({});

/** Calls the supervisor answers itself: they must work while core is locked, starting or gone. */
export const shell = {
  info: query({
    permission: 'anyone',
    input: Nothing,
    output: ShellInfo,
    audit: { none: 'version of the program' },
  }),
  /** Locks now. Answers at once; `flush` and `locked` events follow within 2 s. */
  lock: command({
    permission: 'anyone',
    input: Nothing,
    output: Nothing,
    audit: { none: 'core writes the LOGOUT row when it prepares to lock' },
  }),
  /** The person typed or moved the pointer; sent at most every 15 s, it restarts the idle time. */
  activity: command({
    permission: 'anyone',
    input: Nothing,
    output: Nothing,
    audit: { none: 'says only that somebody is at the keyboard' },
  }),
  /** Answer to a `flush` event: every editor has saved its draft, core may be ended. */
  flushed: command({
    permission: 'anyone',
    input: Nothing,
    output: Nothing,
    audit: { none: 'drafts were logged as they were saved' },
  }),
  /** Locks and closes the program. */
  quit: command({
    permission: 'anyone',
    input: Nothing,
    output: Nothing,
    audit: { none: 'core writes the LOGOUT row when it prepares to lock' },
  }),
} as const;
