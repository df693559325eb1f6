import type { Counts, JobProgress, LogHead } from '#shared/domain/backup/backup.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupStore } from '../../ports/backup-store.ts';

/** What the held-still bytes contain. */
export interface SnapshotFacts {
  readonly counts: Counts;
  readonly logHead: LogHead;
  readonly schemaVersion: number;
}

/** The database file held still: nothing changes in `file` until the work given to `snapshot` has ended. */
export interface DatabaseSnapshot {
  readonly file: string;
  readonly pageSize: number;
  readonly pages: number;
  /** Counted in the snapshot's own transaction; takes a fraction of a second per million rows, beside the caller's work. */
  facts(): Promise<SnapshotFacts>;
}

/** Holds the main file still while `work` reads it; users go on writing into the WAL meanwhile (design/storage.md §E). */
export interface SnapshotSource {
  snapshot<T>(work: (snapshot: DatabaseSnapshot) => Promise<T>): Promise<T>;
}

/** What the two SQLite checks and our own counts say about a database file. */
export interface Inspection {
  /** Pages whose HMAC is wrong. */
  readonly damagedPages: number;
  /** Lines of quick_check other than "ok". */
  readonly structureProblems: number;
  /** Null when the file could not be read far enough to count. */
  readonly counts: Counts | null;
  readonly logHead: LogHead | null;
}

/** Opens an encrypted database file that nobody else uses, checks it and closes it. Never creates, never writes. */
export type InspectDatabase = (file: string, keyHex: Redacted<string>) => Promise<Inspection>;

/** The device signing key (ECDSA P-256); signs manifests. */
export interface ManifestSigner {
  readonly publicKeyDer: Uint8Array;
  /** DER-encoded ECDSA signature with SHA-256. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A file that lets somebody open the backups without the kit. `name` stands for this very content: it is written once. */
export interface KeyFile {
  /** e.g. `<entry>-<digest>.p7m`; letters, digits, dot and dash. */
  readonly name: string;
  make(): Promise<Uint8Array>;
}

/** The newest generation this computer knows of, kept apart from the backups themselves. */
export interface BackupAnchor {
  readonly repositoryId: string;
  readonly machineId: string;
  readonly seq: number;
  readonly manifestSha256: string;
  readonly createdAt: string;
}

export interface AnchorStore {
  read(repositoryId: string): Promise<BackupAnchor | undefined>;
  write(anchor: BackupAnchor): Promise<void>;
}

export type OnProgress = (progress: JobProgress) => void;

/** What a run needs to know about the clinic and this computer. */
export interface BackupContext {
  readonly store: BackupStore;
  /** The repository that is meant; another one in its place (the other of two disks) is not written to. Absent: whichever is there. */
  readonly repositoryId?: string;
  readonly source: SnapshotSource;
  readonly inspect: InspectDatabase;
  readonly signer: ManifestSigner;
  readonly anchors: AnchorStore;
  /** X25519 recipients of every object: the recovery kit's and the clinic's own. */
  readonly recipients: readonly string[];
  /** The clinic's own backup identity, which the proof decrypts with. */
  readonly identity: Redacted<string>;
  readonly keyHex: Redacted<string>;
  readonly clinic: { readonly id: string; readonly name: string };
  readonly appVersion: string;
  /** Files below the data folder that a restore needs besides the database, by path. */
  readonly vaultFiles: () => Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]>;
  /** The administrators' card entries and what they lead to (ADR: keys in the repository). */
  readonly keyFiles: () => Promise<readonly KeyFile[]>;
  /** Folder on this computer for the engine's own bookkeeping and scratch files. */
  readonly workFolder: string;
  readonly now: () => Date;
  readonly onProgress: OnProgress;
}
