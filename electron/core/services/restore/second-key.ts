import type { RestoreKey } from '#shared/contract/restore.ts';
import type { ConfirmReason, RestoreConfirmation } from '#shared/domain/backup/restore-offer.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CardProvider } from '../../ports/smart-card.ts';
import { type OpenedSource, readKeys } from './opened-source.ts';

/**
 * Two persons confirm (security.md §3.6). Their names go to the log. A second key is proven where there is one: it must
 * open the same database and be another than the first, so one person with one paper cannot be two. Without one, the log
 * says so; a clinic whose only other key burned must still be able to go on.
 * Errors: restore.samePerson, restore.sameKey, restore.kitWrong, restore.cardWrong, card.….
 */
export async function confirmByTwo(
  source: OpenedSource, cards: CardProvider, o: { readonly reason: ConfirmReason; readonly persons: readonly [string, string]; readonly secondKey: RestoreKey | null },
): Promise<RestoreConfirmation> {
  const [first, second] = o.persons.map(name => name.trim().replace(/\s+/g, ' ')) as [string, string];
  if (first.toLocaleLowerCase('sv') === second.toLocaleLowerCase('sv')) throw new AppError('restore.samePerson');
  if (o.secondKey === null) return { reason: o.reason, persons: [first, second], secondKey: 'none' };
  const isCard = 'pin' in o.secondKey;
  if (!isCard && source.keys.card === null) throw new AppError('restore.sameKey');
  const keys = await readKeys(source.found, o.secondKey, cards);
  if (isCard && keys.card === source.keys.card) throw new AppError('restore.sameKey');
  if (keys.keyHex.reveal() !== source.keys.keyHex.reveal()) throw new AppError(isCard ? 'restore.cardWrong' : 'restore.kitWrong');
  return { reason: o.reason, persons: [first, second], secondKey: isCard ? 'card' : 'kit' };
}
