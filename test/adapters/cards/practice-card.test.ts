import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, writePracticeCard } from '../../../build/scripts/test-ca.mjs';
import { groupPhysicalCards } from '#electron/core/adapters/smart-card/physical-cards.ts';
import { createLoginChallenge, verifyLoginChallenge } from '#electron/core/security/pki/login-challenge.ts';
import { openEnvelope } from '#electron/core/security/pki/open-envelope.ts';
import { probeCard } from '#electron/core/security/pki/probe.ts';
import { sealToCertificate } from '#electron/core/security/pki/seal.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import type { CardCertificate } from '#electron/core/ports/smart-card.ts';
import { pin, startCardHost, waitFor, type CardHostProcess } from '#test/support/cards/card-host-process.ts';

const PIN = '123456';
let folder: string;
let host: CardHostProcess;

const start = () => startCardHost({ profile: 'practice', clinicKind: 'demo', practiceFolder: folder });

async function inserted(use: 'auth' | 'sign'): Promise<CardCertificate> {
  const [card] = await groupPhysicalCards(host.client, await host.client.snapshot());
  const certificate = card?.certificates.find(item => item.use === use);
  if (!certificate) throw new Error('no card inserted');
  return certificate;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-practice-'));
  const ca = createTestCa(path.join(folder, 'ca'));
  for (const [cardId, givenName, number] of [['asa', 'Åsa', '1003'], ['erik', 'Erik', '1004']] as const) {
    writePracticeCard(folder, issuePerson(ca, { hsaId: `SE2321000016-${number}`, givenName, surname: 'Öberg' }), { cardId, pin: PIN });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  for (const cardId of ['asa', 'erik']) rmSync(path.join(folder, 'cards', cardId, 'tries.json'), { force: true });
  rmSync(path.join(folder, 'reader.json'), { force: true });
  host = await start();
});
afterEach(() => host.stop());

describe('a practice card in a demo clinic (product decision 15)', () => {
  it('lies beside the reader until it is inserted, and shows who owns it without a PIN', async () => {
    expect((await host.client.snapshot()).state).toBe('noCard');
    expect(await host.client.cards()).toEqual([
      { cardId: 'asa', label: 'SITHS övningskort Åsa Öberg', inserted: false }, { cardId: 'erik', label: 'SITHS övningskort Erik Öberg', inserted: false },
    ]);
    await host.client.insert('erik');
    expect((await host.client.snapshot()).state).toBe('present');
    const [card] = await groupPhysicalCards(host.client, await host.client.snapshot());
    expect(card?.hsaId).toBe('SE2321000016-1004');
    await expect(host.client.insert('nobody')).rejects.toMatchObject({ code: 'card.absent' });
  });

  it('signs in, opens the database key and signs notes like a real card', async () => {
    await host.client.insert('asa');
    const [auth, sign] = [await inserted('auth'), await inserted('sign')];
    await host.client.login(auth.tokenRef, pin(PIN));
    const challenge = createLoginChallenge(auth.der);
    verifyLoginChallenge(challenge, auth.der, await host.client.sign({ certRef: auth.certRef, ...challenge }));
    expect(await probeCard(host.client, auth)).toMatchObject({ scheme: 'rsa-oaep-sha256', canSign: true });
    const secret = randomBytes(32);
    const opened = await openEnvelope(sealToCertificate(secret, auth.der, 'rsa-oaep-sha256'), auth.der, (scheme, input) => host.client.unwrap({ certRef: auth.certRef, scheme, input }));
    expect(Buffer.from(opened)).toEqual(secret);
    const content = Buffer.from('anteckning');
    const signed = await createSignedData({ content, certificate: sign.der, chain: [], signingTime: new Date(), sign: (mechanism, data) => host.client.sign({ certRef: sign.certRef, mechanism, data }) });
    expect(verifySignedData(signed, content).certificate).toEqual(sign.der);
  });

  it('locks after three wrong PINs, and stays locked in a new process', async () => {
    await host.client.insert('asa');
    const { tokenRef } = await inserted('auth');
    const tryPin = (text: string) => host.client.login(tokenRef, pin(text)).then(() => 'in', (error: { code: string }) => error.code);
    expect([await tryPin('111111'), await tryPin('111111'), await tryPin(PIN)]).toEqual(['card.pinWrongFew', 'card.pinWrongLast', 'in']);
    expect([await tryPin('111111'), await tryPin('12'), await tryPin('111111'), await tryPin('111111')]).toEqual(['card.pinWrongFew', 'card.pinFormat', 'card.pinWrongLast', 'card.pinLocked']);
    await host.stop();
    host = await start();
    await expect(host.client.login(tokenRef, pin(PIN))).rejects.toMatchObject({ code: 'card.pinLocked' });
    expect((await host.client.snapshot()).tokens[0]?.pin).toBe('locked');
  });

  it('tells at once that it was taken out, and forgets the login when it comes back', async () => {
    await host.client.insert('asa');
    const { tokenRef, certRef } = await inserted('auth');
    await host.client.login(tokenRef, pin(PIN));
    const removed: string[] = [];
    host.client.onRemoved(ref => removed.push(ref));
    await host.client.remove();
    await waitFor('the removal notice', () => removed.includes(tokenRef));
    await host.client.insert('asa');
    await expect(host.client.sign({ certRef, mechanism: 'rsa-pss-sha256', data: Buffer.from('x') })).rejects.toMatchObject({ code: 'auth.freshRequired' });
  });

  it('counts a card that was changed for another one as removed', async () => {
    await host.client.insert('asa');
    const { tokenRef } = await inserted('auth');
    await host.client.login(tokenRef, pin(PIN));
    const removed: string[] = [];
    host.client.onRemoved(ref => removed.push(ref));
    await host.client.insert('erik');
    await waitFor('the removal notice', () => removed.includes(tokenRef));
    await expect(host.client.login(tokenRef, pin(PIN))).rejects.toMatchObject({ code: 'card.removed' });
  });

  it('keeps the private keys locked on disk and the PIN nowhere', () => {
    const cards = readdirSync(path.join(folder, 'cards', 'asa'));
    expect(cards.filter(name => name.endsWith('.p12'))).toHaveLength(2);
    for (const name of cards) {
      const text = readFileSync(path.join(folder, 'cards', 'asa', name)).toString('latin1');
      expect(text.includes(PIN) || text.includes('PRIVATE KEY'), name).toBe(false);
    }
  });

  it('shows a damaged card as unreadable', async () => {
    writeFileSync(path.join(folder, 'reader.json'), JSON.stringify({ inserted: 'missing' }));
    expect((await host.client.snapshot()).state).toBe('unreadable');
    writeFileSync(path.join(folder, 'reader.json'), '{"inserted":"../../etc"}');
    expect((await host.client.snapshot()).state).toBe('noCard');
  });
});
