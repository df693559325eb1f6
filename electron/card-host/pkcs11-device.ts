import p11, { type Handle, type PKCS11 } from 'pkcs11js';

import { AppError } from '#shared/kernel/app-error.ts';
import type { HostCertificate, KeyCapabilities, PinState, TokenSummary } from '#shared/domain/cards/card.ts';
import { isPinFormat } from '#shared/domain/cards/pin.ts';
import type { CardDevice, Presence, SignJob, UnwrapJob } from './card-device.ts';
import { ckrOf, toCardError, type PresenceCheck } from './error-map.ts';
import { asksEveryTime, findKey, readCapabilities, signWithKey, unwrapWithKey, type OperationSession } from './pkcs11-keys.ts';
import { closeQuietly, slotKey } from './pkcs11-module.ts';
import { pinStateOf, readCertificates, readToken, splitCertRef, type KnownToken } from './pkcs11-tokens.ts';

/** CKS_RO_USER_FUNCTIONS and CKS_RW_USER_FUNCTIONS: the only session states in which somebody is logged in. */
const LOGGED_IN_STATES = new Set([1, 3]);

/** Longer than the reader service takes between two looks (pcscd: 0.4 s). */
const SETTLE_MS = 600;

interface Login {
  readonly tokenRef: string;
  readonly slot: Handle;
  /** Holds the login: it lasts as long as some session is open. */
  readonly session: Handle;
}

type Operation<T> = (target: OperationSession, key: Handle) => T;

/** Cards behind a PKCS#11 library. One session holds the login, every operation gets a short one of its own (cards.md B.3). */
export class Pkcs11Device implements CardDevice {
  readonly #api: PKCS11;
  readonly #tokens = new Map<string, KnownToken>();
  readonly #readerNames = new Map<string, string>();
  #login: Login | null = null;

  constructor(api: PKCS11) {
    this.#api = api;
  }

  presence(): Presence {
    const slots = this.#api.C_GetSlotList(false).length;
    const present = this.#api.C_GetSlotList(true).map(slotKey);
    return { slots, present, loginAlive: this.#login === null || (present.includes(slotKey(this.#login.slot)) && this.#isLoginAlive(this.#login)) };
  }

  #isLoginAlive({ session }: Login): boolean {
    try {
      return LOGGED_IN_STATES.has(this.#api.C_GetSessionInfo(session).state);
    } catch {
      return false;
    }
  }

  readers(): readonly string[] {
    return [...new Set(this.#api.C_GetSlotList(false).map(slot => this.#readerName(slot)))];
  }

  #readerName(slot: Handle): string {
    const known = this.#readerNames.get(slotKey(slot));
    if (known !== undefined) return known;
    const name = this.#api.C_GetSlotInfo(slot).slotDescription.replace(/[\0\s]+$/g, '').slice(0, 200);
    this.#readerNames.set(slotKey(slot), name);
    return name;
  }

  describe(key: string): TokenSummary | null {
    this.forget(key);
    const slot = Buffer.from(key, 'hex');
    const token = readToken(this.#api, slot, this.#readerName(slot));
    if (token) this.#tokens.set(token.summary.tokenRef, token);
    return token?.summary ?? null;
  }

  tokens(): readonly TokenSummary[] {
    return [...this.#tokens.values()].map(token => token.summary);
  }

  forget(key: string): void {
    for (const [tokenRef, { slot }] of this.#tokens) if (slotKey(slot) === key) this.#tokens.delete(tokenRef);
  }

  /** Remembers what the last try said about the PIN; reading it from the card again could hang (see Poller). */
  #notePin({ slot, summary }: KnownToken, pin: PinState): void {
    if (this.#tokens.has(summary.tokenRef)) this.#tokens.set(summary.tokenRef, { slot, summary: { ...summary, pin } });
  }

  #token(tokenRef: string): KnownToken {
    const token = this.#tokens.get(tokenRef);
    if (!token) throw new AppError('card.removed');
    return token;
  }

  /** For the error table; see PresenceCheck. This process has nothing else to do while it waits. */
  #presenceOf(slot: Handle): PresenceCheck {
    return when => {
      if (when === 'settled') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS);
      return this.#isPresent(slot);
    };
  }

  #isPresent(slot: Handle): boolean {
    try {
      return this.#api.C_GetSlotList(true).some(other => other.equals(slot));
    } catch {
      return false;
    }
  }

  certificates(tokenRef: string): HostCertificate[] {
    const token = this.#token(tokenRef);
    try {
      return readCertificates(this.#api, token);
    } catch (error) {
      throw toCardError(error, 'read', this.#presenceOf(token.slot));
    }
  }

  loggedIn(): { readonly tokenRef: string; readonly slot: string } | null {
    return this.#login && { tokenRef: this.#login.tokenRef, slot: slotKey(this.#login.slot) };
  }

  login(tokenRef: string, pin: Uint8Array): void {
    const token = this.#token(tokenRef);
    this.logout();
    const session = this.#openLoggedIn(token, pin);
    this.#login = { tokenRef, slot: token.slot, session };
  }

  /** A session on which the typed PIN was just accepted by the card. */
  #openLoggedIn(token: KnownToken, pin: Uint8Array): Handle {
    const { slot } = token;
    this.#requireTypable(token, pin);
    let session: Handle | null = null;
    try {
      session = this.#api.C_OpenSession(slot, p11.CKF_SERIAL_SESSION);
      this.#checkPin(session, Buffer.from(pin).toString('latin1'));
      this.#notePin(token, 'ok'); // Whatever the flags say: some modules keep an old "last try" after a right PIN.
      return session;
    } catch (error) {
      if (session) closeQuietly(this.#api, session);
      throw this.#pinRefusal(toCardError(error, 'login', this.#presenceOf(slot)), token);
    }
  }

  /** Refuses what would only cost a try, and a card that was changed for another one since it was described. */
  #requireTypable({ summary, slot }: KnownToken, pin: Uint8Array): void {
    if (summary.pinpad) throw new AppError('card.pinpadRequired');
    if (!isPinFormat(pin, { min: summary.minPin, max: summary.maxPin })) throw new AppError('card.pinFormat', { min: summary.minPin, max: summary.maxPin });
    const now = this.#describeNow(slot);
    if (now?.tokenRef !== summary.tokenRef) throw new AppError('card.removed');
    if (now.pinpad) throw new AppError('card.pinpadRequired');
    if (now.pin === 'locked') throw new AppError('card.pinLocked');
  }

  #describeNow(slot: Handle): TokenSummary | null {
    if (!this.#isPresent(slot)) throw new AppError('card.removed');
    try {
      return this.describe(slotKey(slot));
    } catch (error) {
      throw toCardError(error, 'read', this.#presenceOf(slot));
    }
  }

  /** "Already logged in" means the software remembers an earlier PIN; it must not stand in for this one. */
  #checkPin(session: Handle, pin: string): void {
    try {
      this.#api.C_Login(session, p11.CKU_USER, pin);
    } catch (error) {
      if (ckrOf(error) !== 'CKR_USER_ALREADY_LOGGED_IN') throw error;
      this.#api.C_Logout(session);
      this.#api.C_Login(session, p11.CKU_USER, pin);
    }
  }

  /** Adds what the card says about tries left to a wrong PIN; other refusals pass through. */
  #pinRefusal(refusal: AppError, token: KnownToken): AppError {
    const { slot, summary } = token;
    if (refusal.code === 'card.pinFormat') return new AppError('card.pinFormat', { min: summary.minPin, max: summary.maxPin }, refusal.cause);
    if (refusal.code === 'card.pinLocked') this.#notePin(token, 'locked');
    if (refusal.code !== 'card.pinWrong') return refusal;
    const codes = { ok: 'card.pinWrong', few: 'card.pinWrongFew', last: 'card.pinWrongLast', locked: 'card.pinLocked' } as const;
    try {
      const state = pinStateOf(this.#api.C_GetTokenInfo(slot));
      this.#notePin(token, state);
      return new AppError(codes[state], {}, refusal.cause);
    } catch {
      return refusal;
    }
  }

  capabilities(certRef: string, pin?: Uint8Array): KeyCapabilities {
    return this.#operate(certRef, pin, (target, key) => readCapabilities(target, key));
  }

  sign(job: SignJob): Uint8Array {
    return this.#operate(job.certRef, job.pin, (target, key) => signWithKey(target, key, job));
  }

  unwrap(job: UnwrapJob): Uint8Array {
    return this.#operate(job.certRef, job.pin, (target, key) => unwrapWithKey(target, key, job));
  }

  /**
   * Runs one operation on a key. A PIN that was handed over is always tried at the card: by the key itself when it asks
   * every time, otherwise by a fresh login. Without one the token must be logged in already.
   */
  #operate<T>(certRef: string, pin: Uint8Array | undefined, operation: Operation<T>): T {
    const { tokenRef, keyId } = splitCertRef(certRef);
    const token = this.#token(tokenRef);
    if (this.#login?.tokenRef === tokenRef) {
      if (pin && !this.#asksEveryTime(token, keyId)) this.login(tokenRef, pin);
      return this.#inSession(token, { keyId, pin }, operation);
    }
    if (!pin) throw new AppError('auth.freshRequired');
    const session = this.#openLoggedIn(token, pin);
    try {
      return this.#inSession(token, { keyId, pin }, operation);
    } finally {
      this.#end(session);
    }
  }

  #asksEveryTime(token: KnownToken, keyId: Buffer): boolean {
    return this.#inSession(token, { keyId, pin: undefined }, ({ api, session }, key) => asksEveryTime(api, session, key));
  }

  #inSession<T>(token: KnownToken, { keyId, pin }: { keyId: Buffer; pin: Uint8Array | undefined }, operation: Operation<T>): T {
    const { slot } = token;
    let session: Handle | null = null;
    try {
      session = this.#api.C_OpenSession(slot, p11.CKF_SERIAL_SESSION);
      const target = { api: this.#api, session, pin: pin ? Buffer.from(pin).toString('latin1') : null, isStillPresent: this.#presenceOf(slot) };
      return operation(target, findKey(target, keyId));
    } catch (error) {
      throw this.#pinRefusal(toCardError(error, 'read', this.#presenceOf(slot)), token);
    } finally {
      if (session) closeQuietly(this.#api, session);
    }
  }

  #end(session: Handle): void {
    try {
      this.#api.C_Logout(session);
    } catch {
      // The card is gone or was never logged in: either way nobody is logged in now.
    }
    closeQuietly(this.#api, session);
  }

  logout(): void {
    const login = this.#login;
    this.#login = null;
    if (login) this.#end(login.session);
  }
}
