import * as z from 'zod';

import { BackupAttempt, BackupSchedule, Certificate, Generation, PlaceReport } from '../domain/backup/backup.ts';
import { RetentionDays } from '../domain/backup/retention.ts';
import { ProbeReport, ResidencyClass, ResidencyDecision, RunningBackup, TargetStatus } from '../domain/backup/target-status.ts';
import { AbsenceDays, BackupLimits, ServerAddress, ServerKeys, TargetName } from '../domain/backup/target.ts';
import { command, query } from './define.ts';
import { SERVER_ERRORS } from './server-errors.ts';

const PLACE_ERRORS = [
  'backup.placeMissing', 'backup.placeFull', 'backup.placeReadOnly', 'backup.placeForeign', 'backup.placeInsideData', 'backup.placeDamaged', 'backup.placeFailing', 'backup.placeTaken',
] as const;
const RESIDENCY_ERRORS = ['backup.serverRefused', 'backup.decisionMissing'] as const;

export const BackupStatus = z.strictObject({
  /** Every place, in the order they were added (XM-61 asks for two). */
  targets: z.array(TargetStatus),
  /** The newest backup that was made AND verified, in whichever place. */
  last: Generation.nullable(),
  certificate: Certificate.nullable(),
  /** The newest proof of a whole restore; J-20 asks for one at least yearly. */
  lastFullProof: Certificate.nullable(),
  attempt: BackupAttempt.nullable(),
  schedule: BackupSchedule,
  limits: BackupLimits,
  nextRunAt: z.iso.datetime().nullable(),
  running: RunningBackup.nullable(),
  generations: z.int(),
  /** When a receipt was printed last (security.md §3.6); one is asked for every month. */
  receiptPrintedAt: z.iso.datetime().nullable(),
});
export type BackupStatus = z.infer<typeof BackupStatus>;

const TargetId = z.strictObject({ targetId: z.uuid() });
const NO_PERSON = 'ages, sizes and counts of backups; nothing about a person' as const;

/**
 * Backups of the clinic (J-20). A run goes on in the background, place after place: `run` answers at once, progress
 * comes as events (`job: 'backup'`) and in `status.running`, the outcome in each place's `attempt`; area `backup` is
 * then `changed`. One place that fails never stops the others.
 */
export const backup = {
  status: query({ permission: 'backup.run', input: z.strictObject({}), output: BackupStatus, audit: { none: NO_PERSON } }),
  /** To every place, or to one. */
  run: command({
    permission: 'backup.run',
    input: z.strictObject({ targetId: z.uuid().optional() }),
    output: z.strictObject({ runId: z.string() }),
    errors: ['backup.running', 'backup.notConfigured', 'record.notFound'],
    audit: { action: 'BACKUP', category: 'system' },
  }),
  /** Newest first. Those known to this computer; older ones of other computers are seen through `restore`. */
  generations: query({
    permission: 'backup.run',
    input: z.strictObject({ limit: z.int().min(1).max(400).default(60), targetId: z.uuid().optional() }),
    output: z.array(Generation.extend({ certificate: Certificate.nullable(), repositoryId: z.string() })),
    audit: { none: NO_PERSON },
  }),
  /** A receipt to print and keep with the kit: with it a new computer notices that newer backups were taken away (security.md §3.6). */
  printReceipt: command({
    permission: 'backup.run',
    input: z.strictObject({ generationId: z.string().max(80), repositoryId: z.string().max(80) }),
    output: z.strictObject({ pdfBase64: z.string(), code: z.string() }),
    errors: ['record.notFound'],
    audit: { action: 'PRINT', category: 'system' },
  }),
  /** What a folder is before it is chosen; writes nothing that stays. */
  checkPlace: query({
    permission: 'backup.configure',
    input: z.strictObject({ path: z.string().min(1).max(1000) }),
    output: PlaceReport,
    audit: { none: 'looks at a folder; nothing about a person' },
  }),
  /** `absenceDays`: a disk that is carried away; its absence is alarming after so many days. */
  addFolder: command({
    permission: 'backup.configure',
    input: z.strictObject({ path: z.string().min(1).max(1000), name: TargetName, absenceDays: AbsenceDays.default(null) }),
    output: z.strictObject({ targetId: z.string(), report: PlaceReport }),
    errors: [...PLACE_ERRORS, 'backup.running'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Where the host of an address stands, by the table that came with the program; asks nothing of the server. */
  judgeServer: query({
    permission: 'backup.configure',
    input: z.strictObject({ endpoint: ServerAddress.shape.endpoint }),
    output: z.strictObject({ class: ResidencyClass, country: z.string().nullable(), operator: z.string().nullable(), source: z.string().nullable(), region: z.string().nullable(), needsDecision: z.boolean() }),
    audit: { none: 'looks a host name up in a table of the program; nothing about a person' },
  }),
  /** Writes and tries to destroy small random objects at the server. Nothing of the clinic is sent. */
  probeServer: command({
    permission: 'backup.configure',
    input: z.strictObject({ address: ServerAddress, keys: ServerKeys, decision: ResidencyDecision.nullable() }),
    output: z.strictObject({ report: ProbeReport, state: z.enum(['empty', 'ours']), generations: z.int() }),
    errors: [...PLACE_ERRORS, ...RESIDENCY_ERRORS, ...SERVER_ERRORS],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Keys are written once and never read back. A server the table does not allow needs a decision, which is logged with name and time. */
  addServer: command({
    permission: 'backup.configure',
    input: z.strictObject({ address: ServerAddress, keys: ServerKeys, name: TargetName, decision: ResidencyDecision.nullable() }),
    output: z.strictObject({ targetId: z.string() }),
    errors: [...PLACE_ERRORS, ...RESIDENCY_ERRORS, ...SERVER_ERRORS, 'backup.running'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Other keys for the same bucket; its history stays. The sheet must be printed anew. */
  changeKeys: command({
    permission: 'backup.configure',
    input: TargetId.extend({ keys: ServerKeys, authority: z.string().max(20_000).nullable() }),
    output: z.strictObject({}),
    errors: [...PLACE_ERRORS, ...SERVER_ERRORS, 'backup.running', 'record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** The supplement to the paper kit, as a PDF that only goes to the printer: it holds the keys of the server. */
  makeSheet: command({
    permission: 'backup.configure',
    input: TargetId,
    output: z.strictObject({ pdfBase64: z.string() }),
    errors: ['record.notFound'],
    audit: { action: 'PRINT', category: 'system' },
  }),
  /** The digits at the foot of the printed sheet, read back. */
  confirmSheet: command({
    permission: 'backup.configure',
    input: TargetId.extend({ check: z.string().trim().min(1).max(20) }),
    output: z.strictObject({}),
    errors: ['backup.sheetDigitsWrong', 'record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** The owner of the bucket has extended the lock on `archive/`: the clinic's own key may touch no lock (Ceph tracker 63537). */
  confirmLocks: command({
    permission: 'backup.configure',
    input: TargetId,
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Looks at a place again: a folder for room and right to write, a server with the whole probe; then through every list of contents in it. */
  testTarget: command({
    permission: 'backup.run',
    input: TargetId,
    output: z.strictObject({}),
    errors: [...PLACE_ERRORS, ...SERVER_ERRORS, 'backup.running', 'record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Its name, how long a disk may be away, and for how many days backups are kept there (left as it is when absent). */
  renameTarget: command({
    permission: 'backup.configure',
    input: TargetId.extend({ name: TargetName, absenceDays: AbsenceDays, retentionDays: RetentionDays.optional() }),
    output: z.strictObject({}),
    errors: ['record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Nothing more is sent there; what lies there stays. */
  removeTarget: command({
    permission: 'backup.configure',
    input: TargetId,
    output: z.strictObject({}),
    errors: ['backup.running', 'record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  /** Begins a new series in a place after `backup.placeRolledBack`, `backup.placeDamaged` or `backup.placeFailing`; what lies there is kept. */
  startOver: command({
    permission: 'backup.configure',
    input: TargetId,
    output: z.strictObject({}),
    errors: [...PLACE_ERRORS, ...SERVER_ERRORS, 'backup.running', 'record.notFound'],
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  setSchedule: command({
    permission: 'backup.configure',
    input: BackupSchedule,
    output: BackupSchedule,
    audit: { action: 'SETTINGS', category: 'system' },
  }),
  setLimits: command({
    permission: 'backup.configure',
    input: BackupLimits,
    output: BackupLimits,
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
