/**
 * Longest time, in milliseconds, that one call to the card host may take before the supervisor ends the host
 * (design/cards.md §H). A module that hangs never answers, so these are ends, not hopes.
 */
export const CARD_TIME_LIMITS = {
  'start': 20_000,
  'card.snapshot': 8_000,
  'card.certificates': 8_000,
  'card.login': 15_000,
  'card.sign': 15_000,
  'card.unwrap': 15_000,
  'card.probe': 8_000,
  /** Logout is followed by the end of the host, so nobody waits long for it. */
  'card.logout': 2_000,
  'practice.list': 2_000,
  'practice.insert': 2_000,
  'practice.remove': 2_000,
} as const;
export type CardHostMethod = keyof typeof CARD_TIME_LIMITS;

/** How often the host looks for card and session, in milliseconds (cards.md C.2). */
export const CARD_POLL_INTERVAL = 400;
/** Restarts of the host within one minute before the supervisor gives up. */
export const CARD_RESTARTS_PER_MINUTE = 3;
