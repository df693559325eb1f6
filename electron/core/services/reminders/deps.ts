import type { AuditEntry } from '#shared/domain/log/audit.ts';
import type { Writer } from '../../db/handles.ts';
import type { OpenGateway } from '../../ports/message-gateway.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** Calls back once after so many milliseconds; returns the way to call it off. */
export type SetTimer = (ms: number, work: () => void) => () => void;

export const systemTimer: SetTimer = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export interface ReminderDeps extends ServiceDeps {
  readonly openGateway: OpenGateway;
  /** A log row of what the program does by itself, inside the transaction of the change. */
  readonly logByProgram: (tx: Writer, entry: AuditEntry) => Promise<void>;
  readonly setTimer: SetTimer;
}
