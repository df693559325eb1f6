import type { DestructionOrder } from '#shared/domain/destruction/destruction.ts';
import type { FoundGenerations, OpenedGeneration } from '../../backup/restore/generations.ts';
import { headsOf } from '../../backup/restore/heads.ts';
import { versionedReads } from '../../backup/restore/versioned-reads.ts';
import { readVault } from '../../backup/engine/vault-bundle.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { mergeOrders, ORDER_LIST_FILE, readOrderLists } from '../destruction/order-list.ts';

/** The orders of destruction that the newest backups of a place know of (J-09): an older one has to follow them too. */
export interface OrdersOutside {
  readonly orders: readonly DestructionOrder[];
  /** The signed lists, to be put beside the restored database. */
  readonly text: string;
  /** The newest list could not be read, or is not the one that was signed: there may be orders that nobody knows here. */
  readonly unread: boolean;
}

export const NO_ORDERS: OrdersOutside = { orders: [], text: '', unread: false };

interface Where {
  readonly store: BackupStore;
  /** age identity that opens the backups. */
  readonly identity: string;
}

/** Backups of one computer that are tried when the newest one's list cannot be read. */
const TRIES = 5;

/** The list that one backup carries, with what its manifest's signature says of it; undefined when it cannot be read. */
async function listOf({ store, identity }: Where, { manifest, signerFingerprint }: OpenedGeneration): Promise<OrdersOutside | undefined> {
  const vault = await readVault(versionedReads(store, [manifest]), manifest, [identity]);
  if (vault === undefined) return undefined;
  const file = vault.files.find(one => one.path === ORDER_LIST_FILE);
  if (file === undefined) return NO_ORDERS;
  const text = Buffer.from(file.base64, 'base64').toString('utf8');
  const { orders, damaged } = readOrderLists(text, signerFingerprint);
  return { orders, text, unread: damaged };
}

/** The newest readable list of one computer; `unread` when it is not the newest one. */
async function newestList(where: Where, own: readonly OpenedGeneration[]): Promise<OrdersOutside> {
  for (const [at, generation] of own.slice(0, TRIES).entries()) {
    const list = await listOf(where, generation);
    if (list !== undefined) return { ...list, unread: list.unread || at > 0 };
  }
  return { ...NO_ORDERS, unread: true };
}

/** Everything that several lists say; each order once. */
export const mergeLists = (lists: readonly OrdersOutside[]): OrdersOutside => ({
  orders: mergeOrders(lists.map(list => list.orders)), text: [...new Set(lists.map(list => list.text))].join(''), unread: lists.some(list => list.unread),
});

/** What the newest backups in a place say, of every computer that wrote there. */
export async function ordersOutside(where: Where, { generations }: Pick<FoundGenerations, 'generations'>): Promise<OrdersOutside> {
  const lists: OrdersOutside[] = [];
  for (const { machineId } of headsOf(generations)) lists.push(await newestList(where, generations.filter(one => one.manifest.machineId === machineId)));
  return mergeLists(lists);
}
