import { randomBytes } from 'node:crypto';

import { v7 } from 'uuid';

import { authorizeCall, type Caller } from '#electron/core/api/call-context.ts';
import { createDispatcher } from '#electron/core/api/dispatch.ts';
import { openDatabase, type Database } from '#electron/core/db/database.ts';
import type { DocumentSigner } from '#electron/core/ports/document-signer.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import { openAccessLog, PROGRAM, type AccessLog } from '#electron/core/repositories/log.ts';
import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import type { ServiceDeps } from '#electron/core/services/service-deps.ts';
import { createClient } from '#renderer/client/create-client.ts';
import { agenda } from '#shared/contract/agenda.ts';
import type { Client } from '#shared/contract/define.ts';
import { journal } from '#shared/contract/journal.ts';
import { patients } from '#shared/contract/patients.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { FilledClinic } from './fill/shape.ts';

const contract = { patients, agenda, journal } as const;

/** The product as a screen calls it: real contract, dispatcher, services, log, knex, on a filled file. */
export interface Product {
  readonly client: Client<typeof contract>;
  readonly db: Database;
  readonly log: AccessLog;
  readonly caller: Caller;
  readonly close: () => Promise<void>;
}

/** Nothing is signed in these measurements; a card's own seconds are no work of ours. */
const noSigner: DocumentSigner = {
  sinceProofMs: () => null,
  means: () => 'none',
  prove: () => Promise.reject(new AppError('card.absent')),
  sign: () => Promise.reject(new AppError('card.absent')),
  verify: () => Promise.reject(new AppError('card.absent')),
};

/** Signs the first practitioner in. A mistake the dispatcher reports ends the measurement: a refused call is no figure. */
export async function openProduct(file: string, facts: FilledClinic): Promise<Product> {
  const [person] = facts.practitioners;
  if (!person) throw new Error('a filled clinic has practitioners');
  const db = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => facts.keyHex });
  const log = await openAccessLog(db, { clock: systemClock, workstation: 'bench', unit: facts.clinicId });
  const caller: Caller = { userId: person.id, userName: person.name, title: person.title, hsaId: person.hsaId, roles: ['practitioner'], sessionId: v7() };
  const deps: ServiceDeps = { db, clock: systemClock, newId: v7, clinic: { id: facts.clinicId, name: '', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true }, changed: () => undefined };
  const handlers = { patients: createPatientsService(deps), agenda: createAgendaService(deps), journal: createJournalService({ ...deps, signer: noSigner }) };
  const dispatch = createDispatcher(contract, handlers, {
    authorize: async permission => authorizeCall(caller, permission, log),
    logDenied: entry => log.appendNow({ ...PROGRAM, id: caller.userId }, entry),
    newTraceId: () => randomBytes(6).toString('hex'),
    report: ({ path, error }) => console.error(path, error),
  });
  return { client: createClient(contract, dispatch), db, log, caller, close: () => db.close() };
}
