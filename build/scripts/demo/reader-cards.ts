import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { startPcsc } from '#test/support/cards/pcsc.ts';
import { PivCard } from '#test/support/cards/piv-card.ts';
import { VirtualSlot } from '#test/support/cards/virtual-slot.ts';
import { createTestCa, issuePerson } from '../test-ca.mjs';
import { PEOPLE, PIN, type DemoCards, type Holder } from './cards.ts';

/**
 * Cards in a virtual PC/SC reader with two slots: pcscd, OpenSC and the PKCS#11 path are the ones a clinic has, only
 * the chip is emulated. Throws saying why when this computer cannot do it (no root, another pcscd).
 */
export async function readerCards(folder: string): Promise<DemoCards> {
  mkdirSync(folder, { recursive: true });
  const port = 36_600 + (process.pid % 150) * 2;
  const service = await startPcsc(folder, port);
  const ca = createTestCa(path.join(folder, 'ca'));
  const people = { maria: issuePerson(ca, PEOPLE.maria), eva: issuePerson(ca, PEOPLE.eva) };
  const slotOf = (who: Holder, at: number): VirtualSlot => {
    const card = new PivCard({ name: people[who].name, pin: PIN, keys: { '9a': people[who].auth, '9c': people[who].sign } });
    return new VirtualSlot(at, { atr: card.atr, answer: apdu => card.answer(apdu), reset: () => card.reset() });
  };
  const slots = { maria: slotOf('maria', port), eva: slotOf('eva', port + 1) };
  return {
    description: 'emulated chips in a virtual PC/SC reader with two slots (pcscd, OpenSC, PKCS#11)',
    profile: 'opensc',
    practiceFolder: folder,
    trusted: ca.trusted,
    people,
    hasSecondReader: true,
    attach: () => undefined,
    insert: who => slots[who].insert(),
    remove: async who => slots[who].remove(),
    close: async () => {
      for (const slot of Object.values(slots)) slot.remove();
      await service.stop();
    },
  };
}
