import * as z from 'zod';

import { ClinicTemplate, TemplateDraft } from '../domain/journal/template.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const OnNote = { patientId: Id, noteId: Id };
const READING_REFUSALS = ['auth.reasonRequired', 'auth.forbidden', 'record.notFound'] as const;

const Other = z.strictObject({ userId: Id, name: z.string(), since: z.iso.datetime(), isSelf: z.boolean() });
/** Somebody else in the same note, or the same person in another window. */
export type OtherWriter = z.infer<typeof Other>;

const Measured = z.strictObject({ noteId: Id, eventTime: z.iso.datetime(), authorName: z.string(), kind: z.string(), label: z.string(), value: z.string(), unit: z.string() });
export type Measured = z.infer<typeof Measured>;

/** What writing needs besides the note itself: who else writes, what was measured, which template, and the templates' administration. */
export const writing = {
  /** "I write here", for half a minute; answers who else does. Say it again while writing goes on. */
  here: command({
    permission: 'journal.readOwn',
    input: z.strictObject(OnNote),
    output: z.strictObject({ others: z.array(Other) }),
    errors: READING_REFUSALS,
    audit: { none: 'that somebody writes, not what; the note itself was opened and logged' },
  }),
  away: command({ permission: 'journal.readOwn', input: z.strictObject({ noteId: Id }), output: z.strictObject({}), audit: { none: 'that somebody no longer writes' } }),
  /** Who writes in the note now; for those who read it. */
  others: query({
    permission: 'journal.readOwn',
    input: z.strictObject(OnNote),
    output: z.strictObject({ others: z.array(Other) }),
    errors: READING_REFUSALS,
    audit: { none: 'that somebody writes, not what; the note itself was opened and logged' },
  }),
  /** What was measured of a patient, newest first. */
  measurements: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id, limit: z.int().min(1).max(500).default(100) }),
    output: z.array(Measured),
    errors: READING_REFUSALS,
    audit: { action: 'NOTE_READ', category: 'note', patient: 'patientId' },
  }),
  /** The template that one key opens for this patient: by the caller's visit of today with them and their profession. */
  suggestion: query({
    permission: 'journal.write',
    input: z.strictObject({ patientId: Id }),
    output: z.strictObject({ templateId: z.string().nullable() }),
    audit: { none: 'the name of a blank form' },
  }),
  /** Every template as it is now, those out of use too. */
  allTemplates: query({ permission: 'settings.manage', input: z.strictObject({}), output: z.array(ClinicTemplate), audit: { none: 'headings of blank forms' } }),
  /** A new template (`id` null), or the next version of one that is at `version`. Notes keep the version they were written with. */
  saveTemplate: command({
    permission: 'settings.manage',
    input: z.strictObject({ id: z.string().min(1).max(60).nullable(), version: z.int().min(0), draft: TemplateDraft }),
    output: z.strictObject({ id: z.string(), version: z.int() }),
    errors: ['record.notFound', 'record.changedMeanwhile'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
