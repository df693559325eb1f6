import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { CardProvider } from '#electron/core/ports/smart-card.ts';

import { createTestCa, issuePerson, loadSoftHsm, type TestCa, type TestPersonOptions } from '../../../build/scripts/test-ca.mjs';
import { startCardHost, type CardHostProcess } from './card-host-process.ts';

export const PINS = { auth: '123456', sign: '654321' };

/** A drawer of cards on SoftHSM and one reader: the card put in last is the one that is read. */
export interface CardDrawer {
  readonly ca: TestCa;
  /** What a clinic imports in the wizard. */
  readonly issuers: readonly { readonly name: string; readonly base64: string }[];
  /** The reader. */
  readonly cards: CardProvider;
  /** Issues a new card under this name. */
  readonly issue: (name: string, person: TestPersonOptions) => void;
  /** Puts the card in the reader, in place of whichever was there. */
  readonly insert: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function openCardDrawer(): CardDrawer {
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-cards-'));
  const ca = createTestCa(path.join(folder, 'ca'));
  const tokens = new Map<string, string>();
  let host: CardHostProcess | null = null;
  const reader = (): CardProvider => {
    if (host === null) throw new Error('no card was put in the reader');
    return host.client;
  };
  return {
    ca,
    issuers: ca.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, base64: Buffer.from(der).toString('base64') })),
    cards: {
      snapshot: () => reader().snapshot(),
      certificates: token => reader().certificates(token),
      login: (token, pin) => reader().login(token, pin),
      capabilities: (certRef, pin) => reader().capabilities(certRef, pin),
      sign: request => reader().sign(request),
      unwrap: request => reader().unwrap(request),
      logout: () => reader().logout(),
      onChange: listener => reader().onChange(listener),
      onRemoved: listener => reader().onRemoved(listener),
    },
    issue: (name, person) => {
      tokens.set(name, loadSoftHsm(path.join(folder, name), [issuePerson(ca, person)], { pin: PINS }));
    },
    insert: async name => {
      const conf = tokens.get(name);
      if (conf === undefined) throw new Error(`no card named ${name}`);
      await host?.stop();
      host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: conf });
    },
    stop: async () => {
      await host?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
