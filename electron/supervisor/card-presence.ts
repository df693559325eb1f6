import type { CardSnapshot, PinState } from '#shared/domain/cards/card.ts';
import type { CardPresence } from '#shared/contract/wire.ts';

const PIN: Readonly<Record<PinState, CardPresence['pin']>> = { ok: 'ok', few: 'low', last: 'final', locked: 'locked' };

/** What a page may know before sign-in: that a card is there and what its PIN looks like; no name, serial or certificate. */
export function presenceOf(snapshot: CardSnapshot): CardPresence {
  const token = snapshot.tokens[0];
  return {
    // A card that cannot be read is a card: the sentence about it comes when the person tries to sign in.
    state: snapshot.state === 'unreadable' ? 'present' : snapshot.state,
    generation: snapshot.generation,
    minPin: token?.minPin ?? 4,
    maxPin: token?.maxPin ?? 8,
    pin: token ? PIN[token.pin] : 'ok',
  };
}
