import type { AuditEntry } from '#shared/domain/log/audit.ts';
import { permissionsOf, type Permission, type Role } from '#shared/domain/permissions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { AccessLog, LogActor } from '../repositories/log.ts';
import type { AuthorizedCall } from './dispatch.ts';

/** The person and session behind a call. */
export interface Caller {
  readonly userId: string;
  readonly userName: string;
  readonly title: string;
  readonly hsaId: string | null;
  readonly roles: readonly Role[];
  readonly sessionId: string;
}

/** How the log names this caller. */
export const actorOf = (caller: Caller): LogActor => ({
  id: caller.userId,
  hsaId: caller.hsaId,
  role: caller.roles.join('+'),
  sessionId: caller.sessionId,
  origin: 'screen',
});

/** One call by this person. Errors: auth.forbidden when no role of theirs carries the permission. */
export function authorizeCall(caller: Caller, permission: Permission, log: AccessLog): AuthorizedCall {
  const granted = permissionsOf(caller.roles);
  if (!granted.has(permission)) throw new AppError('auth.forbidden');
  let logged = false;
  const actor = actorOf(caller);
  return {
    wasLogged: () => logged,
    context: {
      ...caller,
      may: wanted => granted.has(wanted),
      log: async (tx, entry) => {
        await log.append(tx, actor, entry);
        logged = true;
      },
      logRead: async (entry: AuditEntry) => {
        await log.appendNow(actor, entry);
        logged = true;
      },
    },
  };
}
