import * as z from 'zod';

import { CalendarDate } from '../domain/agenda/zone.ts';
import { AUTHORITIES, CaseNumber, DECIDERS, DestroyedEntry, DestructionCounts, SCOPES } from '../domain/destruction/destruction.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Instant = z.iso.datetime();
const Scope = { patientId: Id, scope: z.enum(SCOPES), entries: z.array(DestroyedEntry).max(500) } as const;
const SCOPE_ERRORS = ['record.notFound', 'destruction.entriesMissing', 'destruction.nothingLeft'] as const;
/** A decision as it came: 10 MB of PDF in base64. */
const PAPER_MAX = 14_000_000;

const Person = z.strictObject({ name: z.string(), title: z.string(), at: Instant });

const Entry = z.strictObject({
  kind: z.enum(['note', 'document', 'attachment']),
  id: Id,
  at: Instant,
  /** The template of a note, the type of a document, the kind of a file: never its text or title. */
  type: z.string(),
  author: z.string(),
});

export const Destruction = z.strictObject({
  id: Id,
  authority: z.enum(AUTHORITIES),
  caseNumber: z.string(),
  decidedOn: CalendarDate,
  scope: z.enum(SCOPES),
  entries: z.int(),
  /** Which ones, for whoever has to confirm it; empty for a whole journal and once it is settled. */
  chosen: z.array(Entry),
  /** Whose journal: number and name, as the register says now. */
  patient: z.string(),
  asked: Person,
  /** True for what the caller asked for: another person confirms it. */
  isOwn: z.boolean(),
  withdrawn: Person.nullable(),
  confirmed: Person.nullable(),
  counts: DestructionCounts.nullable(),
  /** Carried out again on a backup that was restored. */
  replayedAt: Instant.nullable(),
  /** False after a restore: the decision itself was in a newer database. */
  hasPaper: z.boolean(),
});

/** A place that may still hold backups with the content. */
export const DestructionPlace = z.strictObject({
  name: z.string(),
  /** When the last backup there was made. */
  newestAt: Instant.nullable(),
  /** So many days after the destruction the last backup there that held the content has expired; the monthly archives stay. */
  keepsDays: z.int(),
});

/** Destruction of a journal, whole or in part, by decision of IVO or a court and by nobody else (J-09, PDL 8:4 and 3:14). */
export const destruction = {
  /** Everything that was asked for and carried out, newest first. */
  state: query({
    permission: 'journal.destroy',
    input: z.strictObject({}),
    output: z.strictObject({ destructions: z.array(Destruction), places: z.array(DestructionPlace) }),
    audit: { action: 'PATIENT_LIST', category: 'identity', reason: 'destruction.list' },
  }),
  /** How many decisions wait for the caller to confirm them: those that somebody else entered. */
  toConfirm: query({ permission: 'journal.destroy', input: z.strictObject({}), output: z.strictObject({ count: z.int().min(0) }), audit: { none: 'a number only, nothing about a patient' } }),
  /** The patient with exactly this number, and what their journal holds, without any text. */
  find: query({
    permission: 'journal.destroy',
    input: z.strictObject({ number: z.string().trim().min(4).max(40) }),
    output: z.strictObject({ patientId: Id, patient: z.string(), entries: z.array(Entry) }),
    errors: ['destruction.patientUnknown'],
    audit: { action: 'PATIENT_SEARCH', category: 'identity', reason: 'destruction.preview' },
  }),
  /** Exactly what would go, counted. */
  preview: query({
    permission: 'journal.destroy',
    input: z.strictObject(Scope),
    output: DestructionCounts,
    errors: SCOPE_ERRORS,
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId', reason: 'destruction.preview' },
  }),
  /** One person asks, the decision at hand. Nothing is destroyed yet. */
  ask: command({
    permission: 'journal.destroy',
    input: z.strictObject({
      ...Scope, decider: z.enum(DECIDERS), caseNumber: CaseNumber, decidedOn: CalendarDate,
      /** The decision, a PDF in base64. */
      paper: z.base64().min(8).max(PAPER_MAX),
    }),
    output: z.strictObject({ id: Id }),
    errors: ['destruction.notLawful', 'destruction.decidedInFuture', 'destruction.paperWrong', ...SCOPE_ERRORS],
    audit: { action: 'DESTROY', category: 'note' },
  }),
  /** Takes back what has not been carried out. */
  withdraw: command({
    permission: 'journal.destroy',
    input: z.strictObject({ id: Id }),
    output: z.strictObject({}),
    errors: ['record.notFound', 'destruction.settled'],
    audit: { action: 'DESTROY', category: 'note' },
  }),
  /** Another person confirms, proving anew who they are (`secret`: the card's PIN or the one-time code). Then it is done, and cannot be undone. */
  confirm: command({
    permission: 'journal.destroy',
    input: z.strictObject({ id: Id, secret: z.string().min(1).max(64) }),
    output: DestructionCounts,
    errors: [
      'record.notFound', 'destruction.settled', 'destruction.samePerson', 'destruction.nothingLeft',
      'auth.wrongCredentials', 'auth.codeReused', 'auth.tooManyFailures', 'card.absent', 'card.removed', 'card.pinWrong', 'card.pinWrongFew', 'card.pinWrongLast', 'card.pinLocked', 'card.pinFormat', 'card.pinExpired',
      'card.pinpadRequired', 'card.wrongUser', 'card.hostCrashed', 'card.hostTimeout', 'card.unknown', 'card.noReader', 'card.several',
    ],
    audit: { action: 'DESTROY', category: 'note' },
  }),
  /** The decision as it was attached. */
  paper: query({
    permission: 'journal.destroy',
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ name: z.string(), content: z.base64() }),
    errors: ['record.notFound'],
    audit: { action: 'ATTACH_READ', category: 'document', object: 'id' },
  }),
} as const;
