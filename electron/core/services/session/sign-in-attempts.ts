import { appendFile, rm } from 'node:fs/promises';

import * as z from 'zod';

import { ERROR_CODES, type ErrorCode } from '#shared/kernel/app-error.ts';
import { readIfThere } from '../../clinic/durable-file.ts';
import { SIGN_IN_METHODS, type SignInMethod } from './current-session.ts';

const Attempt = z.strictObject({ at: z.iso.datetime(), method: z.enum(SIGN_IN_METHODS), code: z.enum(ERROR_CODES), who: z.string().max(80) });
/** A failed sign-in. While locked nothing can be written to the log, so it waits in a file until the next sign-in. */
export type Attempt = z.infer<typeof Attempt>;

const MOST_KEPT = 5000;

/** `who` is an HSA-id as the card shows it, or empty; never a name, a PIN, a passphrase or a kit. */
export async function noteAttempt(file: string, attempt: { at: Date; method: SignInMethod; code: ErrorCode; who: string }): Promise<void> {
  const line = JSON.stringify({ at: attempt.at.toISOString(), method: attempt.method, code: attempt.code, who: attempt.who });
  await appendFile(file, `${line}\n`, { mode: 0o600 }).catch(() => undefined); // a full disk must not hide why the sign-in failed
}

/** The attempts since the last sign-in, oldest first; unreadable lines are left out. */
export async function readAttempts(file: string): Promise<Attempt[]> {
  const lines = ((await readIfThere(file)) ?? '').split('\n').filter(line => line !== '').slice(-MOST_KEPT);
  return lines.flatMap(line => {
    try {
      return [Attempt.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Called once they are in the log. */
export const forgetAttempts = (file: string): Promise<void> => rm(file, { force: true });
