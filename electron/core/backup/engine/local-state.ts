import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import * as z from 'zod';

import { LogHead } from '#shared/domain/backup/backup.ts';
import { Pack } from '#shared/domain/backup/manifest.ts';
import { writeDurably } from '../../clinic/durable-file.ts';
import { beginJournal, journalPacks, readJournal } from './journal.ts';
import { PageMap, type StoredPack } from './page-map.ts';
import { newMachineId } from './repository.ts';

/** A file that opens the backups without the kit, as it was stored in the place. */
const StoredKeyFile = z.strictObject({ name: z.string(), key: z.string(), size: z.int(), sha256: z.string() });
export type StoredKeyFile = z.infer<typeof StoredKeyFile>;

const StateFile = z.strictObject({
  format: z.literal('klinikbok-backup-state/1'),
  machineId: z.string().regex(/^[0-9a-f]{16}$/),
  seq: z.int().min(0),
  manifestSha256: z.string().nullable(),
  signerFingerprint: z.string().nullable(),
  logHead: LogHead.nullable(),
  /** When the present base was begun and how many pages it had; it is renewed by age and by how much of it is still used. */
  base: z.strictObject({ seq: z.int(), createdAt: z.string(), packs: z.array(z.string()), pages: z.int() }).nullable(),
  vault: z.strictObject({ digest: z.string(), key: z.string(), size: z.int(), sha256: z.string() }).nullable(),
  /** Absent in states written before it was noted; the files are then looked at once more. */
  keys: z.array(StoredKeyFile).default([]),
  fullCompareAt: z.string().nullable(),
  fullProofAt: z.string().nullable(),
  /** When the newest monthly archive was stored; the first backup only starts the month. */
  archiveAt: z.string().nullable().default(null),
  pageSize: z.int().nullable(),
  /** Of the database file as the newest backup describes it; null when not known. */
  fileSha256: z.string().nullable().default(null),
  /** Digest of the public keys everything is encrypted to. */
  recipients: z.string().nullable(),
  packs: z.array(Pack),
  pagesFile: z.string().nullable(),
  pagesSha256: z.string().nullable(),
});
export type StateFields = Omit<z.infer<typeof StateFile>, 'format' | 'packs' | 'pagesFile' | 'pagesSha256'>;

const fresh = (): StateFields => ({
  machineId: newMachineId(), seq: 0, manifestSha256: null, signerFingerprint: null, logHead: null, base: null, vault: null, keys: [],
  fullCompareAt: null, fullProofAt: null, archiveAt: null, pageSize: null, fileSha256: null, recipients: null,
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * This computer's bookkeeping for one repository. Losing it costs one full backup, never data: without a state that
 * checks out, a new series with a new machine id is begun.
 */
export class LocalState {
  readonly #folder: string;
  fields: StateFields;
  map: PageMap;
  /** True while a new base is being written; survives a crash through the journal. */
  rebasing = false;
  #journalBegun = false;
  /** Where the map lies as it is now; null when it must be written. */
  #kept: { readonly pagesFile: string; readonly pagesSha256: string } | null;

  private constructor(folder: string, fields: StateFields, o: { map: PageMap; kept: { pagesFile: string; pagesSha256: string } | null }) {
    this.#folder = folder;
    this.fields = fields;
    this.map = o.map;
    this.#kept = o.kept;
  }

  /** Opens the state of a repository and takes over what a run that was cut off had stored. */
  static async load(workFolder: string, repositoryId: string): Promise<LocalState> {
    const folder = path.join(workFolder, repositoryId.replace(/[^0-9A-Za-z-]/g, '_'));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const state = (await LocalState.#read(folder)) ?? new LocalState(folder, fresh(), { map: new PageMap(), kept: null });
    if (state.fields.seq === 0) await state.#save();
    const journal = await readJournal(state.#journal);
    if (journal === undefined || journal.begin.machineId !== state.fields.machineId || journal.begin.after !== state.fields.seq) {
      await rm(state.#journal, { force: true });
      return state;
    }
    if (journal.begin.rebase) state.#forgetAll();
    for (const stored of journal.stored) state.map.add(stored);
    state.#journalBegun = true;
    return state;
  }

  static async #read(folder: string): Promise<LocalState | undefined> {
    try {
      const { format, packs, pagesFile, pagesSha256, ...fields } = StateFile.parse(JSON.parse(await readFile(path.join(folder, 'state.json'), 'utf8')));
      void format;
      if (pagesFile === null || pagesSha256 === null) return new LocalState(folder, fields, { map: new PageMap(), kept: null });
      const records = await readFile(path.join(folder, path.basename(pagesFile)));
      return sha256(records) === pagesSha256 ? new LocalState(folder, fields, { map: new PageMap(packs, records), kept: { pagesFile, pagesSha256 } }) : undefined;
    } catch {
      return undefined; // missing or damaged: the caller begins a new series
    }
  }

  get #journal(): string {
    return path.join(this.#folder, 'journal');
  }

  get folder(): string {
    return this.#folder;
  }

  /**
   * SHA-256 the database file has if every page of it carries the print that the map holds; null when the map is not
   * exactly what the newest backup described.
   */
  get knownSha256(): string | null {
    return this.#journalBegun || this.rebasing ? null : this.fields.fileSha256;
  }

  /** Writes down the name of the manifest that is about to be stored: only that one may be taken over after a crash. */
  async intend(manifestKey: string): Promise<void> {
    await writeDurably(path.join(this.#folder, 'intent'), manifestKey);
  }

  /** The name written down last; undefined when there is none. */
  async intended(): Promise<string | undefined> {
    return readFile(path.join(this.#folder, 'intent'), 'utf8').catch(() => undefined);
  }

  /** Begins a new series: other machine id, nothing stored yet. Used when two computers, or two pasts of one, claim the same series. */
  async startOver(): Promise<void> {
    this.fields = fresh();
    this.map = new PageMap();
    this.#kept = null;
    this.rebasing = false;
    this.#journalBegun = false;
    await rm(this.#journal, { force: true });
    await this.#save();
  }

  /** Forgets every stored page, so that the run writes a whole new base. */
  async beginBase(): Promise<void> {
    this.#forgetAll();
    await this.#begin();
  }

  async #begin(): Promise<void> {
    await beginJournal(this.#journal, { machineId: this.fields.machineId, after: this.fields.seq, rebase: this.rebasing });
    this.#journalBegun = true;
  }

  /** Notes stored packs, here and in the journal. */
  async note(stored: readonly StoredPack[]): Promise<void> {
    if (!this.#journalBegun) await this.#begin();
    await journalPacks(this.#journal, stored);
    for (const one of stored) this.map.add(one);
  }

  /** Makes the state of a finished run the one that counts, and ends its journal. */
  async commit(fields: StateFields): Promise<void> {
    this.fields = fields;
    await this.#save();
    await rm(this.#journal, { force: true });
    this.rebasing = false;
    this.#journalBegun = false;
  }

  #forgetAll(): void {
    this.map = new PageMap();
    this.#kept = null;
    this.rebasing = true;
  }

  async #save(): Promise<void> {
    if (this.#kept === null || this.map.isChanged) {
      const records = this.map.toBytes();
      const pagesFile = `pages-${this.fields.seq}-${Date.now().toString(36)}.bin`;
      await writeDurably(path.join(this.#folder, pagesFile), records);
      this.#kept = { pagesFile, pagesSha256: sha256(records) };
      this.map.saved();
    }
    const content = { format: 'klinikbok-backup-state/1', ...this.fields, packs: this.map.packs, ...this.#kept };
    await writeDurably(path.join(this.#folder, 'state.json'), JSON.stringify(content));
    for (const name of await readdir(this.#folder)) {
      if (name.startsWith('pages-') && name !== this.#kept.pagesFile) await rm(path.join(this.#folder, name), { force: true });
    }
  }
}
