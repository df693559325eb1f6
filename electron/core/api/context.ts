import type { AuditEntry } from '#shared/domain/log/audit.ts';
import type { Permission, Role } from '#shared/domain/permissions.ts';
import type { Writer } from '../db/handles.ts';

/** Who is calling, on which session, and the way to the access log. Made by the dispatcher for each call. */
export interface CallContext {
  readonly userId: string;
  readonly userName: string;
  /** Title at this moment; frozen into notes at signing (J-05). */
  readonly title: string;
  readonly hsaId: string | null;
  readonly roles: readonly Role[];
  readonly sessionId: string;
  /** True when this caller may do it; services use it for checks on single objects. */
  readonly may: (permission: Permission) => boolean;
  /** Appends one row to the access log inside the caller's transaction. */
  readonly log: (tx: Writer, entry: AuditEntry) => Promise<void>;
  /** For queries whose row depends on what was found (counts, several patients): writes durably before data is returned. */
  readonly logRead: (entry: AuditEntry) => Promise<void>;
}
