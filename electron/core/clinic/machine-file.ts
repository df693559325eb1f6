import { v7 } from 'uuid';
import * as z from 'zod';

import { LANGUAGES } from '#shared/contract/session.ts';
import { ClinicDraft } from '#shared/domain/clinic/clinic.ts';
import { readIfThere, writeDurably } from './durable-file.ts';

const Trust = z.strictObject({
  /** Issuer certificates an administrator imported, DER as base64. */
  certificates: z.array(z.string()),
  policies: z.record(z.string(), z.union([z.literal(2), z.literal(3)])),
  minimumLoa: z.union([z.literal(2), z.literal(3)]),
});
export type TrustSetting = z.infer<typeof Trust>;

/** What this computer must know while everything is locked. Nothing here is secret and nothing about a patient. */
const Machine = z.strictObject({
  format: z.literal('klinikbok-machine/1'),
  workstation: z.uuid(),
  language: z.enum(LANGUAGES),
  /** Typed in the wizard; the database holds the clinic once it exists. */
  draft: ClinicDraft.nullable(),
  /** Shown on the sign-in screen. */
  clinic: z.strictObject({ id: z.string(), name: z.string(), country: z.enum(['SE', 'DK', 'NO', 'DE']), timeZone: z.string(), isDemo: z.boolean() }).nullable(),
  /** Compared with the database's own copy after each unlock; the database's holds. */
  trust: Trust,
});
export type Machine = z.infer<typeof Machine>;

/** Reads the machine file; a missing or damaged one gives fresh settings, because nothing in it cannot be made again. */
export async function readMachine(file: string): Promise<Machine> {
  const text = await readIfThere(file);
  const parsed = text === null ? undefined : Machine.safeParse(parseJson(text));
  if (parsed?.success) return parsed.data;
  return { format: 'klinikbok-machine/1', workstation: v7(), language: 'sv', draft: null, clinic: null, trust: { certificates: [], policies: {}, minimumLoa: 3 } };
}

/** Saves it durably. */
export const writeMachine = (file: string, machine: Machine): Promise<void> => writeDurably(file, `${JSON.stringify(machine, null, 1)}\n`);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
