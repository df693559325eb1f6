import path from 'node:path';

import { AppError } from '#shared/kernel/app-error.ts';

import { type Anchor, type AnchorFacts, encodeAnchor, parseAnchor } from './anchor.ts';
import { type DatabaseKey, keyCheckValue } from './database-key.ts';
import { canonicalBytes, entryFileName, HEAD_LIMIT, parseHead, sha256Hex, type Rotation, type VaultEntry, type VaultHead } from './vault-head.ts';
import { filesOf, inVault, pendingSignature, readVault, type Vault, vaultExists, type VaultPlace } from './vault.ts';

/** An entry with its sealed bytes, as the sealing function (CMS for cards, age otherwise) made them. */
export type NewEntry = Omit<VaultEntry, 'sha256'> & { readonly sealed: Uint8Array };

/** Makes the detached CMS signature (DER) of head.json with the device signing key. */
export type SignHead = (head: Uint8Array) => Promise<Uint8Array>;

export interface Signing {
  readonly sign: SignHead;
  readonly now: Date;
}

async function replaceFile(place: VaultPlace, target: string, bytes: Uint8Array): Promise<void> {
  const files = filesOf(place);
  await files.write(`${target}.tmp`, bytes);
  await files.rename(`${target}.tmp`, target);
  await files.syncFolder(path.dirname(target));
}

async function writeAnchor(place: VaultPlace, facts: AnchorFacts): Promise<Anchor> {
  const bytes = encodeAnchor(facts);
  await replaceFile(place, inVault(place, 'anchor.json'), bytes);
  if (place.profileAnchor !== undefined) {
    await filesOf(place).makeFolder(path.dirname(place.profileAnchor));
    await replaceFile(place, place.profileAnchor, bytes);
  }
  return parseAnchor(bytes);
}

const factsOf = ({ format: _format, check: _check, ...facts }: Anchor): AnchorFacts => facts;

interface NextState {
  readonly head: VaultHead;
  readonly added: readonly NewEntry[];
  readonly facts: Omit<AnchorFacts, 'vaultGeneration' | 'headSha256'>;
}

/**
 * Entries first, then signature, then the head in one rename, then the anchor: a cut anywhere leaves old or new.
 * A new vault's anchor goes before its head, because a head without any anchor is damage.
 */
async function commit(place: VaultPlace, { head, added, facts }: NextState, sign: SignHead): Promise<Vault> {
  const files = filesOf(place);
  const bytes = canonicalBytes(parseHead(canonicalBytes(head)));
  const signature = await sign(bytes);
  const pending = inVault(place, pendingSignature(head.generation));
  for (const entry of added) await files.write(inVault(place, 'e', entryFileName(entry)), entry.sealed);
  await files.syncFolder(inVault(place, 'e'));
  await files.write(pending, signature);
  const headSha256 = sha256Hex(bytes);
  const anchored = { ...facts, vaultGeneration: head.generation, headSha256 };
  if (head.generation === 1) await writeAnchor(place, anchored);
  const previous = await files.read(inVault(place, 'head.json'), HEAD_LIMIT);
  if (previous !== null) await replaceFile(place, inVault(place, 'head.prev.json'), previous);
  await replaceFile(place, inVault(place, 'head.json'), bytes);
  await files.rename(pending, inVault(place, 'head.p7s'));
  await files.syncFolder(place.folder);
  return { place, head, headSha256, anchor: await writeAnchor(place, anchored) };
}

const publicPart = ({ sealed, ...entry }: NewEntry): VaultEntry => ({ ...entry, sha256: sha256Hex(sealed) });
const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);

export interface NewVault {
  readonly clinicId: string;
  readonly dbId: string;
  readonly key: DatabaseKey;
  readonly entries: readonly NewEntry[];
}

/** A new clinic's vault, generation 1. Refuses to replace an existing one with `db.exists`. */
export async function createVault(place: VaultPlace, clinic: NewVault, { sign, now }: Signing): Promise<Vault> {
  if (await vaultExists(place)) throw new AppError('db.exists');
  await filesOf(place).makeFolder(inVault(place, 'e'));
  const head: VaultHead = {
    format: 'pm-vault/1',
    clinicId: clinic.clinicId,
    dbId: clinic.dbId,
    generation: 1,
    dbKeyId: clinic.key.dbKeyId,
    kcv: keyCheckValue(clinic.key.dbk.reveal()),
    entries: clinic.entries.map(publicPart).sort(byId),
    prevSha256: null,
    createdAt: now.toISOString(),
    rotation: null,
  };
  const facts = { dbId: clinic.dbId, backupGeneration: 0, manifestSha256: null, auditSeq: 0, auditHash: null };
  return commit(place, { head, added: clinic.entries, facts }, sign);
}

/** What one update changes. `key` names a new database key, `rotation` a key change in progress. */
export interface VaultChange {
  readonly add?: readonly NewEntry[];
  readonly remove?: readonly string[];
  readonly rotation?: Rotation | null;
  readonly key?: DatabaseKey;
}

function nextHead(current: Vault, change: VaultChange, now: Date): VaultHead {
  const removed = new Set(change.remove ?? []);
  const kept = current.head.entries.filter(entry => !removed.has(entry.id));
  return {
    ...current.head,
    generation: current.head.generation + 1,
    entries: [...kept, ...(change.add ?? []).map(publicPart)].sort(byId),
    prevSha256: current.headSha256,
    createdAt: now.toISOString(),
    rotation: change.rotation === undefined ? current.head.rotation : change.rotation,
    ...(change.key === undefined ? {} : { dbKeyId: change.key.dbKeyId, kcv: keyCheckValue(change.key.dbk.reveal()) }),
  };
}

/**
 * The next generation with these entries taken away and added, in one atomic step. Removed files are erased after
 * the new head is durable. Throws `record.changedMeanwhile` when the folder holds another head than the one given.
 */
export async function replaceEntries(vault: Vault, change: VaultChange, { sign, now }: Signing): Promise<Vault> {
  const current = await readVault(vault.place);
  if (current.headSha256 !== vault.headSha256) throw new AppError('record.changedMeanwhile');
  const facts = factsOf(current.anchor);
  // An update cut short after its head left the anchor one behind; it must never fall two behind.
  if (current.anchor.vaultGeneration < current.head.generation) {
    await writeAnchor(vault.place, { ...facts, vaultGeneration: current.head.generation, headSha256: current.headSha256 });
  }
  const next = await commit(vault.place, { head: nextHead(current, change, now), added: change.add ?? [], facts }, sign);
  await eraseStrays(next);
  return next;
}

/** One more person (or kit) can open the database. */
export const addEntry = (vault: Vault, entry: NewEntry, signing: Signing): Promise<Vault> => replaceEntries(vault, { add: [entry] }, signing);

/** This entry opens nothing any more. */
export const removeEntry = (vault: Vault, entryId: string, signing: Signing): Promise<Vault> => replaceEntries(vault, { remove: [entryId] }, signing);

/** Removes what the head does not name: a person's old key, or files of an update that was cut short. */
async function eraseStrays(vault: Vault): Promise<void> {
  const files = filesOf(vault.place);
  const named = new Set(vault.head.entries.map(entryFileName));
  for (const name of await files.list(inVault(vault.place, 'e'))) if (!named.has(name)) await files.remove(inVault(vault.place, 'e', name));
  for (const name of await files.list(vault.place.folder)) if (/^head\.\d+\.p7s$|\.tmp$/.test(name)) await files.remove(inVault(vault.place, name));
}

/** Notes a newer checkpoint of the log or backup in both anchors. Never goes backwards: older facts are ignored. */
export async function advanceAnchor(
  vault: Vault,
  newer: Partial<Pick<AnchorFacts, 'backupGeneration' | 'manifestSha256' | 'auditSeq' | 'auditHash'>>,
): Promise<Vault> {
  const old = factsOf(vault.anchor);
  const log = (newer.auditSeq ?? 0) > old.auditSeq ? { auditSeq: newer.auditSeq ?? 0, auditHash: newer.auditHash ?? null } : {};
  const backup = (newer.backupGeneration ?? 0) > old.backupGeneration ? { backupGeneration: newer.backupGeneration ?? 0, manifestSha256: newer.manifestSha256 ?? null } : {};
  const facts = { ...old, ...log, ...backup, vaultGeneration: vault.head.generation, headSha256: vault.headSha256 };
  return { ...vault, anchor: await writeAnchor(vault.place, facts) };
}
