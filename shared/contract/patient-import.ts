import * as z from 'zod';

import { IMPORT_FIELDS, ImportLine, ImportOptions } from '../domain/patients/import.ts';
import { command, query } from './define.ts';

export const IMPORT_MAX_BYTES = 20 * 1024 * 1024;
/** Larger files are refused by name (import.tooLarge); far larger ones already at the border. */
const File = z.strictObject({ base64: z.base64().max(64 * 1024 * 1024), options: ImportOptions });
const READ_ERRORS = ['import.unreadable', 'import.tooLarge', 'import.columnsMissing', 'import.workerFailed'] as const;

export const ImportPreview = z.strictObject({
  /** Names this file, these choices and what would go in; commit refuses when any of it has changed. */
  digest: z.string(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  separator: z.enum([';', ',', '\t', '|']),
  headers: z.array(z.string()),
  /** For each column of the file the field it fills, or null. */
  mapping: z.array(z.enum(IMPORT_FIELDS).nullable()),
  /** Fields without which nothing can go in and no column is chosen for. */
  missing: z.array(z.enum(IMPORT_FIELDS)),
  /** The first rows as they stand, for choosing columns by hand. */
  sample: z.array(z.array(z.string())),
  counts: z.strictObject({ rows: z.int(), goIn: z.int(), withRemarks: z.int(), alreadyThere: z.int(), refused: z.int() }),
  /** How often each problem or remark occurs. */
  reasons: z.record(z.string(), z.int()),
  lines: z.array(ImportLine),
  /** Lines that match `show`, of which `lines` is one page. */
  linesTotal: z.int(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** Another system's patient list as CSV: first a dry run that says line by line what will happen, then one transaction. */
export const patientImport = {
  preview: query({
    permission: 'patients.import',
    input: File.extend({
      show: z.enum(['all', 'goIn', 'remarks', 'alreadyThere', 'refused']).default('all'),
      from: z.int().min(0).default(0),
      take: z.int().min(1).max(2000).default(500),
    }),
    output: ImportPreview,
    errors: [...READ_ERRORS],
    audit: { action: 'PATIENT_IMPORT', category: 'identity' },
  }),
  /** All that the preview promised, or nothing. */
  commit: command({
    permission: 'patients.import',
    input: File.extend({ digest: z.string().max(100) }),
    output: z.strictObject({ imported: z.int(), alreadyThere: z.int(), refused: z.int() }),
    errors: [...READ_ERRORS, 'import.changedSincePreview', 'import.nothingToImport', 'db.diskFull'],
    audit: { action: 'PATIENT_IMPORT', category: 'identity' },
  }),
} as const;
