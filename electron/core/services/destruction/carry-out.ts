import type { DestructionCounts } from '#shared/domain/destruction/destruction.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Database } from '../../db/database.ts';
import type { Writer } from '../../db/handles.ts';
import { destroyContent } from '../../repositories/destroy-content.ts';
import { type DestructionRequest, insertDone, insertOrder, type Who } from '../../repositories/destruction.ts';
import { countItems, insertItems, itemsOf } from '../../repositories/destruction-items.ts';

export interface CarryOut {
  readonly request: Pick<DestructionRequest, 'id' | 'scope' | 'patientId' | 'entries' | 'mark'>;
  /** The second person. */
  readonly confirmed: Who;
  /** When it is carried out again on a restored backup; null the first time. */
  readonly replayedAt: string | null;
}

/**
 * Carries an order out in the caller's transaction: the second person's yes, the rows it reaches, their content gone, the
 * order closed. Afterwards nothing lets those triggers pass again. Errors: destruction.nothingLeft (the first time only: an
 * older backup may hold none of it).
 */
export async function carryOut(tx: Writer, { request, confirmed, replayedAt }: CarryOut): Promise<DestructionCounts> {
  const items = await itemsOf(tx, { ...request, until: confirmed.at });
  if (items.length === 0 && replayedAt === null) throw new AppError('destruction.nothingLeft');
  const counts = await countItems(tx, items);
  await insertOrder(tx, request.id, { by: confirmed, replayedAt });
  await insertItems(tx, request.id, items);
  await destroyContent(tx, { orderId: request.id, mark: request.mark, at: confirmed.at, by: confirmed.id });
  await insertDone(tx, request.id, { at: replayedAt ?? confirmed.at, counts });
  return counts;
}

const TRIES = 200;

/**
 * Brings what the write-ahead log holds into the file and empties it: older images of pages with the text go with it.
 * Somebody reading at that moment makes it wait; the next backup or start does it otherwise.
 */
export async function emptyWriteAheadLog(db: Pick<Database, 'exclusive'>): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [answer] = await db.exclusive(connection => connection.all('PRAGMA wal_checkpoint(TRUNCATE)'));
    if (answer?.['busy'] === 0) return true;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  return false;
}
