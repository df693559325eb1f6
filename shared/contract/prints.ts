import * as z from 'zod';

import { CalendarDate } from '../domain/agenda/zone.ts';
import { LIST_LAYOUTS, PAPER_LANGUAGES, PrintSetting, PrintSettingDraft, SheetStatus, ShortcutGroup } from '../domain/prints/print-setting.ts';
import { FOLDER_ERRORS, Id } from './common.ts';
import { command, query } from './define.ts';

const Language = z.enum(PAPER_LANGUAGES);
/** A finished PDF as base64. `reference` stands on the paper and in the log row. */
const Paper = z.strictObject({ pdf: z.string(), pages: z.int(), reference: z.string() });
/** The visit and its patient as the screen showed them: the log row names whose visit it is. */
const OnVisit = { appointmentId: Id, patientId: Id.nullable(), language: Language };

/** Papers of reception (C-15, tasks 4A 10): what is printed comes from here and nowhere else, with a log row each. */
export const prints = {
  /** The day's visits of these practitioners, all of them when none is named. A protected identity is an id only (G-11). */
  dayList: command({
    permission: 'agenda.read',
    input: z.strictObject({ date: CalendarDate, resourceIds: z.array(Id).max(60), layout: z.enum(LIST_LAYOUTS), withPhone: z.boolean(), language: Language }),
    output: Paper.extend({ visits: z.int() }),
    audit: { action: 'PRINT', category: 'appointment' },
  }),
  /** Appointment card: when, with whom, where. No name; no service unless the clinic chose so. */
  appointmentCard: command({
    permission: 'agenda.read',
    input: z.strictObject({ ...OnVisit, size: z.enum(['A6', 'A5']) }),
    output: Paper,
    errors: ['record.notFound', 'prints.cancelled'],
    audit: { action: 'PRINT', category: 'appointment', object: 'appointmentId', patient: 'patientId' },
  }),
  /** That somebody visited, when, and nothing else. The purpose goes to the log, not on the paper. */
  visitCertificate: command({
    permission: 'agenda.write',
    input: z.strictObject({ ...OnVisit, withNumber: z.boolean(), purpose: z.string().trim().min(1).max(200) }),
    output: Paper,
    errors: ['record.notFound', 'prints.notVisited'],
    audit: { action: 'PRINT', category: 'appointment', object: 'appointmentId', patient: 'patientId' },
  }),
  /** The keys of the program as a paper beside the keyboard; the screen sends its own words, grouped. */
  shortcutCard: query({
    permission: 'signedIn',
    input: z.strictObject({ language: Language, groups: z.array(ShortcutGroup).min(1).max(40) }),
    output: Paper.omit({ reference: true }),
    audit: { none: 'names of commands and their keys' },
  }),
  sheetStatus: query({
    permission: 'agenda.read',
    input: z.strictObject({}),
    output: SheetStatus,
    audit: { none: 'the age of a file; nothing about a person' },
  }),
  /** Writes the emergency sheet now instead of at the next change. The outcome stands in the answer. */
  writeSheet: command({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: SheetStatus,
    audit: { action: 'PRINT', category: 'appointment' },
  }),
  settings: query({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: PrintSetting,
    audit: { none: "the clinic's address and choices about papers" },
  }),
  saveSettings: command({
    permission: 'settings.manage',
    input: z.strictObject({ version: z.int().min(1), draft: PrintSettingDraft }),
    output: z.strictObject({ version: z.int() }),
    errors: [...FOLDER_ERRORS, 'record.changedMeanwhile'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Makes a new password for the emergency sheet and tells it this once; the sheet is written anew with it. */
  newSheetPassword: command({
    permission: 'settings.manage',
    input: z.strictObject({}),
    output: z.strictObject({ password: z.string() }),
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
