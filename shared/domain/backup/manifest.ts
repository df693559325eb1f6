import * as z from 'zod';

import { Counts, LogHead } from './backup.ts';

export const MANIFEST_FORMAT = 'klinikbok-manifest/1';
export const REPOSITORY_FORMAT = 'klinikbok-backup/1';

const Hex64 = z.string().regex(/^[0-9a-f]{64}$/);
/** Names are checked by shape before they become paths: a manifest must never point outside its repository. */
const ObjectKey = (folder: string) => z.string().regex(new RegExp(`^m/[0-9a-f]{16}/${folder}/[0-9a-f]{32}\\.age$`));

/** One age file of whole pages, concatenated. `size` and `sha256` are of the encrypted file. */
export const Pack = z.strictObject({ key: ObjectKey('packs'), size: z.int().min(1), sha256: Hex64, pages: z.int().min(1).max(65_536) });
export type Pack = z.infer<typeof Pack>;

/** `count` pages that follow each other in the database and begin at page `offset` of pack number `pack`. */
export const Extent = z.tuple([z.int().min(0), z.int().min(0), z.int().min(1)]);
export type Extent = z.infer<typeof Extent>;

/** A path below the data folder: no drive, no parent, no surprises. */
const VaultPath = z.string().max(200).regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/);
export const VaultFile = z.strictObject({ path: VaultPath, sha256: Hex64, base64: z.string() });
export const VaultBundle = z.strictObject({ files: z.array(VaultFile).max(1000) });
export type VaultBundle = z.infer<typeof VaultBundle>;

/** Everything needed to rebuild one moment of the database from the place, complete in itself (design/backup.md, pagepack). */
export const Manifest = z
  .strictObject({
    format: z.literal(MANIFEST_FORMAT),
    clinicId: z.string().max(80),
    clinicName: z.string().max(200),
    repositoryId: z.string().max(80),
    machineId: z.string().regex(/^[0-9a-f]{16}$/),
    seq: z.int().min(1),
    /** SHA-256 of the manifest before this one of the same machine; null for the first. */
    previous: Hex64.nullable(),
    createdAt: z.iso.datetime(),
    appVersion: z.string().max(40),
    schemaVersion: z.int(),
    /** First 16 bytes of HMAC-SHA256(database key, "pm/db/kcv/v1"), hex: tells a wrong key from a damaged file. */
    keyCheck: z.string().regex(/^[0-9a-f]{32}$/),
    pageSize: z.int().min(512).max(65_536),
    pages: z.int().min(1),
    /** Of the database file as it was, encrypted pages and all. */
    fileSha256: Hex64,
    packs: z.array(Pack).min(1),
    extents: z.array(Extent).min(1),
    vault: z.strictObject({ key: ObjectKey('vault'), size: z.int().min(1), sha256: Hex64 }).nullable(),
    counts: Counts,
    logHead: LogHead,
    /** Bytes that this backup added to the place. */
    uploadedBytes: z.number().min(0),
  })
  .refine(m => m.extents.reduce((sum, [, , count]) => sum + count, 0) === m.pages, { path: ['extents'], message: 'pages' })
  .refine(m => m.extents.every(([pack, offset, count]) => offset + count <= (m.packs[pack]?.pages ?? -1)), { path: ['extents'], message: 'pack' });
export type Manifest = z.infer<typeof Manifest>;

/** The one plain-text file of a repository: which clinic, which repository; no secret. */
export const RepositoryVersion = z.strictObject({
  format: z.literal(REPOSITORY_FORMAT),
  clinicId: z.string().min(1).max(80),
  repositoryId: z.string().min(1).max(80),
  createdAt: z.iso.datetime(),
});
export type RepositoryVersion = z.infer<typeof RepositoryVersion>;
