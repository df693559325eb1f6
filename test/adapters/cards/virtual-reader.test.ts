import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, type TestCa, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { groupPhysicalCards } from '#electron/core/adapters/smart-card/physical-cards.ts';
import { createLoginChallenge, verifyLoginChallenge } from '#electron/core/security/pki/login-challenge.ts';
import { openEnvelope } from '#electron/core/security/pki/open-envelope.ts';
import { probeCard } from '#electron/core/security/pki/probe.ts';
import { sealToCertificate } from '#electron/core/security/pki/seal.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import type { CardCertificate } from '#electron/core/ports/smart-card.ts';
import type { CardSnapshot } from '#shared/domain/cards/card.ts';
import { pin, startCardHost, waitFor, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { startPcsc, type PcscService } from '#test/support/cards/pcsc.ts';
import { PivCard } from '#test/support/cards/piv-card.ts';
import { VirtualSlot } from '#test/support/cards/virtual-slot.ts';

const PIN = '123456';
const PORT = 36_100 + (process.pid % 200) * 2;
const SECOND_PORT = PORT + 1;
/** pcscd looks at its virtual reader every 0.4 s; a card must be away longer than that to be noticed at all. */
const SETTLE_MS = 600;

let folder: string;
let pcsc: PcscService;
let ca: TestCa;
let asa: TestPerson;
let erik: TestPerson;

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, SETTLE_MS));
const cardFor = (person: TestPerson): PivCard => new PivCard({ name: person.name, pin: PIN, keys: { '9a': person.auth, '9c': person.sign, '9d': erik.auth } });
const slotFor = (card: PivCard, port = PORT): VirtualSlot => new VirtualSlot(port, { atr: card.atr, answer: apdu => card.answer(apdu), reset: () => card.reset() });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-reader-'));
  ca = createTestCa(path.join(folder, 'ca'));
  asa = issuePerson(ca, { hsaId: 'SE2321000016-1003', givenName: 'Åsa', surname: 'Öberg' });
  erik = issuePerson(ca, { hsaId: 'SE2321000016-1004', givenName: 'Erik', surname: 'Ek', alg: 'ec-p256' });
  pcsc = await startPcsc(folder, PORT);
});
afterAll(async () => {
  await pcsc.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['opensc', 'ykcs11'] as const)('a card in a reader, through %s (L-01, L-06, H101, H102)', profile => {
  let host: CardHostProcess;
  let card: PivCard;
  let slot: VirtualSlot;
  let changes: CardSnapshot[];
  let removed: string[];

  beforeEach(async () => {
    card = cardFor(asa);
    slot = slotFor(card);
    await slot.insert();
    host = await startCardHost({ profile, clinicKind: 'test' });
    [changes, removed] = [[], []];
    host.client.onChange(snapshot => changes.push(snapshot));
    host.client.onRemoved(tokenRef => removed.push(tokenRef));
    await waitFor('the card to be seen', async () => (await host.client.snapshot()).state === 'present');
  });
  afterEach(async () => {
    await host.stop();
    slot.remove();
    await settle();
  });

  /** The certificate of a person on the card that is in. */
  async function certificate(person: TestPerson, use: 'auth' | 'sign'): Promise<CardCertificate> {
    const cards = await groupPhysicalCards(host.client, await host.client.snapshot());
    const der = Buffer.from(person[use].der);
    const found = cards.flatMap(item => item.certificates).find(item => der.equals(item.der));
    if (!found) throw new Error('certificate not on the card');
    return found;
  }

  it('reads the certificates, signs in with the PIN and finds out what the key can do', async () => {
    const auth = await certificate(asa, 'auth');
    expect(auth).toMatchObject({ use: 'auth', alg: 'rsa' });
    await host.client.login(auth.tokenRef, pin(PIN));
    const challenge = createLoginChallenge(auth.der);
    verifyLoginChallenge(challenge, auth.der, await host.client.sign({ certRef: auth.certRef, ...challenge }));
    expect(await probeCard(host.client, auth)).toMatchObject({ scheme: 'rsa-oaep-sha256', canSign: true, signMechanism: 'rsa-pss-sha256' });
  });

  it('opens the database key with an elliptic-curve key', async () => {
    const key = await certificate(erik, 'auth');
    await host.client.login(key.tokenRef, pin(PIN));
    const secret = randomBytes(32);
    const envelope = sealToCertificate(secret, key.der, 'ecdh-sha256kdf-aes256wrap');
    const opened = await openEnvelope(envelope, key.der, (scheme, input) => host.client.unwrap({ certRef: key.certRef, scheme, input }));
    expect(Buffer.from(opened)).toEqual(secret);
  });

  it('signs a note with the key that wants the PIN every time, and asks for it when it was not given (L-11)', async () => {
    const sign = await certificate(asa, 'sign');
    await host.client.login(sign.tokenRef, pin(PIN));
    const content = Buffer.from('anteckning');
    const job = { content, certificate: sign.der, chain: [], signingTime: new Date() };
    await expect(createSignedData({ ...job, sign: (mechanism, data) => host.client.sign({ certRef: sign.certRef, mechanism, data }) })).rejects.toMatchObject({ code: 'auth.freshRequired' });
    const signed = await createSignedData({ ...job, sign: (mechanism, data) => host.client.sign({ certRef: sign.certRef, mechanism, data, pin: pin(PIN) }) });
    expect(verifySignedData(signed, content).certificate).toEqual(sign.der);
    const auth = await certificate(asa, 'auth');
    const challenge = createLoginChallenge(auth.der);
    verifyLoginChallenge(challenge, auth.der, await host.client.sign({ certRef: auth.certRef, ...challenge }));
  });

  it('counts the tries on the card down to locked, one per attempt, and none for a PIN of the wrong length', async () => {
    const { tokenRef } = await certificate(asa, 'auth');
    const tryPin = (text: string) => host.client.login(tokenRef, pin(text)).then(() => 'in', (error: { code: string }) => error.code);
    expect([await tryPin('12'), card.triesLeft]).toEqual(['card.pinFormat', 3]);
    expect([['card.pinWrong', 'card.pinWrongFew'].includes(await tryPin('000000')), card.triesLeft]).toEqual([true, 2]);
    expect([await tryPin('000000'), card.triesLeft]).toEqual(['card.pinWrongLast', 1]);
    expect([await tryPin(PIN), card.triesLeft]).toEqual(['in', 3]);
    expect((await host.client.snapshot()).tokens[0]?.pin).toBe('ok');
    for (const left of [2, 1, 0]) {
      await tryPin('000000');
      expect(card.triesLeft).toBe(left);
    }
    expect(await tryPin(PIN)).toBe('card.pinLocked');
    expect((await host.client.snapshot()).tokens[0]?.pin).toBe('locked');
  });

  it('locks when the card is pulled out, and needs the PIN again when it is back', async () => {
    const auth = await certificate(asa, 'auth');
    await host.client.login(auth.tokenRef, pin(PIN));
    slot.remove();
    await waitFor('the removal notice', () => removed.includes(auth.tokenRef));
    await waitFor('the state noCard', () => changes.at(-1)?.state === 'noCard');
    await settle();
    await slot.insert();
    await waitFor('the card to be back', () => changes.at(-1)?.state === 'present');
    const again = await certificate(asa, 'auth');
    await expect(host.client.sign({ certRef: again.certRef, ...createLoginChallenge(again.der) })).rejects.toMatchObject({ code: 'auth.freshRequired' });
    await host.client.login(again.tokenRef, pin(PIN));
  });

  it('locks even when the card was out for only 200 ms', async () => {
    const auth = await certificate(asa, 'auth');
    await host.client.login(auth.tokenRef, pin(PIN));
    slot.remove();
    await new Promise(resolve => setTimeout(resolve, 200));
    await slot.insert();
    // The virtual reader may not notice so short an absence; then the card itself does, at the next operation.
    await settle();
    const outcome = await host.client.sign({ certRef: auth.certRef, ...createLoginChallenge(auth.der) }).then(() => 'signed', (error: { code: string }) => error.code);
    expect(['card.removed', 'auth.freshRequired']).toContain(outcome);
    await waitFor('the removal notice', () => removed.includes(auth.tokenRef));
    // At lock the supervisor ends the host; ykcs11 needs that too, its view of such a card stays empty.
    await host.stop();
    host = await startCardHost({ profile, clinicKind: 'test' });
    const again = await waitFor('the card to be read again', () => certificate(asa, 'auth').catch(() => null));
    await host.client.login(again.tokenRef, pin(PIN));
  });

  it('reports removal when the card is pulled out in the middle of a signature', async () => {
    const auth = await certificate(asa, 'auth');
    await host.client.login(auth.tokenRef, pin(PIN));
    card.delay = 3_000;
    const before = card.operations;
    const outcome = host.client.sign({ certRef: auth.certRef, ...createLoginChallenge(auth.der) }).then(() => 'signed', (error: { code: string }) => error.code);
    await waitFor('the card to start signing', () => card.operations > before);
    slot.remove();
    expect(await outcome).toBe('card.removed');
    await waitFor('the removal notice', () => removed.includes(auth.tokenRef));
  });

  it('takes another person’s card for another card, and never answers for the first one', async () => {
    const auth = await certificate(asa, 'auth');
    await host.client.login(auth.tokenRef, pin(PIN));
    slot.remove();
    await settle();
    const other = new PivCard({ name: erik.name, pin: PIN, keys: { '9a': erik.auth } });
    slot = slotFor(other);
    await slot.insert();
    await waitFor('the removal notice', () => removed.includes(auth.tokenRef));
    await waitFor('the other card', () => changes.at(-1)?.state === 'present');
    await expect(host.client.login(auth.tokenRef, pin(PIN))).rejects.toMatchObject({ code: 'card.removed' });
    expect(other.triesLeft).toBe(3);
    const [inside] = await groupPhysicalCards(host.client, await host.client.snapshot());
    expect(inside?.hsaId).toBe(erik.hsaId);
  });
});

describe('several readers', () => {
  it('shows two persons’ cards as two cards, and losing one leaves the other signed in (H101)', async () => {
    const [first, second] = [slotFor(cardFor(asa)), slotFor(new PivCard({ name: erik.name, pin: PIN, keys: { '9a': erik.auth } }), SECOND_PORT)];
    await Promise.all([first.insert(), second.insert()]);
    const host = await startCardHost({ profile: 'opensc', clinicKind: 'test' });
    try {
      await waitFor('both cards', async () => (await host.client.snapshot()).tokens.length === 2);
      const snapshot = await host.client.snapshot();
      expect(new Set(snapshot.readers).size).toBe(2);
      const cards = await groupPhysicalCards(host.client, snapshot);
      expect(cards.map(card => card.hsaId).sort()).toEqual([asa.hsaId, erik.hsaId]);
      const auth = cards.find(card => card.hsaId === asa.hsaId)?.certificates.find(item => item.use === 'auth');
      if (!auth) throw new Error('no sign-in certificate');
      await host.client.login(auth.tokenRef, pin(PIN));
      second.remove();
      await waitFor('one card to be gone', async () => (await host.client.snapshot()).tokens.length === 1);
      const challenge = createLoginChallenge(auth.der);
      verifyLoginChallenge(challenge, auth.der, await host.client.sign({ certRef: auth.certRef, ...challenge }));
    } finally {
      await host.stop();
      first.remove();
      second.remove();
      await settle();
    }
  });

  it('shows a card with nothing on it as a card without a usable certificate', async () => {
    const slot = slotFor(new PivCard({ name: 'empty', keys: {} }));
    await slot.insert();
    const host = await startCardHost({ profile: 'opensc', clinicKind: 'test' });
    try {
      const snapshot = await waitFor('the card', async () => {
        const seen = await host.client.snapshot();
        return seen.state === 'present' || seen.state === 'unreadable' ? seen : null;
      });
      const cards = await groupPhysicalCards(host.client, snapshot);
      expect(cards.every(card => card.hsaId === null && card.certificates.length === 0)).toBe(true);
    } finally {
      await host.stop();
      slot.remove();
      await settle();
    }
  });
});

describe('the reader service', () => {
  it('shows no reader when the service is down, and recovers when it is back', async () => {
    const slot = slotFor(cardFor(asa));
    await slot.insert();
    const host = await startCardHost({ profile: 'opensc', clinicKind: 'test' });
    try {
      await waitFor('the card', async () => (await host.client.snapshot()).state === 'present');
      await pcsc.stop();
      await waitFor('the card to be gone', async () => (await host.client.snapshot()).tokens.length === 0);
      pcsc = await startPcsc(folder, PORT);
      await slot.insert();
      await waitFor('the card to be back', async () => (await host.client.snapshot()).state === 'present', 15_000);
    } finally {
      slot.remove();
      await host.stop();
    }
  });
});
