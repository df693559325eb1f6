import { AppError } from '#shared/kernel/app-error.ts';
import type { Database } from '../../db/database.ts';
import type { Clock } from '../../ports/clock.ts';
import { liveCredentials } from '../../repositories/credential.ts';
import type { ActiveSession } from './current-session.ts';

/** Wrong codes in one session before no more are tried in it. */
const MOST_WRONG = 5;

export interface CodeProof {
  readonly clock: Clock;
  /** Checks a one-time code and uses it up. Errors: auth.wrongCredentials, auth.codeReused. */
  readonly acceptCode: (db: Database, code: { readonly credentialId: string; readonly code: string; readonly now: Date }) => Promise<void>;
}

/**
 * Lets somebody who signed in without a card prove anew who they are, with a one-time code that is used up (L-02, L-11).
 * Errors: auth.wrongCredentials, auth.codeReused, auth.tooManyFailures.
 */
export function createProveByCode({ clock, acceptCode }: CodeProof): (active: ActiveSession, code: string) => Promise<void> {
  const wrong = new WeakMap<ActiveSession, number>();
  return async (active, code) => {
    const tries = wrong.get(active) ?? 0;
    if (tries >= MOST_WRONG) throw new AppError('auth.tooManyFailures');
    const credentials = await liveCredentials(active.clinic.db.reader);
    const own = [...credentials.values()].find(credential => credential.userId === active.account.id && credential.kind === 'passphrase');
    if (!own) throw new AppError('auth.wrongCredentials');
    wrong.set(active, tries + 1);
    await acceptCode(active.clinic.db, { credentialId: own.id, code, now: clock.now() });
    wrong.delete(active);
  };
}
