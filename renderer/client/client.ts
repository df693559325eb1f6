import type * as z from 'zod';

import { screenContract, type ScreenContract } from '#shared/contract/index.ts';

import { clinicBridge } from './bridge.ts';
import { createClient } from './create-client.ts';

/** Every procedure of the contract, typed: `client.patients.search({ text })`. Prefer the hooks in screens. */
export const client = createClient(screenContract, request => clinicBridge().invoke(request));

export type Area = keyof ScreenContract & string;
export type ProcedureOf<A extends Area> = keyof ScreenContract[A] & string;
type Schema<A extends Area, P extends ProcedureOf<A>, Side extends 'input' | 'output'> =
  ScreenContract[A][P] extends { readonly [S in Side]: infer T extends z.ZodType } ? T : never;
export type InputOf<A extends Area, P extends ProcedureOf<A>> = z.input<Schema<A, P, 'input'>>;
export type OutputOf<A extends Area, P extends ProcedureOf<A>> = z.output<Schema<A, P, 'output'>>;

/** Calls one procedure by its names. */
export function callProcedure<A extends Area, P extends ProcedureOf<A>>(area: A, procedure: P, input: InputOf<A, P>): Promise<OutputOf<A, P>> {
  const procedures = client[area] as Readonly<Record<string, (value: unknown) => Promise<unknown>>>;
  const run = procedures[procedure];
  if (!run) throw new Error(`no procedure ${area}.${procedure}`);
  return run(input) as Promise<OutputOf<A, P>>;
}
