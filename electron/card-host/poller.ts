import type { ErrorCode } from '#shared/kernel/app-error.ts';
import type { CardSnapshot, CardState } from '#shared/domain/cards/card.ts';
import type { CardDevice, Described, Presence } from './card-device.ts';

export interface PollerEvents {
  changed(snapshot: CardSnapshot): void;
  removed(tokenRef: string): void;
}

const NOTHING: Described = { readers: [], tokens: [], unreadable: 0 };

function stateOf(slots: number, { tokens, unreadable }: Described): CardState {
  if (slots === 0) return 'noReader';
  if (tokens.length > 0) return 'present';
  return unreadable > 0 ? 'unreadable' : 'noCard';
}

/**
 * Watches one device. A card counts as removed when its slot is empty, when another token is in its place, or when the
 * login on it is gone although nobody logged out: some modules never show a card that was out for half a second, only
 * that its login fell (cards.md C.2).
 */
export class Poller {
  readonly #device: CardDevice;
  readonly #events: PollerEvents;
  #seen = '';
  #content = '';
  #current: CardSnapshot;

  constructor(device: CardDevice, events: PollerEvents, generation: number) {
    this.#device = device;
    this.#events = events;
    this.#current = { state: 'noReader', problem: null, readers: [], tokens: [], generation };
  }

  get snapshot(): CardSnapshot {
    return this.#current;
  }

  /** The cheap look of every tick; goes deeper only when something changed. */
  tick(): void {
    const presence = this.#look();
    if (!presence) return;
    const seen = `${presence.slots}|${presence.present.join(',')}`;
    if (seen === this.#seen && presence.loginAlive) return;
    this.#refresh(presence);
    this.#seen = seen;
  }

  /** Reads everything again, for somebody who asked, and after a PIN was tried. */
  refresh(): CardSnapshot {
    const presence = this.#look();
    if (presence) this.#refresh(presence);
    return this.#current;
  }

  #look(): Presence | null {
    try {
      return this.#device.presence();
    } catch {
      this.#fail();
      return null;
    }
  }

  #refresh(presence: Presence): void {
    const login = this.#device.loggedIn();
    const before = this.#current.tokens.map(token => token.tokenRef);
    const described = this.#describe();
    const after = new Set(described.tokens.map(token => token.tokenRef));
    const lost = new Set(before.filter(ref => !after.has(ref)));
    if (login !== null && (!presence.loginAlive || !after.has(login))) {
      lost.add(login);
      this.#device.logout();
    }
    this.#publish({ state: stateOf(presence.slots, described), problem: null, readers: [...described.readers], tokens: [...described.tokens] });
    for (const tokenRef of lost) this.#events.removed(tokenRef);
  }

  #describe(): Described {
    try {
      return this.#device.describe();
    } catch {
      return { ...NOTHING, unreadable: 1 };
    }
  }

  /** The module itself stopped answering: nothing that was in can be relied on any more. */
  #fail(): void {
    this.#seen = '';
    const lost = this.#current.tokens.map(token => token.tokenRef);
    const problem: ErrorCode = 'card.unknown';
    this.#publish({ state: 'moduleFailed', problem, readers: [], tokens: [] });
    for (const tokenRef of lost) this.#events.removed(tokenRef);
  }

  #publish(content: Omit<CardSnapshot, 'generation'>): void {
    const text = JSON.stringify(content);
    if (text === this.#content) return;
    this.#content = text;
    this.#current = { ...content, generation: this.#current.generation + 1 };
    this.#events.changed(this.#current);
  }
}
