import * as z from 'zod';

/** What lies in a place of backups, seen from whoever wants it gone. Versions that a newer one hides count too. */
export const RemovalSurvey = z.strictObject({
  objects: z.int().min(0),
  bytes: z.number().min(0),
  /** Kept by the server's own lock: nobody can delete these, we and the provider included. */
  lockedObjects: z.int().min(0),
  lockedBytes: z.number().min(0),
  /** When the last lock ends, UTC; null when nothing is locked. */
  lastLockEndsAt: z.iso.datetime().nullable(),
});
export type RemovalSurvey = z.infer<typeof RemovalSurvey>;

/** What was done in a place, and what is still there. */
export const RemovalOutcome = z.strictObject({
  removedObjects: z.int().min(0),
  removedBytes: z.number().min(0),
  /** Counted again afterwards, in the place itself. */
  left: RemovalSurvey,
  /** The server was told to delete the rest by itself once the locks have ended. */
  restBySchedule: z.boolean(),
});
export type RemovalOutcome = z.infer<typeof RemovalOutcome>;

/** Where the data lay, without any credential. */
export const LeftWhere = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), repositoryPath: z.string() }),
  z.strictObject({ kind: z.literal('s3'), endpoint: z.string(), region: z.string(), bucket: z.string(), prefix: z.string(), authority: z.string().nullable() }),
]);
export type LeftWhere = z.infer<typeof LeftWhere>;

/** Proof of deletion, signed by the clinic's device key over its RFC 8785 form (G-18, XM C.4). */
export const DeletionCertificate = z.strictObject({
  format: z.literal('klinikbok-deletion/1'),
  id: z.string(),
  clinicId: z.string(),
  clinicName: z.string(),
  place: z.strictObject({ name: z.string(), repositoryId: z.string(), where: z.string() }),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  by: z.strictObject({ name: z.string(), title: z.string() }),
  /** The second person, where this was the only proven copy outside the clinic's computer. */
  approvedBy: z.strictObject({ name: z.string(), title: z.string() }).nullable(),
  outcome: RemovalOutcome,
  /** Nothing was left when counted. */
  complete: z.boolean(),
});
export type DeletionCertificate = z.infer<typeof DeletionCertificate>;

/** A full copy made before leaving, restored on trial at once. */
export const LeavingExport = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  path: z.string(),
  databaseBytes: z.number(),
  /** SHA-256 of the copy's signed list of contents, which names every byte of it. */
  manifestSha256: z.string(),
  counts: z.strictObject({ patients: z.int(), notes: z.int(), versions: z.int(), log: z.int() }),
  by: z.string(),
});
export type LeavingExport = z.infer<typeof LeavingExport>;

const DAY_MS = 86_400_000;
/** An approval is for today's act, not for some day. */
export const APPROVAL_HOURS = 24;
/** A copy is worth something as a last copy when it was proven lately. */
export const PROVEN_DAYS = 7;

/** Whether a copy proven then still counts as one that can be relied on. */
export const isLatelyProven = (provenAt: string | null, now: Date): boolean => provenAt !== null && now.getTime() - Date.parse(provenAt) <= PROVEN_DAYS * DAY_MS;
