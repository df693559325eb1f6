import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Supervisor } from '#electron/supervisor/supervisor.ts';
import type { CardProfile } from '#shared/domain/cards/host-protocol.ts';
import { createTestCa, issuePerson, writePracticeCard, type TestPerson } from '../test-ca.mjs';

export const PIN = '123456';

export type Holder = 'maria' | 'eva';

/** The demo's cards: whoever they belong to, they can be put in and taken out like real ones. */
export interface DemoCards {
  readonly description: string;
  readonly profile: CardProfile;
  readonly practiceFolder: string;
  /** Certificates a clinic imports: root and issuer, DER. */
  readonly trusted: readonly Uint8Array[];
  readonly people: Readonly<Record<Holder, TestPerson>>;
  /** True when each card has a reader of its own. */
  readonly hasSecondReader: boolean;
  attach(supervisor: Supervisor): void;
  insert(who: Holder): Promise<void>;
  remove(who: Holder): Promise<void>;
  close(): Promise<void>;
}

/** The people of the story who have cards. */
export const PEOPLE = {
  maria: { hsaId: 'SE2321000016-1001', givenName: 'Maria', surname: 'Ek', title: 'Verksamhetschef' },
  eva: { hsaId: 'SE2321000016-1002', givenName: 'Eva', surname: 'Lind', title: 'Leg. läkare' },
} as const;

/** Practice cards (PKCS#12) in the pretended reader: for computers without a smart-card service of their own to start. */
export async function practiceCards(folder: string): Promise<DemoCards> {
  mkdirSync(folder, { recursive: true });
  const ca = createTestCa(path.join(folder, 'ca'));
  const people = { maria: issuePerson(ca, PEOPLE.maria), eva: issuePerson(ca, PEOPLE.eva) };
  const practiceFolder = path.join(folder, 'practice');
  mkdirSync(practiceFolder, { recursive: true });
  for (const [cardId, person] of Object.entries(people)) writePracticeCard(practiceFolder, person, { cardId, pin: PIN });
  let supervisor: Supervisor | undefined;
  const ask = async (method: 'practice.insert' | 'practice.remove', args: unknown) => {
    if (!supervisor) throw new Error('no program is running');
    await supervisor.card(method, args);
  };
  return {
    description: 'practice cards (PKCS#12) in a pretended reader',
    profile: 'practice',
    practiceFolder,
    trusted: ca.trusted,
    hasSecondReader: false,
    people,
    attach: next => {
      supervisor = next;
    },
    insert: who => ask('practice.insert', { cardId: who }),
    remove: () => ask('practice.remove', {}),
    close: async () => undefined,
  };
}
