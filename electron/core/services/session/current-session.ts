import { v7 } from 'uuid';

import type { AuditEntry } from '#shared/domain/log/audit.ts';
import { permissionsOf, type Permission } from '#shared/domain/permissions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { authorizeCall, actorOf, type Caller } from '../../api/call-context.ts';
import type { AuthorizedCall } from '../../api/dispatch.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { Account } from '../../repositories/account.ts';
import type { Clock } from '../../ports/clock.ts';
import { PROGRAM } from '../../repositories/log.ts';
import type { PersonCard } from './card-identity.ts';

/** One person at work on this computer. There is at most one; it ends with the process (product.md decision 1). */
export interface ActiveSession {
  readonly clinic: OpenClinic;
  readonly account: Account;
  readonly caller: Caller;
  readonly card: PersonCard | null;
  readonly revocationCheckedAt: string | null;
  /** Monotonic time of the last proof (PIN or passphrase), for L-11. */
  lastProofMs: number;
}

/** How somebody can come in. */
export const SIGN_IN_METHODS = ['card', 'passphrase', 'kit'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** Who begins a session on which database, and how they came in. */
export interface SessionStart {
  readonly way: SignInMethod;
  readonly clinic: OpenClinic;
  readonly account: Account;
  readonly card: PersonCard | null;
  readonly revocationCheckedAt: string | null;
}

/** Holds the session of this process and makes calls on its behalf. */
export interface CurrentSession {
  readonly get: () => ActiveSession | null;
  /** Errors: auth.locked when nobody is signed in. */
  readonly require: () => ActiveSession;
  readonly begin: (start: SessionStart) => ActiveSession;
  readonly end: () => void;
  /** Errors: auth.locked, auth.forbidden. */
  readonly authorize: (permission: Permission) => Promise<AuthorizedCall>;
  /** A refused call by whoever is signed in; nothing when nobody is. */
  readonly logDenied: (entry: AuditEntry) => Promise<void>;
}

/** Nobody is signed in at the start. */
export function createCurrentSession(clock: Clock): CurrentSession {
  let active: ActiveSession | null = null;
  const require = () => {
    if (!active) throw new AppError('auth.locked');
    return active;
  };
  return {
    get: () => active,
    require,
    begin: ({ clinic, account, card, revocationCheckedAt }) => {
      const caller: Caller = { userId: account.id, userName: account.name, title: account.title, hsaId: account.hsaId, roles: account.roles, sessionId: v7() };
      active = { clinic, account, caller, card, revocationCheckedAt, lastProofMs: clock.monotonicMs() };
      return active;
    },
    end: () => {
      active = null;
    },
    authorize: async permission => {
      if (permission === 'anyone' && !active) return gateCall(() => active);
      const { caller, clinic } = require();
      return authorizeCall(caller, permission, clinic.log);
    },
    logDenied: async entry => {
      if (active) await active.clinic.log.appendNow(actorOf(active.caller), entry);
    },
  };
}

/** A call before sign-in. If it signs somebody in, the rest of it is logged in that person's name. */
function gateCall(session: () => ActiveSession | null): AuthorizedCall {
  let logged = false;
  const actor = () => {
    const active = session();
    return active ? actorOf(active.caller) : PROGRAM;
  };
  const log = () => {
    const active = session();
    if (!active) throw new AppError('auth.locked');
    return active.clinic.log;
  };
  const nobody = permissionsOf([]);
  return {
    wasLogged: () => logged,
    context: {
      userId: '', userName: '', title: '', hsaId: null, roles: [], sessionId: '',
      may: permission => permission === 'anyone' || nobody.has(permission),
      log: async (tx, entry) => {
        await log().append(tx, actor(), entry);
        logged = true;
      },
      logRead: async entry => {
        await log().appendNow(actor(), entry);
        logged = true;
      },
    },
  };
}
