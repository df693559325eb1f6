import * as z from 'zod';

import { CODE_FILES_MAX, LINE_PROBLEMS } from '../domain/codes/code-file.ts';
import { CODE_LEVELS, PackFacts, SystemName } from '../domain/codes/code-pack.ts';
import { CODE_STANDINGS } from '../domain/codes/code-standing.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Day = z.iso.date();
const Month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);

const Pack = PackFacts.extend({
  id: Id,
  version: z.int(),
  /** A handful of codes that came with the program, until the authority's own file is read in. */
  isSample: z.boolean(),
  inUse: z.boolean(),
  /** Chosen from today. */
  isCurrent: z.boolean(),
  codes: z.int(),
  selectable: z.int(),
  addedAt: z.iso.datetime(),
});
export type CodePack = z.infer<typeof Pack>;

const Hit = z.strictObject({
  system: SystemName,
  edition: z.string(),
  code: z.string(),
  text: z.string(),
  level: z.enum(CODE_LEVELS),
  standing: z.enum(CODE_STANDINGS),
  /** The last day of an ended code, or the first day of the version that no longer has it. */
  endedOn: Day.nullable(),
  includes: z.string(),
  excludes: z.string(),
  isPinned: z.boolean(),
  /** How often the caller chose it during the last year. */
  uses: z.int(),
});
export type CodeHit = z.infer<typeof Hit>;

const File = z.strictObject({
  /** One pack may come as several files, as KVÅ does. Base64. */
  files: z.array(z.base64().max(44 * 1024 * 1024)).min(1).max(CODE_FILES_MAX),
  facts: PackFacts,
});
const FILE_ERRORS = ['codes.unreadable', 'codes.tooLarge', 'codes.empty', 'codes.editionExists', 'import.workerFailed'] as const;

const Change = z.strictObject({ code: z.string(), text: z.string(), before: z.string().nullable() });
const ImportPlan = z.strictObject({
  /** Names these files and facts; applying refuses when anything of it, or the packs there are, has changed. */
  digest: z.string(),
  format: z.enum(['claml', 'table', 'list']),
  codes: z.int(),
  selectable: z.int(),
  /** The version it is compared with; null when there was none but the sample. */
  comparedWith: z.string().nullable(),
  counts: z.strictObject({ fresh: z.int(), changed: z.int(), retired: z.int(), notUnderstood: z.int() }),
  /** The first of each, to look at. */
  fresh: z.array(Change),
  changed: z.array(Change),
  retired: z.array(Change),
  problems: z.array(z.strictObject({ file: z.int(), line: z.int(), problem: z.enum(LINE_PROBLEMS) })),
});
export type CodeImportPlan = z.infer<typeof ImportPlan>;

const Statistic = z.strictObject({
  system: SystemName,
  code: z.string(),
  text: z.string(),
  /** Null: fewer than five patients, which could point at somebody. */
  notes: z.int().nullable(),
  patients: z.int().nullable(),
});

/** Code systems as versioned data packs (K-20), and the codes in notes. */
export const codes = {
  packs: query({
    permission: 'signedIn',
    input: z.strictObject({}),
    output: z.array(Pack),
    audit: { none: 'which public code lists the clinic has' },
  }),
  /**
   * Codes of the version in use on `day` (today by default), best first: by the beginning of the code or of words in any
   * order. Without text: the caller's pinned codes and those they choose most.
   */
  search: query({
    permission: 'signedIn',
    input: z.strictObject({ system: SystemName, text: z.string().max(200), day: Day.optional(), limit: z.int().min(1).max(100).default(30) }),
    output: z.strictObject({ edition: z.string().nullable(), isSample: z.boolean(), hits: z.array(Hit) }),
    audit: { none: 'a public code list and which codes the caller likes' },
  }),
  /** Codes of this patient's notes, newest first, each once with the day it was last used; `now`: as today's version has it, null when it is not there. */
  ofPatient: query({
    permission: 'journal.read',
    input: z.strictObject({ patientId: Id, system: SystemName.nullable().default(null), limit: z.int().min(1).max(100).default(20) }),
    output: z.array(z.strictObject({ system: SystemName, edition: z.string(), code: z.string(), text: z.string(), lastOn: z.iso.datetime(), notes: z.int(), standing: z.enum(CODE_STANDINGS), now: z.strictObject({ edition: z.string(), text: z.string() }).nullable() })),
    errors: ['auth.reasonRequired', 'auth.forbidden'],
    audit: { action: 'NOTE_LIST', category: 'note', patient: 'patientId' },
  }),
  /** Keeps a code at the top of the caller's own list, or takes it away from there. */
  pin: command({
    permission: 'journal.write',
    input: z.strictObject({ system: SystemName, code: z.string().min(1).max(40), pinned: z.boolean() }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { none: 'somebody\'s own shortcut to a public code' },
  }),
  /** Dry run: what reading these files in would change. Nothing is written. */
  importDry: query({
    permission: 'settings.manage',
    input: File,
    output: ImportPlan,
    errors: FILE_ERRORS,
    audit: { none: 'a public code list read for comparison' },
  }),
  /** Adds the files as a new version and takes it in use from its first valid day. Notes keep the codes they have. */
  importApply: command({
    permission: 'settings.manage',
    input: File.extend({ digest: z.string().max(100) }),
    output: z.strictObject({ packId: Id, codes: z.int() }),
    errors: [...FILE_ERRORS, 'codes.changedSincePlan', 'db.diskFull'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Takes a version in use or out of use; of several in use the one with the latest first day is chosen from. Out of use undoes an import. */
  activate: command({
    permission: 'settings.manage',
    input: z.strictObject({ packId: Id, version: z.int(), inUse: z.boolean() }),
    output: z.strictObject({ version: z.int() }),
    errors: ['record.notFound', 'record.changedMeanwhile'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** How many notes have each code in whole months, without anything about who: counts under five patients are withheld. */
  statistics: query({
    permission: 'settings.manage',
    input: z.strictObject({ system: SystemName, from: Month, to: Month }),
    output: z.array(Statistic),
    audit: { none: 'counts of at least five patients' },
  }),
} as const;
