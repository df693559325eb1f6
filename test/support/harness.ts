import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { v7 } from 'uuid';

import type { AreaHandlers, Client, ContractShape, Handlers } from '#shared/contract/define.ts';
import type { Permission, Role } from '#shared/domain/permissions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { authorizeCall, type Caller } from '#electron/core/api/call-context.ts';
import type { CallContext } from '#electron/core/api/context.ts';
import { createDispatcher } from '#electron/core/api/dispatch.ts';
import type { Database } from '#electron/core/db/database.ts';
import { openAccessLog, PROGRAM, type AccessLog } from '#electron/core/repositories/log.ts';
import type { ServiceDeps } from '#electron/core/services/service-deps.ts';
import { createClient } from '#renderer/client/create-client.ts';
import { openMigrated } from './migrated-file.ts';
import { testClock, type TestClock } from './test-clock.ts';

export const KEY = 'ab'.repeat(32);

export interface TestClinic<C extends ContractShape> {
  /** The typed client of a new person with these roles. */
  readonly as: (...roles: Role[]) => Promise<Client<C> & { readonly userId: string }>;
  readonly db: Database;
  readonly log: AccessLog;
  readonly clock: TestClock;
  readonly deps: ServiceDeps;
  readonly dir: string;
  readonly file: string;
  /** Our own mistakes that the dispatcher reported; a good test ends with none. */
  readonly reported: { path: string; error: unknown }[];
  /** Areas named by `changed` so far. */
  readonly changed: string[];
  readonly stop: () => Promise<void>;
}

/**
 * A clinic on a real encrypted file in its own folder, every call through the real dispatcher.
 * `areas` gives the contract areas under test and how to make their services.
 */
export async function startTestClinic<C extends ContractShape>(
  contract: C,
  makeHandlers: (deps: ServiceDeps, log: AccessLog) => { readonly [D in keyof C]: AreaHandlers<C[D], CallContext> },
): Promise<TestClinic<C>> {
  const dir = mkdtempSync(join(tmpdir(), 'klinikbok-test-'));
  const file = join(dir, 'clinic.db');
  const clock = testClock('2026-11-22T08:00:00.000Z');
  const db = await openMigrated(file, KEY);
  const clinic = { id: v7(), name: 'Provkliniken', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true } as const;
  const log = await openAccessLog(db, { clock, workstation: 'test', unit: clinic.id });
  const changed: string[] = [];
  const deps: ServiceDeps = { db, clock, newId: v7, clinic, changed: (...areas) => changed.push(...areas) };
  const reported: { path: string; error: unknown }[] = [];
  const handlers = makeHandlers(deps, log) as Handlers<C, CallContext>;

  const as = async (...roles: Role[]) => {
    const caller = await addUser(db, clock, roles);
    const dispatch = createDispatcher(contract, handlers, {
      authorize: async (permission: Permission) => authorizeCall(caller, permission, log),
      logDenied: entry => log.appendNow({ ...PROGRAM, id: caller.userId }, entry),
      newTraceId: () => randomBytes(6).toString('hex'),
      report: ({ path, error }) => reported.push({ path, error: error instanceof AppError ? `undeclared ${error.code}` : error }),
    });
    return Object.assign(createClient(contract, dispatch), { userId: caller.userId });
  };
  const stop = async () => {
    await db.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { as, db, log, clock, deps, dir, file, reported, changed, stop };
}

async function addUser(db: Database, clock: TestClock, roles: readonly Role[]): Promise<Caller> {
  const id = v7();
  const at = clock.now().toISOString();
  const given = `Person${randomBytes(2).toString('hex')}`;
  const hsaId = `SE2321000016-${randomBytes(3).toString('hex').toUpperCase()}`;
  await db.write(tx =>
    tx('user_account').insert({
      id, name: `${given} Lind`, given_name: given, family_name: 'Lind', title: roles.includes('practitioner') ? 'Läkare' : 'Medarbetare', profession: 'other',
      hsa_id: hsaId, status: 'active', roles: JSON.stringify(roles), version: 1, changed_at: at, created_at: at,
    }),
  );
  return { userId: id, userName: `${given} Lind`, title: roles.includes('practitioner') ? 'Läkare' : 'Medarbetare', hsaId, roles, sessionId: v7() };
}
