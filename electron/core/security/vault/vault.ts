import path from 'node:path';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';

import { type Anchor, parseAnchor } from './anchor.ts';
import { canonicalBytes, entryFileName, HEAD_LIMIT, parseHead, sha256Hex, type VaultEntry, type VaultHead } from './vault-head.ts';
import { type VaultFiles, vaultFiles } from './vault-files.ts';

/** Where a vault lives: `<data>/vault`, and the second anchor in the operating-system profile when there is one. */
export interface VaultPlace {
  readonly folder: string;
  readonly profileAnchor?: string;
  readonly files?: VaultFiles;
}

/** A vault as read: a value, never changed; every update gives the next one. */
export interface Vault {
  readonly place: VaultPlace;
  readonly head: VaultHead;
  readonly headSha256: string;
  readonly anchor: Anchor;
}

/** True when the signature is the device signing key's over exactly these bytes. */
export type VerifyHead = (head: Uint8Array, signature: Uint8Array) => Promise<boolean>;

const ANCHOR_LIMIT = 4096;
const SIGNATURE_LIMIT = 65_536;
const ENTRY_LIMIT = 65_536;

/** The file operations of this place. */
export const filesOf = (place: VaultPlace) => place.files ?? vaultFiles;
/** A path inside the vault's folder. */
export const inVault = (place: VaultPlace, ...names: string[]) => path.join(place.folder, ...names);

/** The pending signature of this generation: becomes head.p7s right after the head is in place. */
export const pendingSignature = (generation: number): string => `head.${generation}.p7s`;

/** True when this folder holds a vault (head.json exists); says nothing about its state. */
export const vaultExists = async (place: VaultPlace): Promise<boolean> => (await filesOf(place).read(inVault(place, 'head.json'), HEAD_LIMIT * 64)) !== null;

/** The profile's anchor, when it is there, whole and about this database: a second witness against rollback. */
async function profileAnchor(place: VaultPlace, dbId: string): Promise<Anchor | null> {
  if (place.profileAnchor === undefined) return null;
  const bytes = await filesOf(place).read(place.profileAnchor, ANCHOR_LIMIT);
  if (bytes === null) return null;
  try {
    const anchor = parseAnchor(bytes);
    return anchor.dbId === dbId ? anchor : null;
  } catch {
    return null;
  }
}

/**
 * The head must be the anchored one, or the very next one (the program ended between writing head and anchor).
 * Older: `vault.rolledBack` with both numbers. Anything else: `vault.damaged`.
 */
function checkAnchored(head: VaultHead, headSha256: string, anchor: Anchor): void {
  if (anchor.dbId !== head.dbId) throw new AppError('vault.damaged', { part: 'anchor' });
  if (head.generation < anchor.vaultGeneration) throw new AppError('vault.rolledBack', { found: head.generation, expected: anchor.vaultGeneration });
  const same = head.generation === anchor.vaultGeneration && headSha256 === anchor.headSha256;
  const next = head.generation === anchor.vaultGeneration + 1 && head.prevSha256 === anchor.headSha256;
  if (!same && !next) throw new AppError('vault.damaged', { part: 'head' });
}

/**
 * Reads and checks a vault without any key: structure, canonical form, anchors. Entries are proven one by one when
 * they are opened, so that one person's damaged entry does not shut everybody out; `damagedEntries` lists them.
 * Changes nothing. Throws `vault.damaged` (any damaged byte), `vault.rolledBack`, `db.io`.
 */
export async function readVault(place: VaultPlace): Promise<Vault> {
  const files = filesOf(place);
  const bytes = await files.read(inVault(place, 'head.json'), HEAD_LIMIT);
  if (bytes === null) throw new AppError('vault.damaged', { part: 'head' });
  const head = parseHead(bytes);
  const headSha256 = sha256Hex(bytes);
  const other = await profileAnchor(place, head.dbId);
  const anchorBytes = await files.read(inVault(place, 'anchor.json'), ANCHOR_LIMIT);
  const anchor = anchorBytes === null ? other : parseAnchor(anchorBytes);
  if (anchor === null) throw new AppError('vault.damaged', { part: 'anchor' });
  checkAnchored(head, headSha256, anchor);
  if (other !== null && head.generation < other.vaultGeneration) {
    throw new AppError('vault.rolledBack', { found: head.generation, expected: other.vaultGeneration });
  }
  return { place, head, headSha256, anchor: newest(anchor, other) };
}

const newest = (anchor: Anchor, other: Anchor | null): Anchor => (other !== null && other.auditSeq > anchor.auditSeq ? other : anchor);

/** The sealed bytes of one entry, proven by the head's digest. */
export async function readEntry(vault: Vault, entry: VaultEntry): Promise<Buffer> {
  const bytes = await filesOf(vault.place).read(inVault(vault.place, 'e', entryFileName(entry)), ENTRY_LIMIT);
  if (bytes === null) throw new AppError('vault.entryMissing');
  if (sha256Hex(bytes) !== entry.sha256) throw new AppError('vault.damaged', { part: 'entry' });
  return bytes;
}

/** The entries whose sealed file is missing or not the one the head names; the administrator replaces them. */
export async function damagedEntries(vault: Vault): Promise<readonly VaultEntry[]> {
  const damaged: VaultEntry[] = [];
  for (const entry of vault.head.entries) {
    try {
      await readEntry(vault, entry);
    } catch (error) {
      if (!isAppError(error, 'vault.damaged') && !isAppError(error, 'vault.entryMissing')) throw error;
      damaged.push(entry);
    }
  }
  return damaged;
}

/**
 * After unlock: the head carries the device key's signature. A signature written just before a crash is put in
 * place. Throws `vault.damaged` when neither fits (somebody without the database key changed the vault).
 */
export async function verifyVault(vault: Vault, verify: VerifyHead): Promise<void> {
  const files = filesOf(vault.place);
  const head = canonicalBytes(vault.head);
  for (const name of ['head.p7s', pendingSignature(vault.head.generation)]) {
    const signature = await files.read(inVault(vault.place, name), SIGNATURE_LIMIT);
    if (signature === null || !(await verify(head, signature))) continue;
    if (name !== 'head.p7s') {
      await files.rename(inVault(vault.place, name), inVault(vault.place, 'head.p7s'));
      await files.syncFolder(vault.place.folder);
    }
    return;
  }
  throw new AppError('vault.damaged', { part: 'signature' });
}

