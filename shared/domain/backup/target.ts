import * as z from 'zod';

import type { Redacted } from '../../kernel/redacted.ts';

/** A folder on this computer, a NAS or a USB disk. `path` is what the person chose, `repositoryPath` where the backups lie in it. */
export interface FolderTarget {
  readonly kind: 'folder';
  readonly path: string;
  readonly repositoryPath: string;
}

/** A bucket, or a part of one, at an S3-compatible server. */
export interface ServerTarget {
  readonly kind: 's3';
  /** Origin without a path. */
  readonly endpoint: string;
  /** The region of SigV4; says nothing about where the data lie. */
  readonly region: string;
  readonly bucket: string;
  /** Put before every key; empty, or ends in a slash. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: Redacted<string>;
  /** A certificate authority of the clinic's own, PEM; null trusts the usual ones only. */
  readonly authority: string | null;
}

/** One place that backups go to. Each is a repository of its own, with its own numbers and anchors (XM-61). */
export interface BackupTarget {
  readonly id: string;
  /** What the clinic calls it. */
  readonly name: string;
  readonly repositoryId: string;
  readonly place: FolderTarget | ServerTarget;
  readonly addedAt: string;
}

/** Where the store of a target begins: the shape of the port's `StorePlace`. */
export const storePlaceOf = (place: BackupTarget['place']): { readonly kind: 'folder'; readonly path: string } | ServerTarget =>
  place.kind === 'folder' ? { kind: 'folder', path: place.repositoryPath } : place;

/** The name of a place, as typed. */
export const TargetName = z.string().trim().min(1).max(60);

/** Days without the disk before its absence is alarming; null for a place that should always be there. */
export const AbsenceDays = z.int().min(1).max(60).nullable();

const ENDPOINT = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/i;
/** How a server is reached, as typed: without the secret, which is written once and never read back. */
export const ServerAddress = z.strictObject({
  endpoint: z.string().trim().max(200).regex(ENDPOINT),
  region: z.string().trim().min(1).max(60).regex(/^[A-Za-z0-9-]+$/),
  bucket: z.string().trim().min(3).max(63).regex(/^[a-z0-9][a-z0-9.-]+$/),
  /** Empty or a folder with its slash at the end. */
  prefix: z.string().trim().max(200).regex(/^(?:[A-Za-z0-9_.-]+\/)*$/),
  authority: z.string().max(20_000).nullable(),
});
export type ServerAddress = z.infer<typeof ServerAddress>;

/** The credential of a server: may add and read, never delete. */
export const ServerKeys = z.strictObject({ accessKeyId: z.string().trim().min(1).max(200), secretAccessKey: z.string().trim().min(1).max(200) });
export type ServerKeys = z.infer<typeof ServerKeys>;

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
/** What the clinic allows the program to send to servers. Hours are the clinic's local time and may span midnight. */
export const BackupLimits = z.strictObject({
  /** Kilobytes (1,000 bytes) per second; null sends as fast as it goes. */
  serverKilobytesPerSecond: z.int().min(16).max(1_000_000).nullable(),
  serverHours: z.strictObject({ from: z.string().regex(CLOCK), to: z.string().regex(CLOCK) }).nullable(),
  /** Nothing is sent to servers before this instant: the computer goes by a telephone, or somebody needs the line. */
  serversPausedUntil: z.iso.datetime().nullable(),
});
export type BackupLimits = z.infer<typeof BackupLimits>;
export const NO_LIMITS: BackupLimits = { serverKilobytesPerSecond: null, serverHours: null, serversPausedUntil: null };
