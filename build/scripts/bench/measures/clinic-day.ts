import { v7 } from 'uuid';

import type { Database } from '#electron/core/db/database.ts';
import type { Writer } from '#electron/core/db/handles.ts';
import { systemClock } from '#electron/core/ports/clock.ts';
import { insertVisit, updateVisit } from '#electron/core/repositories/appointment.ts';
import { openAccessLog, type LogActor } from '#electron/core/repositories/log.ts';
import { insertNote } from '#electron/core/repositories/note.ts';
import { digestOfRecord, insertVersion, newSalt } from '#electron/core/repositories/note-version.ts';
import { insertPatients } from '#electron/core/repositories/patient-bulk.ts';
import { updatePatient } from '#electron/core/repositories/patient.ts';
import { insertSignature } from '#electron/core/repositories/signature.ts';
import type { NoteRecord, VersionKind } from '#shared/domain/journal/note-record.ts';
import { newPatient } from '../fill/clinic.ts';
import { noteContent } from '../fill/journal.ts';
import { seededRandom, type Random } from '../fill/random.ts';
import type { FilledClinic } from '../fill/shape.ts';

/** design/storage.md §E: what one day at a clinic of ten practitioners changes. */
const DAY = { visits: 140, notes: 210, bookings: 140, newPatients: 30, changedPatients: 50, logRows: 1970 } as const;
type Amounts = Readonly<Record<keyof typeof DAY, number>>;
/** design/backup.md §D: the day behind its targets. Its log rows are of the patients of that day. */
export const PLAIN_DAY: Amounts = { visits: 40, notes: 40, bookings: 80, newPatients: 0, changedPatients: 40, logRows: 2000 };
const PLAIN_DAY_PATIENTS = 40;
const CMS_BYTES = 3600;
const WEEK_MS = 7 * 86_400_000;

interface DayOf {
  readonly amounts: Amounts;
  /** Which day it is a share of. */
  readonly whole: Amounts;
  readonly facts: FilledClinic;
  readonly random: Random;
  /** Commits one change together with its log row, as every change of the product. */
  readonly change: (patientId: string | null, work: (tx: Writer, at: string) => Promise<unknown>) => Promise<void>;
}

/** The day of design/backup.md §D, or a share of it. */
export const plainDay = (db: Database, facts: FilledClinic, share = 1): Promise<void> =>
  clinicDay(db, { ...facts, samples: facts.samples.slice(0, PLAIN_DAY_PATIENTS) }, share, PLAIN_DAY);

/** One simulated clinic day, or a share of one: a durable transaction for each thing somebody does. */
export async function clinicDay(db: Database, facts: FilledClinic, share = 1, whole: Amounts = DAY): Promise<void> {
  const amounts = Object.fromEntries(Object.entries(whole).map(([name, amount]) => [name, Math.ceil(amount * share)])) as Amounts;
  const log = await openAccessLog(db, { clock: systemClock, workstation: 'bench', unit: facts.clinicId });
  const actor: LogActor = { id: facts.practitioners[0]?.id ?? null, hsaId: null, role: 'practitioner', sessionId: v7(), origin: 'screen' };
  let logged = 0;
  const change: DayOf['change'] = async (patientId, work) => {
    logged += 1;
    await db.write(async tx => {
      await work(tx, systemClock.now().toISOString());
      await log.append(tx, actor, { action: 'PATIENT_CHANGE', category: 'identity', patientId });
    });
  };
  const day: DayOf = { amounts, whole, facts, random: seededRandom(7), change };
  await visits(db, day);
  await bookings(day);
  await notes(day);
  await people(db, day);
  while (logged++ < amounts.logRows) await log.appendNow(actor, { action: 'PATIENT_OPEN', category: 'identity', patientId: day.random.pick(facts.samples).id });
}

/** Yesterday's visits arrive, are treated and are done. */
async function visits(db: Database, { amounts, change }: DayOf): Promise<void> {
  const rows = (await db.reader.raw("SELECT id, version, patient_id FROM appointment WHERE status = 'booked' ORDER BY id LIMIT ?", [amounts.visits])) as { id: string; version: number; patient_id: string }[];
  for (const row of rows) {
    for (const [step, status] of (['arrived', 'inTreatment', 'done'] as const).entries()) {
      await change(row.patient_id, (tx, at) => updateVisit(tx, { id: row.id, version: row.version + step }, { status }, { by: null, at }));
    }
  }
}

async function bookings({ amounts, facts, random, change, whole }: DayOf): Promise<void> {
  // each of the two days books another week: nobody is booked twice
  const start = Date.now() + 200 * 86_400_000 + (whole === DAY ? 0 : WEEK_MS);
  for (let index = 0; index < amounts.bookings; index += 1) {
    const patientId = random.pick(facts.samples).id;
    const resource = facts.practitionerResources[index % facts.practitionerResources.length] ?? '';
    const from = new Date(start + Math.floor(index / facts.practitionerResources.length) * 1_800_000).toISOString();
    const to = new Date(Date.parse(from) + 1_800_000).toISOString();
    await change(patientId, (tx, at) => insertVisit(tx, {
      id: v7(), version: 1, serviceId: random.pick(facts.serviceIds), patientId, bookingName: '', bookingPhone: '', timeZone: 'Europe/Stockholm', status: 'booked', note: '', lateCancelHours: 24,
      overbooked: false, arrivedAt: null, identityProof: null, resourceIds: [resource], start: from, end: to, blockStart: from, blockEnd: to,
    }, { by: null, at }));
  }
}

/** A draft, then the signed version. */
async function notes({ amounts, facts, random, change }: DayOf): Promise<void> {
  for (let index = 0; index < amounts.notes; index += 1) {
    const patientId = random.pick(facts.samples).id;
    const person = random.pick(facts.practitioners);
    const id = v7();
    const version = (no: number, kind: VersionKind, previous: string | null, at: string): NoteRecord => ({
      format: 'klinikbok-note-1', noteId: id, patientId, clinic: facts.clinicId, no, kind, noteType: 'visit', author: { id: person.id, name: person.name, title: person.title, hsaId: person.hsaId },
      createdAt: at, eventTime: at, reason: null, replaces: null, content: noteContent(random), previous, salt: newSalt(),
    });
    let previous: string | null = null;
    await change(patientId, async (tx, at) => {
      await insertNote(tx, { id, patientId, authorId: person.id, authorName: person.name, authorTitle: person.title, signerId: person.id, noteType: 'visit', templateId: 'visit', createdAt: at, eventTime: at });
      const { text } = await insertVersion(tx, version(1, 'draft', null, at));
      previous = digestOfRecord(text);
    });
    await change(patientId, async (tx, at) => {
      const { digest } = await insertVersion(tx, version(2, 'final', previous, at));
      await insertSignature(tx, { noteId: id, no: 2, method: 'practice', cms: Buffer.alloc(CMS_BYTES, id), day: null, certSha256: digest, signedAt: at, signerId: person.id, signerName: person.name, signerTitle: person.title, signerHsaId: person.hsaId });
    });
  }
}

async function people(db: Database, { amounts, facts, random, change }: DayOf): Promise<void> {
  const by = facts.practitioners[0]?.id ?? '';
  for (let index = 0; index < amounts.newPatients; index += 1) {
    const patient = newPatient(facts.shape.patients + index, { random, times: { now: Date.now(), from: Date.now() } });
    await change(patient.id, (tx, at) => insertPatients(tx, [patient], { change: { at, by }, country: 'SE', newId: v7 }));
  }
  const ids = facts.samples.slice(0, amounts.changedPatients).map(({ id }) => id);
  const rows = (await db.reader.raw('SELECT id, version FROM patient WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)])) as { id: string; version: number }[];
  for (const row of rows) await change(row.id, (tx, at) => updatePatient(tx, row, { registration_note: 'Ny uppgift' }, { at, by }));
}
