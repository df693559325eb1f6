import * as z from 'zod';

import { AUDIT_ACTIONS } from '../domain/log/audit.ts';
import { ChainReport, LogLine } from '../domain/log/log-line.ts';
import { command, query } from './define.ts';

/** Which rows, newest first. Days are the clinic's calendar days, both included. */
export const LogFilter = z.strictObject({
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
  actions: z.array(z.enum(AUDIT_ACTIONS)).max(AUDIT_ACTIONS.length).default([]),
  /** Only refused and failed ones. */
  refusedOnly: z.boolean().default(false),
  /** The last row of the page before. */
  before: z.int().min(1).nullable().default(null),
  limit: z.int().min(1).max(500).default(100),
});
export type LogFilter = z.infer<typeof LogFilter>;

const Page = z.strictObject({ lines: z.array(LogLine), nextBefore: z.int().nullable() });

/** The access log (A-01…A-13). Reading it is itself in the log. */
export const log = {
  /** Finds the patient whose log is wanted, by number or name; whoever reviews logs has no patient register. */
  findPatient: query({
    permission: 'log.patient',
    input: z.strictObject({ text: z.string().max(100) }),
    output: z.strictObject({ patients: z.array(z.strictObject({ id: z.uuid(), label: z.string() })) }),
    audit: { action: 'PATIENT_SEARCH', category: 'identity' },
  }),
  /** Who opened or changed this patient's record. */
  ofPatient: query({
    permission: 'log.patient',
    input: LogFilter.extend({ patientId: z.uuid(), userId: z.uuid().nullable().default(null) }),
    output: Page.extend({ label: z.string() }),
    errors: ['patients.notFound'],
    audit: { action: 'LOG_READ', category: 'log', patient: 'patientId' },
  }),
  /** What this person did. */
  ofUser: query({
    permission: 'log.review',
    input: LogFilter.extend({ userId: z.uuid() }),
    output: Page,
    audit: { action: 'LOG_READ', category: 'log', object: 'userId' },
  }),
  /** Everything, for instance refused calls of the day. */
  all: query({
    permission: 'log.review',
    input: LogFilter,
    output: Page,
    audit: { action: 'LOG_READ', category: 'log' },
  }),
  /** Checks every row, link and signed checkpoint; progress comes as events (`job: 'verifyLog'`). */
  verify: command({
    permission: 'log.verify',
    input: z.strictObject({}),
    output: ChainReport,
    errors: ['busy'],
    audit: { action: 'CHAIN_VERIFY', category: 'log' },
  }),
  /** The last check made here, and how far the newest signed point reaches now. */
  lastVerify: query({
    permission: 'log.verify',
    input: z.strictObject({}),
    output: z.strictObject({
      report: ChainReport.extend({ verifiedAt: z.iso.datetime(), by: z.string() }).nullable(),
      head: z.int(),
      exposedRows: z.int(),
      checkpointAt: z.iso.datetime().nullable(),
    }),
    audit: { none: 'counts and times of checks; nothing about a person' },
  }),
  /** The whole log as NDJSON with checkpoints, for checking with `verify-log.py` and no program of ours. */
  exportAll: command({
    permission: 'log.review',
    input: z.strictObject({ folder: z.string().min(1).max(1000) }),
    output: z.strictObject({ file: z.string(), rows: z.int() }),
    errors: ['backup.placeMissing', 'backup.placeFull', 'backup.placeReadOnly', 'backup.placeInsideData'],
    audit: { action: 'EXPORT', category: 'log' },
  }),
} as const;
