import { createHash } from 'node:crypto';

import { GENESIS_HASH, LOG_DOMAIN, type LogRow } from '#electron/core/repositories/log.ts';
import { inserter, type Handle } from './bulk-file.ts';
import type { BaseClinic, FillInput } from './clinic.ts';
import { DAY_MS, type BenchPerson } from './shape.ts';

/** What a day at a clinic leaves in the log, the common things more often. */
const ACTIONS = [
  ['PATIENT_OPEN', 'identity'], ['NOTE_LIST', 'note'], ['NOTE_DRAFT', 'note'], ['AGENDA_READ', 'appointment'], ['PATIENT_SEARCH', 'identity'], ['NOTE_READ', 'note'], ['STATUS', 'appointment'],
  ['BOOK', 'appointment'], ['NOTE_SIGN', 'note'], ['MOVE', 'appointment'],
] as const;
const WITHOUT_PATIENT: readonly string[] = ['PATIENT_SEARCH', 'AGENDA_READ'];

/** Column order of LOG_INSERT and of what a hash covers (RFC 8785: names in order of code units). */
const HASHED = [
  'action', 'actor_hsa', 'actor_id', 'actor_role', 'at', 'category', 'count', 'mono_ms', 'object_id', 'object_type', 'object_version', 'origin', 'outcome', 'patient_id', 'prev_hash', 'reason_code',
  'reason_text', 'seq', 'session_id', 'tz_offset_min', 'unit', 'workstation',
] as const satisfies readonly (keyof LogRow)[];

/** The hash of a row of plain ASCII and whole numbers: JSON.stringify then writes what RFC 8785 asks for. */
export function cheapHash(row: Omit<LogRow, 'hash'>): string {
  const body = `{${HASHED.map(name => `"${name}":${JSON.stringify(row[name])}`).join(',')}}`;
  return createHash('sha256').update(LOG_DOMAIN + body).digest('hex');
}

/** The log of five years: a true chain from its first row, and the day index over it. */
export function addLog(db: Handle, { shape, times, random }: FillInput, base: BaseClinic): void {
  const insert = inserter(db, 'audit_event', [...HASHED, 'hash']);
  const sessions = base.practitioners.map(() => random.idAt(times.from));
  const step = (times.now - DAY_MS - times.from) / shape.logRows;
  let previous = GENESIS_HASH;
  for (let seq = 1; seq <= shape.logRows; seq += 1) {
    const at = Math.floor(times.from + seq * step);
    const [action, category] = random.pickUneven(ACTIONS);
    const who = random.below(base.practitioners.length);
    const person = base.practitioners[who] as BenchPerson;
    const patientId = WITHOUT_PATIENT.includes(action) ? null : random.pickUneven(base.patientIds);
    const row: Omit<LogRow, 'hash'> = {
      seq, at: new Date(at).toISOString(), tz_offset_min: 60, mono_ms: at % DAY_MS, actor_id: person.id, actor_hsa: person.hsaId, actor_role: 'practitioner', session_id: sessions[who] ?? null,
      workstation: 'bench', unit: base.clinicId, action, patient_id: patientId, object_type: null, object_id: null, object_version: null, category, origin: 'screen', reason_code: null,
      reason_text: null, count: null, outcome: 'ok', prev_hash: previous,
    };
    previous = cheapHash(row);
    insert(...HASHED.map(name => row[name]), previous);
  }
  // As migration 0006 does for a log that exists already.
  db.exec(`INSERT INTO audit_day SELECT action, coalesce(actor_id, ''), substr(at, 1, 10), min(seq), max(seq), count(*) FROM audit_event GROUP BY 1, 2, 3`);
}
