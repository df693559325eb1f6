import type { RestoreKey, RestorePlace } from '#shared/contract/restore.ts';
import { type FoundGenerations, type OpenedGeneration, requireGenerations } from '../../backup/restore/generations.ts';
import type { SpareBackup } from '../../backup/restore/salvage.ts';
import { versionedReads } from '../../backup/restore/versioned-reads.ts';
import type { BackupStore, OpenStore } from '../../ports/backup-store.ts';
import type { CardProvider } from '../../ports/smart-card.ts';
import { parseKit } from '../../security/recovery-kit/kit.ts';
import { openWithCard, type RestoreKeys } from './open-with-card.ts';
import { type OrdersOutside, ordersOutside } from './orders-outside.ts';
import { findRepository, type FoundRepository, isLost } from './restore-place.ts';

/** A place that a key has opened: its backups, newest first, and those that were not accepted or were taken out of the series. */
export interface OpenedSource extends FoundGenerations {
  readonly found: FoundRepository;
  readonly keys: RestoreKeys;
  /** What was destroyed by decision, as far as the newest backups here know (J-09). */
  readonly orders: OrdersOutside;
}

/** Where backups are opened from, and by what. */
export interface Openers {
  readonly openStore: OpenStore;
  /** Who asks the card; the card in the reader of this computer. */
  readonly cards: CardProvider;
}

/** The keys in a kit or on a card. Errors: restore.kitWrong, restore.cardWrong, card.…. */
export async function readKeys(found: FoundRepository, key: RestoreKey, cards: CardProvider): Promise<RestoreKeys> {
  if ('pin' in key) return openWithCard({ store: found.store, cards, clinicId: isLost(found.version) ? null : found.version.clinicId, pin: key.pin });
  const { identity, keyHex, signerFingerprint } = parseKit(key.kit);
  return { identity, keyHex, signerFingerprint, card: null };
}

/** Opens what was found with these keys. Errors: restore.noBackups, restore.kitWrong, restore.signatureWrong, backup.place…, server.…. */
export async function openSource(found: FoundRepository, keys: RestoreKeys): Promise<OpenedSource> {
  const opened = await requireGenerations({ store: found.store, identities: [keys.identity.reveal()], fingerprint: keys.signerFingerprint });
  const orders = await ordersOutside({ store: found.store, identity: keys.identity.reveal() }, opened);
  const [newest] = opened.generations;
  if (!isLost(found.version) || newest === undefined) return { found, keys, orders, ...opened };
  const { clinicId, repositoryId } = newest.manifest;
  return { found: { ...found, version: { ...found.version, clinicId, repositoryId } }, keys, orders, ...opened };
}

/** Finds and opens a place. */
export async function unlockPlace({ openStore, cards }: Openers, place: RestorePlace, key: RestoreKey): Promise<OpenedSource> {
  const found = await findRepository(place, openStore);
  return openSource(found, await readKeys(found, key, cards));
}

/** The store of a source as one backup is read from it: each object is the one its manifest knows. */
export const storeFor = ({ found }: OpenedSource, generation: OpenedGeneration): BackupStore => versionedReads(found.store, [generation.manifest]);

/** Everything else that may hold a page this backup lost. */
export function sparesFor(sources: readonly OpenedSource[], chosen: OpenedGeneration): SpareBackup[] {
  return sources.flatMap(source => source.generations.filter(one => one !== chosen).map(one => ({ store: storeFor(source, one), manifest: one.manifest })));
}
