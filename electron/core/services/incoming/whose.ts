import type { AreaHandlers } from '#shared/contract/define.ts';
import type { incoming } from '#shared/contract/incoming.ts';
import { WHOSE_TRIES, type FoundPatient } from '#shared/domain/incoming/incoming.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import { parseIdentifier } from '#shared/domain/identifiers/parse.ts';
import { readExactPerson } from '#shared/domain/patients/exact-person.ts';
import { isHidden } from '#shared/domain/patients/patient.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { getPaper } from '../../repositories/incoming-document.ts';
import { loadHit, type HitRow } from '../../repositories/patient.ts';
import { findOwner } from '../../repositories/patient-identifier.ts';
import { findByBirthDate } from '../../repositories/patient-similar.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Whose = AreaHandlers<typeof incoming, CallContext>['whose'];

/**
 * Answers whose an unassigned paper is, to somebody who may not search the register: only what stands on the paper itself,
 * whole, finds anybody, and only so often. The dispatcher has logged the question; who was found gets a row of their own.
 * Errors: record.notFound, incoming.signedOff, incoming.tooManyTries.
 */
export function createWhose(deps: ServiceDeps): Whose {
  const tries = new Map<string, number>();
  return async (ctx, { paperId, text }) => {
    const paper = await getPaper(deps.db.reader, paperId);
    if (paper.signedOffAt !== null) throw new AppError('incoming.signedOff');
    if (paper.patientId !== null) throw new AppError('record.notFound');
    const key = `${ctx.sessionId} ${paperId}`;
    const tried = tries.get(key) ?? 0;
    if (tried >= WHOSE_TRIES) throw new AppError('incoming.tooManyTries', { tries: WHOSE_TRIES });
    tries.set(key, tried + 1);
    const found = await whoIs(deps, text);
    if (found) await ctx.logRead({ action: 'PATIENT_SEARCH', category: 'identity', patientId: found.id, objectType: 'incoming_document', objectId: paperId, reasonCode: 'incomingPaper' });
    return { found: found ?? null };
  };
}

async function whoIs(deps: ServiceDeps, text: string): Promise<FoundPatient | undefined> {
  const db = deps.db.reader;
  const number = parseIdentifier(text, deps.clinic.country, dateAt(deps.clock.now().getTime(), deps.clinic.timeZone));
  const owner = number.ok ? await findOwner(db, number.kind, number.value) : undefined;
  const rows = owner === undefined ? await byNameAndBirth(db, text) : [await loadHit(db, owner)];
  const persons = new Map((await Promise.all(rows.map(row => row && standingFor(db, row)))).flatMap(row => (row ? [[row.id, row] as const] : [])));
  const [row] = [...persons.values()];
  if (!row || persons.size > 1 || isHidden(row.protection)) return undefined;
  return { id: row.id, name: `${row.family_name}, ${row.given_name}`, birthYear: row.birth_date?.slice(0, 4) ?? null };
}

async function byNameAndBirth(db: Reader, text: string): Promise<HitRow[]> {
  const asked = readExactPerson(text);
  if (!asked) return [];
  return (await findByBirthDate(db, asked.birthDate)).filter(row => asked.isNamed(`${row.given_name} ${row.family_name}`));
}

/** A registration that was found to be another's stands for that one. */
const standingFor = async (db: Reader, row: HitRow): Promise<HitRow | undefined> => (row.merged_into === null ? row : loadHit(db, row.merged_into));
