/** What may go wrong until a card's keys can be used: module, reader, card, PIN. */
export const CARD_KEY_ERRORS = [
  'card.moduleMissing', 'card.moduleRejected', 'card.moduleInvalid', 'card.noReader', 'card.absent', 'card.unreadable', 'card.wrongType', 'card.pinWrong',
  'card.pinWrongFew', 'card.pinWrongLast', 'card.pinFormat', 'card.pinLocked', 'card.pinExpired', 'card.pinpadRequired', 'card.removed', 'card.keyUnsupported',
  'card.unwrapFailed', 'card.hostCrashed', 'card.hostTimeout', 'card.unknown', 'card.several',
] as const;

/** The same for a card that also has to say, believably, who its holder is. */
export const CARD_HOLDER_ERRORS = [
  ...CARD_KEY_ERRORS,
  'card.certExpired', 'card.certNotYetValid', 'card.certRevoked', 'card.certUntrusted', 'card.issuerNotAccepted', 'card.loaTooLow', 'card.revocationUnknown', 'card.practiceRefused',
] as const;
