import * as z from 'zod';

import { CODE_LEVELS, MAX_CODE, MAX_CODE_TEXT } from './code-pack.ts';

/** Why a line of an authority's file was not understood. */
export const LINE_PROBLEMS = ['codeMissing', 'textMissing', 'codeWrong', 'dateWrong', 'twice'] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

/** Larger files are refused: the largest classification in use (ICD-10-SE with all texts) is some 20 MB. */
export const CODE_FILE_MAX_BYTES = 30 * 1024 * 1024;
export const CODE_FILES_MAX = 4;
export const MAX_CODES = 100_000;
const MAX_NOTES = 8_000;

/** A code as the file has it; dates `2026-01-31`. */
export const FileCode = z.strictObject({
  code: z.string().min(1).max(MAX_CODE), text: z.string().min(1).max(MAX_CODE_TEXT), level: z.enum(CODE_LEVELS), parent: z.string().max(MAX_CODE).nullable(), selectable: z.boolean(),
  validFrom: z.iso.date().nullable(), validTo: z.iso.date().nullable(), includes: z.string().max(MAX_NOTES), excludes: z.string().max(MAX_NOTES),
});

/** What a reader of code files answers: the codes, what it could not read and where, and what the file says about itself. */
export const CodeFile = z.strictObject({
  format: z.enum(['claml', 'table', 'list']),
  codes: z.array(FileCode).max(MAX_CODES),
  problems: z.array(z.strictObject({ line: z.int().min(1), problem: z.enum(LINE_PROBLEMS) })).max(MAX_CODES),
  title: z.string().max(200).nullable(),
  edition: z.string().max(40).nullable(),
});
export type CodeFile = z.infer<typeof CodeFile>;
