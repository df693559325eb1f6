import type * as z from 'zod';

import type { AuditAction, DataCategory } from '../domain/log/audit.ts';
import type { Permission } from '../domain/permissions.ts';
import type { ErrorCode } from '../kernel/app-error.ts';

/**
 * What the access log records about a call (A-01…A-03).
 * - a query with `action`: the dispatcher writes the row durably BEFORE the handler runs; `patient`/`object` name
 *   the input fields that hold the patient's id and the object's id; `reason` is a code of `log.reason` that is always the same;
 * - a command with `action`: the handler must call `ctx.log(tx, …)` inside its transaction; the dispatcher refuses
 *   to answer if it did not;
 * - `none`: nothing about a person is revealed or changed; the text says why.
 */
export type AuditRule =
  | { readonly action: AuditAction; readonly category: DataCategory; readonly patient?: string; readonly object?: string; readonly reason?: string }
  | { readonly none: string };

export interface Procedure<
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Errors extends ErrorCode = ErrorCode,
> {
  readonly kind: 'query' | 'command';
  readonly permission: Permission;
  readonly input: In;
  readonly output: Out;
  readonly errors: readonly Errors[];
  readonly audit: AuditRule;
}

type Options<In, Out, Errors> = {
  readonly permission: Permission;
  readonly input: In;
  readonly output: Out;
  readonly errors?: readonly Errors[];
  readonly audit: AuditRule;
};

/** Reads; may be repeated, cached and retried. */
export function query<In extends z.ZodType, Out extends z.ZodType, E extends ErrorCode = never>(
  o: Options<In, Out, E>,
): Procedure<In, Out, E> {
  return { kind: 'query', errors: [], ...o };
}

/** Changes something; runs in one transaction and leaves at least one log row in it. */
export function command<In extends z.ZodType, Out extends z.ZodType, E extends ErrorCode = never>(
  o: Options<In, Out, E>,
): Procedure<In, Out, E> {
  return { kind: 'command', errors: [], ...o };
}

export type ContractShape = Readonly<Record<string, Readonly<Record<string, Procedure>>>>;

export type Client<C extends ContractShape> = {
  readonly [D in keyof C]: {
    readonly [P in keyof C[D]]: (input: z.input<C[D][P]['input']>) => Promise<z.output<C[D][P]['output']>>;
  };
};

/** What an area's service provides: one function per procedure, already authorized and with parsed input. */
export type AreaHandlers<A extends Readonly<Record<string, Procedure>>, Ctx> = {
  readonly [P in keyof A]: (ctx: Ctx, input: z.output<A[P]['input']>) => Promise<z.input<A[P]['output']>>;
};

export type Handlers<C extends ContractShape, Ctx> = { readonly [D in keyof C]: AreaHandlers<C[D], Ctx> };
