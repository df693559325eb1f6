import type { KeyObject } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { AppError } from '#shared/kernel/app-error.ts';
import type { HostCertificate, KeyCapabilities, TokenSummary } from '#shared/domain/cards/card.ts';
import { isPinFormat } from '#shared/domain/cards/pin.ts';
import type { CardDevice, PracticeControls, Presence, SignJob, UnwrapJob } from '../card-device.ts';
import { splitCertRef } from '../pkcs11-tokens.ts';
import { openPracticeCard, practiceCertificates, practicePinState, practiceSign, practiceUnwrap, readPracticeCard, type PracticeCard } from './practice-card.ts';

const READER = 'Klinikbok övningsläsare';
const PIN_LENGTHS = { min: 4, max: 12 };
const readerSchema = z.object({ inserted: z.string().regex(/^[a-z0-9-]{1,40}$/).nullable() });

interface Inserted {
  readonly card: PracticeCard;
  readonly tokenRef: string;
}

const summaryOf = ({ card, tokenRef }: Inserted): TokenSummary => ({
  tokenRef, reader: READER, label: card.label, serial: card.serial, pin: practicePinState(card), pinpad: false, minPin: PIN_LENGTHS.min, maxPin: PIN_LENGTHS.max,
});

/**
 * Practice cards in a folder: `cards/<id>/` for each card and `reader.json` for the one that is in. What is in lies in a
 * file, so it survives the end of the process at lock, and the demo, a test or a person can insert and remove alike.
 * Only demo and test clinics get here (product decision 15).
 */
export class PracticeDevice implements CardDevice, PracticeControls {
  readonly #folder: string;
  #described: Inserted | null = null;
  #open: { tokenRef: string; keys: Map<string, KeyObject> } | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #cardFolder(cardId: string): string {
    return path.join(this.#folder, 'cards', cardId);
  }

  #insertedId(): string | null {
    try {
      return readerSchema.parse(JSON.parse(readFileSync(path.join(this.#folder, 'reader.json'), 'utf8'))).inserted;
    } catch {
      return null;
    }
  }

  #inserted(): Inserted | null {
    const cardId = this.#insertedId();
    const card = cardId === null ? null : readPracticeCard(this.#cardFolder(cardId));
    return card ? { card, tokenRef: `practice.${cardId}` } : null;
  }

  #require(tokenRef: string): Inserted {
    const inserted = this.#inserted();
    if (inserted?.tokenRef !== tokenRef) throw new AppError('card.removed');
    return inserted;
  }

  presence(): Presence {
    const cardId = this.#insertedId();
    return { slots: 1, present: cardId === null ? [] : [cardId], loginAlive: this.#open === null || this.#open.tokenRef === `practice.${cardId}` };
  }

  readers(): readonly string[] {
    return [READER];
  }

  describe(slot: string): TokenSummary | null {
    const inserted = this.#inserted();
    if (!inserted || this.#insertedId() !== slot) throw new AppError('card.unreadable');
    this.#described = inserted;
    return summaryOf(inserted);
  }

  tokens(): readonly TokenSummary[] {
    return this.#described ? [summaryOf(this.#described)] : [];
  }

  forget(slot: string): void {
    if (this.#described?.tokenRef === `practice.${slot}`) this.#described = null;
  }

  certificates(tokenRef: string): HostCertificate[] {
    const { card } = this.#require(tokenRef);
    try {
      return practiceCertificates(card, tokenRef);
    } catch (error) {
      throw new AppError('card.unreadable', {}, error);
    }
  }

  login(tokenRef: string, pin: Uint8Array): void {
    const { card } = this.#require(tokenRef);
    this.logout();
    if (!isPinFormat(pin, PIN_LENGTHS)) throw new AppError('card.pinFormat', PIN_LENGTHS);
    this.#open = { tokenRef, keys: openPracticeCard(card, pin) };
  }

  loggedIn(): { readonly tokenRef: string; readonly slot: string } | null {
    return this.#open && { tokenRef: this.#open.tokenRef, slot: this.#open.tokenRef.replace('practice.', '') };
  }

  /** The key of a certificate; a PIN that was handed over is always tried. */
  #key(certRef: string, pin: Uint8Array | undefined): KeyObject {
    const { tokenRef, keyId } = splitCertRef(certRef);
    this.#require(tokenRef);
    if (pin) this.login(tokenRef, pin);
    if (this.#open?.tokenRef !== tokenRef) throw new AppError('auth.freshRequired');
    const key = this.#open.keys.get(keyId.toString());
    if (!key) throw new AppError('card.keyUnsupported');
    return key;
  }

  capabilities(certRef: string, pin?: Uint8Array): KeyCapabilities {
    const isRsa = this.#key(certRef, pin).asymmetricKeyType === 'rsa';
    const { tokenRef } = splitCertRef(certRef);
    const alg = this.certificates(tokenRef).find(certificate => certificate.certRef === certRef)?.alg ?? 'unsupported';
    return { alg, canSign: true, canDecrypt: isRsa, canDerive: !isRsa, alwaysAuthenticate: false };
  }

  sign({ certRef, mechanism, data, pin }: SignJob): Uint8Array {
    return Uint8Array.from(practiceSign(this.#key(certRef, pin), mechanism, data));
  }

  unwrap({ certRef, scheme, input, pin }: UnwrapJob): Uint8Array {
    return Uint8Array.from(practiceUnwrap(this.#key(certRef, pin), scheme, input));
  }

  logout(): void {
    this.#open = null;
  }

  list(): { cardId: string; label: string; inserted: boolean }[] {
    const inserted = this.#insertedId();
    return readdirSync(path.join(this.#folder, 'cards')).sort().flatMap(cardId => {
      const card = readPracticeCard(this.#cardFolder(cardId));
      return card ? [{ cardId, label: card.label, inserted: cardId === inserted }] : [];
    });
  }

  insert(cardId: string): void {
    if (!readPracticeCard(this.#cardFolder(cardId))) throw new AppError('card.absent');
    this.#writeReader(cardId);
  }

  remove(): void {
    this.#writeReader(null);
  }

  #writeReader(inserted: string | null): void {
    const file = path.join(this.#folder, 'reader.json');
    writeFileSync(`${file}.new`, JSON.stringify({ inserted }));
    renameSync(`${file}.new`, file);
  }
}
