import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';

/** What we asked the card for when it refused; PKCS#11 codes mean different things in different calls (cards.md §H). */
export type CardStep = 'read' | 'login' | 'init' | 'sign' | 'unwrap';

const BY_STEP: Readonly<Record<CardStep, Readonly<Record<string, ErrorCode>>>> = {
  read: {},
  login: { CKR_ARGUMENTS_BAD: 'card.pinFormat' }, // ykcs11 for a PIN of the wrong length; the card was not touched
  init: { CKR_ARGUMENTS_BAD: 'card.keyUnsupported', CKR_FUNCTION_NOT_SUPPORTED: 'card.keyUnsupported', CKR_FUNCTION_FAILED: 'card.keyUnsupported' },
  sign: {},
  unwrap: {
    CKR_ENCRYPTED_DATA_INVALID: 'card.unwrapFailed', CKR_ENCRYPTED_DATA_LEN_RANGE: 'card.unwrapFailed', CKR_FUNCTION_FAILED: 'card.unwrapFailed',
    CKR_DATA_INVALID: 'card.unwrapFailed', CKR_GENERAL_ERROR: 'card.unwrapFailed', CKR_ARGUMENTS_BAD: 'card.unwrapFailed',
  },
};

const ALWAYS: Readonly<Record<string, ErrorCode>> = {
  CKR_PIN_INCORRECT: 'card.pinWrong', CKR_PIN_LOCKED: 'card.pinLocked', CKR_PIN_EXPIRED: 'card.pinExpired',
  CKR_PIN_LEN_RANGE: 'card.pinFormat', CKR_PIN_INVALID: 'card.pinFormat', CKR_USER_PIN_NOT_INITIALIZED: 'card.unreadable',
  CKR_DEVICE_REMOVED: 'card.removed', CKR_TOKEN_NOT_PRESENT: 'card.removed', CKR_SESSION_HANDLE_INVALID: 'card.removed', CKR_SESSION_CLOSED: 'card.removed',
  CKR_USER_NOT_LOGGED_IN: 'card.removed', // a login that fell although nobody logged out: the card was out and is in again
  CKR_SLOT_ID_INVALID: 'card.removed', CKR_TOKEN_NOT_RECOGNIZED: 'card.unreadable',
  CKR_MECHANISM_INVALID: 'card.keyUnsupported', CKR_MECHANISM_PARAM_INVALID: 'card.keyUnsupported', CKR_KEY_FUNCTION_NOT_PERMITTED: 'card.keyUnsupported',
  CKR_KEY_TYPE_INCONSISTENT: 'card.keyUnsupported', CKR_KEY_SIZE_RANGE: 'card.keyUnsupported', CKR_DOMAIN_PARAMS_INVALID: 'card.keyUnsupported',
};

/** Codes that mean "removed" when the card is gone and "unreadable" when it is still there. */
const DEPENDS_ON_PRESENCE: ReadonlySet<string> = new Set(['CKR_DEVICE_ERROR', 'CKR_GENERAL_ERROR', 'CKR_OBJECT_HANDLE_INVALID', 'CKR_KEY_HANDLE_INVALID', 'CKR_FUNCTION_FAILED']);

/**
 * Whether the card is still in its slot. `settled` waits for the reader service to have looked again: a card pulled out
 * in the middle of an operation makes the operation fail before the service has noticed.
 */
export type PresenceCheck = (when: 'now' | 'settled') => boolean;

/** The CKR name in an error from pkcs11js, or null when it is another kind of error. */
export function ckrOf(error: unknown): string | null {
  const name = error instanceof Error ? error.message.split(':')[0]?.trim() : '';
  return name && /^CKR_[A-Z0-9_]+$/.test(name) ? name : null;
}

/**
 * The refusal a PKCS#11 failure means, from the step, the code and whether the card is still in its slot. Codes outside
 * the table become card.unknown with the CKR name as cause, never in the text.
 */
export function toCardError(error: unknown, step: CardStep, isStillPresent: PresenceCheck): AppError {
  if (error instanceof AppError) return error;
  const ckr = ckrOf(error);
  if (ckr === null) return new AppError('card.unknown', {}, error);
  const code = BY_STEP[step][ckr] ?? ALWAYS[ckr];
  if (code && ckr.startsWith('CKR_PIN')) return new AppError(code, {}, error);
  if (!isStillPresent('now')) return new AppError('card.removed', {}, error);
  if (code) return new AppError(code, {}, error);
  if (!DEPENDS_ON_PRESENCE.has(ckr)) return new AppError('card.unknown', {}, error);
  return new AppError(isStillPresent('settled') ? 'card.unreadable' : 'card.removed', {}, error);
}
