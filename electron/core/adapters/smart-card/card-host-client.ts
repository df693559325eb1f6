import { z } from 'zod';

import type { CardProvider, CardCertificate, CertificateUse, PracticeReader, SignRequest, UnwrapRequest } from '#electron/core/ports/smart-card.ts';
import { parseCertificate } from '#electron/core/security/pki/certificate.ts';
import { certificateUse } from '#electron/core/security/pki/identity.ts';
import { bytes, cardSnapshotSchema, hostCertificateSchema, keyCapabilitiesSchema, type CardSnapshot } from '#shared/domain/cards/card.ts';
import { CARD_NOTICES, cardRemovedSchema, practiceCardsSchema } from '#shared/domain/cards/host-protocol.ts';
import { CARD_TIME_LIMITS, type CardHostMethod } from '#shared/domain/cards/limits.ts';
import { AppError } from '#shared/kernel/app-error.ts';

/** The way to the card host, relayed by the supervisor, which also ends a host that takes longer than it may. */
export interface CardHostLink {
  call(method: string, args: unknown, timeoutMs: number): Promise<unknown>;
  /** Calls back for every notice with this name; returns the way to stop. */
  onNotice(name: string, listener: (args: unknown) => void): () => void;
}

/** The supervisor enforces the limits; this one only ends a wait nobody would answer any more. */
const SLACK_MS = 3_000;

/** A link that failed has no card behind it; which failure decides between "did not answer" and "fell over". */
function linkFailure(error: unknown): AppError {
  if (error instanceof AppError) return error.code === 'internal' ? new AppError('card.unknown', {}, error) : error;
  const isTimeout = error instanceof Error && error.name === 'RpcTimeout';
  return new AppError(isTimeout ? 'card.hostTimeout' : 'card.hostCrashed', {}, error);
}

/** What a certificate is for; one that cannot be read is for nothing. */
function useOf(der: Uint8Array): CertificateUse {
  try {
    return certificateUse(parseCertificate(der));
  } catch {
    return 'other';
  }
}

const certificatesSchema = z.array(hostCertificateSchema).max(200);

/** Smart cards through the card host. What comes back crossed a border to foreign code, so it is parsed here. */
export class CardHostClient implements CardProvider, PracticeReader {
  readonly #link: CardHostLink;

  constructor(link: CardHostLink) {
    this.#link = link;
  }

  async #ask<T>(method: CardHostMethod, args: unknown, schema: z.ZodType<T>): Promise<T> {
    let answer: unknown;
    try {
      answer = await this.#link.call(method, args, CARD_TIME_LIMITS[method] + SLACK_MS);
    } catch (error) {
      throw linkFailure(error);
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new AppError('card.unknown', {}, new Error(`${method} answered in an unknown form`));
    return parsed.data;
  }

  snapshot(): Promise<CardSnapshot> {
    return this.#ask('card.snapshot', {}, cardSnapshotSchema);
  }

  async certificates(tokenRef: string): Promise<readonly CardCertificate[]> {
    const found = await this.#ask('card.certificates', { tokenRef }, certificatesSchema);
    return found.map(certificate => ({ ...certificate, use: useOf(certificate.der) }));
  }

  async login(tokenRef: string, pin: Uint8Array): Promise<void> {
    await this.#withPin({ pin }, () => this.#ask('card.login', { tokenRef, pin }, z.unknown()));
  }

  capabilities(certRef: string, pin?: Uint8Array) {
    return this.#withPin({ pin }, () => this.#ask('card.probe', pin ? { certRef, pin } : { certRef }, keyCapabilitiesSchema));
  }

  sign(request: SignRequest): Promise<Uint8Array> {
    return this.#withPin(request, () => this.#ask('card.sign', request, bytes));
  }

  unwrap(request: UnwrapRequest): Promise<Uint8Array> {
    return this.#withPin(request, () => this.#ask('card.unwrap', request, bytes));
  }

  async logout(): Promise<void> {
    await this.#ask('card.logout', {}, z.unknown());
  }

  /** Overwrites our copy of the PIN when the host has had it. */
  async #withPin<T>({ pin }: { readonly pin?: Uint8Array | undefined }, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      pin?.fill(0);
    }
  }

  onChange(listener: (snapshot: CardSnapshot) => void): () => void {
    return this.#link.onNotice(CARD_NOTICES.changed, args => {
      const parsed = cardSnapshotSchema.safeParse(args);
      if (parsed.success) listener(parsed.data);
    });
  }

  onRemoved(listener: (tokenRef: string) => void): () => void {
    return this.#link.onNotice(CARD_NOTICES.removed, args => {
      const parsed = cardRemovedSchema.safeParse(args);
      if (parsed.success) listener(parsed.data.tokenRef);
    });
  }

  cards() {
    return this.#ask('practice.list', {}, practiceCardsSchema);
  }

  async insert(cardId: string): Promise<void> {
    await this.#ask('practice.insert', { cardId }, z.unknown());
  }

  async remove(): Promise<void> {
    await this.#ask('practice.remove', {}, z.unknown());
  }
}
