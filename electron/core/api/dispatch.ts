import type { ContractShape, Handlers, Procedure } from '#shared/contract/define.ts';
import { WireRequest, type WireResponse } from '#shared/contract/wire.ts';
import type { AuditEntry } from '#shared/domain/log/audit.ts';
import type { Permission } from '#shared/domain/permissions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from './context.ts';

/** A call that passed its permission check, with the means to log it. */
export interface AuthorizedCall {
  readonly context: CallContext;
  /** True once `context.log` or `context.logRead` has been used in this call. */
  readonly wasLogged: () => boolean;
}

export interface DispatchDeps {
  /** Throws AppError('auth.locked' | 'auth.forbidden') unless the caller may use the permission right now. */
  readonly authorize: (permission: Permission) => Promise<AuthorizedCall>;
  /** A refused or failed call that somebody signed in made: denied opens are part of the log. */
  readonly logDenied: (entry: AuditEntry) => Promise<void>;
  readonly newTraceId: () => string;
  /** Our own mistakes, once, with a trace id; never the input. */
  readonly report: (entry: { traceId: string; path: string; error: unknown }) => void;
}

interface Entry {
  readonly procedure: Procedure;
  readonly run: (context: CallContext, input: unknown) => Promise<unknown>;
}

/** Refusals that any procedure may answer with, besides those it names. */
const ALWAYS: ReadonlySet<string> = new Set([
  'input.invalid', 'auth.locked', 'auth.forbidden', 'record.changedMeanwhile', 'record.notFound', 'busy', 'log.writeFailed',
  'db.diskFull', 'db.busy', 'db.io', 'db.corrupt', 'db.readOnly',
]);

/** The only place where a request becomes a call: permission, input, log, run, check the answer, name the failure. */
export function createDispatcher<C extends ContractShape>(contract: C, handlers: Handlers<C, CallContext>, deps: DispatchDeps): (raw: unknown) => Promise<WireResponse> {
  const table = tableOf(contract, handlers);
  return async raw => {
    const traceId = deps.newTraceId();
    let path = '?';
    let entry: Entry | undefined;
    try {
      const request = WireRequest.safeParse(raw);
      if (!request.success) throw new AppError('input.invalid');
      path = request.data.path;
      entry = table.get(path);
      if (!entry) throw new AppError('input.invalid');
      return { ok: true, value: await call(entry, request.data.input, deps) };
    } catch (error) {
      return failure(error, { entry, path, traceId, deps });
    }
  };
}

async function call({ procedure, run }: Entry, rawInput: unknown, deps: DispatchDeps): Promise<unknown> {
  const { context, wasLogged } = await authorized(procedure, rawInput, deps);
  const input = procedure.input.safeParse(rawInput);
  if (!input.success) throw new AppError('input.invalid', { field: input.error.issues[0]?.path.join('.') ?? '' });
  refuseBrokenText(input.data, 0);
  const rule = procedure.audit;
  // the row is durable before anything about a patient is returned.
  if (procedure.kind === 'query' && 'action' in rule) await context.logRead(rowOf(procedure, input.data));
  const answer = await run(context, input.data);
  if ('action' in rule && !wasLogged()) throw new Error('a procedure with a log rule left no row');
  return procedure.output.parse(answer);
}

async function authorized(procedure: Procedure, rawInput: unknown, deps: DispatchDeps): Promise<AuthorizedCall> {
  try {
    return await deps.authorize(procedure.permission);
  } catch (error) {
    if (error instanceof AppError && error.code === 'auth.forbidden') await deps.logDenied({ ...rowOf(procedure, rawInput), action: 'ACCESS_DENIED', outcome: 'denied' });
    throw error;
  }
}

function rowOf({ audit }: Procedure, input: unknown): AuditEntry {
  if ('none' in audit) return { action: 'ACCESS_DENIED', category: 'none' };
  const fields = (typeof input === 'object' && input !== null ? input : {}) as Readonly<Record<string, unknown>>;
  const id = (name: string | undefined) => (name !== undefined && typeof fields[name] === 'string' ? (fields[name] as string).slice(0, 64) : null);
  return { action: audit.action, category: audit.category, patientId: id(audit.patient), objectId: id(audit.object), reasonCode: audit.reason ?? null };
}

/** Half a surrogate pair or a NUL would be changed without a word by the database (security.md H6, H7). */
function refuseBrokenText(value: unknown, depth: number): void {
  if (depth > 40) throw new AppError('input.invalid');
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\0')) throw new AppError('input.invalid');
  } else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) refuseBrokenText(one, depth + 1);
  }
}

function failure(error: unknown, at: { entry: Entry | undefined; path: string; traceId: string; deps: DispatchDeps }): WireResponse {
  if (error instanceof AppError && mayAnswer(at.entry, error.code)) return { ok: false, error: { code: error.code, params: error.params, traceId: at.traceId } };
  at.deps.report({ traceId: at.traceId, path: at.path, error });
  return { ok: false, error: { code: 'internal', params: {}, traceId: at.traceId } };
}

const mayAnswer = (entry: Entry | undefined, code: string): boolean => ALWAYS.has(code) || (entry?.procedure.errors as readonly string[] | undefined)?.includes(code) === true;

function tableOf<C extends ContractShape>(contract: C, handlers: Handlers<C, CallContext>): ReadonlyMap<string, Entry> {
  const table = new Map<string, Entry>();
  for (const [area, procedures] of Object.entries(contract)) {
    for (const [name, procedure] of Object.entries(procedures)) {
      const run = (handlers[area] as Readonly<Record<string, unknown>> | undefined)?.[name];
      if (typeof run !== 'function') throw new Error(`no handler for ${area}.${name}`);
      table.set(`${area}.${name}`, { procedure, run: run as Entry['run'] });
    }
  }
  return table;
}
