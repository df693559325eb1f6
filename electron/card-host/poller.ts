import type { ErrorCode } from '#shared/kernel/app-error.ts';
import type { CardSnapshot, CardState } from '#shared/domain/cards/card.ts';
import type { CardDevice, Presence } from './card-device.ts';

export interface PollerEvents {
  changed(snapshot: CardSnapshot): void;
  removed(tokenRef: string): void;
}

/** What is known about a slot with a card in it. */
type Slot = 'new' | 'described' | 'empty' | 'unreadable';

/** A little longer than the reader service takes between two looks (pcscd: 0.4 s). */
const SETTLE_MS = 450;

/**
 * Watches one device. A card counts as removed when its slot is empty, when another token is in its place, or when the
 * login on it is gone although nobody logged out: some modules never show a card that was out for half a second, only
 * that its login fell (cards.md C.2).
 *
 * Cards are only looked into (C_GetTokenInfo) when they were in at two looks in a row and nothing was lost in between:
 * OpenSC 0.23 waits for itself for ever when it looks into a card that was pulled out a moment ago and that the reader
 * service still believes to be there. Losses are told before anything else is done, for the same reason.
 */
export class Poller {
  readonly #device: CardDevice;
  readonly #events: PollerEvents;
  readonly #slots = new Map<string, Slot>();
  #slotCount = 0;
  #content = '';
  #current: CardSnapshot = { state: 'noReader', problem: null, readers: [], tokens: [], generation: 0 };

  constructor(device: CardDevice, events: PollerEvents) {
    this.#device = device;
    this.#events = events;
  }

  /** The look of every tick. */
  tick(): void {
    const presence = this.#look();
    if (!presence) return;
    this.#slotCount = presence.slots;
    const isSteady = this.#dropLostLogin(presence) && this.#dropAbsent(presence);
    const fresh = presence.present.filter(slot => !this.#slots.has(slot));
    if (isSteady) for (const [slot, known] of this.#slots) if (known === 'new') this.#slots.set(slot, this.#describe(slot));
    for (const slot of fresh) this.#slots.set(slot, 'new');
    this.publish();
  }

  /** For somebody who asked: as `tick`, but waits until a card that was just put in has been looked into, and tries unreadable ones again. */
  refresh(): CardSnapshot {
    for (const [slot, known] of this.#slots) if (known === 'unreadable') this.#slots.set(slot, 'new');
    this.tick();
    for (let looks = 0; looks < 3 && [...this.#slots.values()].includes('new'); looks += 1) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS);
      this.tick();
    }
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

  /** True when no login was lost. The card is looked into again as if it had just been put in. */
  #dropLostLogin({ loginAlive }: Presence): boolean {
    const login = this.#device.loggedIn();
    if (loginAlive || login === null) return true;
    this.lost(login.tokenRef);
    return false;
  }

  /** For an operation that found the login on its card gone, which the reader service may not have noticed. */
  lost(tokenRef: string): void {
    const login = this.#device.loggedIn();
    if (login?.tokenRef !== tokenRef) return;
    this.#events.removed(tokenRef);
    this.#device.logout();
    this.#forget(login.slot);
    this.publish();
  }

  /** True when every card that was there still is. */
  #dropAbsent({ present }: Presence): boolean {
    const absent = [...this.#slots.keys()].filter(slot => !present.includes(slot));
    const before = this.#device.tokens().map(token => token.tokenRef);
    for (const slot of absent) this.#forget(slot);
    const after = new Set(this.#device.tokens().map(token => token.tokenRef));
    for (const tokenRef of before) if (!after.has(tokenRef)) this.#events.removed(tokenRef);
    return absent.length === 0;
  }

  #forget(slot: string): void {
    this.#device.forget(slot);
    this.#slots.delete(slot);
  }

  #describe(slot: string): Slot {
    try {
      return this.#device.describe(slot) ? 'described' : 'empty';
    } catch {
      return 'unreadable';
    }
  }

  /** The module itself stopped answering: nothing that was in can be relied on any more. */
  #fail(): void {
    for (const { tokenRef } of this.#device.tokens()) this.#events.removed(tokenRef);
    this.#device.logout();
    for (const slot of this.#slots.keys()) this.#forget(slot);
    const problem: ErrorCode = 'card.unknown';
    this.#announce({ state: 'moduleFailed', problem, readers: [], tokens: [] });
  }

  #state(): CardState {
    if (this.#slotCount === 0) return 'noReader';
    const known = [...this.#slots.values()];
    if (known.includes('described')) return 'present';
    return known.includes('unreadable') ? 'unreadable' : 'noCard';
  }

  /** Tells what is known now, if it differs from what was told last. */
  publish(): void {
    try {
      this.#announce({ state: this.#state(), problem: null, readers: [...this.#device.readers()], tokens: [...this.#device.tokens()] });
    } catch {
      this.#fail();
    }
  }

  #announce(content: Omit<CardSnapshot, 'generation'>): void {
    const text = JSON.stringify(content);
    if (text === this.#content) return;
    this.#content = text;
    this.#current = { ...content, generation: this.#current.generation + 1 };
    this.#events.changed(this.#current);
  }
}
