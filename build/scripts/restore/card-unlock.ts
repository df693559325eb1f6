import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

import { CardHostClient } from '#electron/core/adapters/smart-card/card-host-client.ts';
import type { BackupStore } from '#electron/core/ports/backup-store.ts';
import { openWithCard, type RestoreKeys } from '#electron/core/services/restore/open-with-card.ts';
import { childChannel } from '#electron/wire/channel.ts';
import { createRpc } from '#electron/wire/rpc.ts';
import { CARD_PROFILES } from '#shared/domain/cards/host-protocol.ts';
import { CARD_TIME_LIMITS } from '#shared/domain/cards/limits.ts';

/** Asks for the PIN without showing it. */
function askPin(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  process.stderr.write('PIN: ');
  return new Promise(resolve => prompt.question('', answer => {
    prompt.close();
    process.stderr.write('\n');
    resolve(answer.trim());
  }));
}

/** Opens the backups with the card in the reader, through the program's own card host. Errors: restore.cardWrong, card.*. */
export async function unlockWithCard(o: { store: BackupStore; clinicId: string | null; profile: string }): Promise<RestoreKeys> {
  const profile = CARD_PROFILES.find(name => name === o.profile);
  if (profile === undefined) throw new Error(`no card profile ${o.profile}; there are: ${CARD_PROFILES.join(', ')}`);
  const program = path.resolve('dist/electron/card-host.cjs');
  if (!existsSync(program)) throw new Error('the card host is not built: run `npm run build` first');
  const child = fork(program, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const rpc = createRpc(childChannel(child), { notices: {} });
    await rpc.call('start', { profile, clinicKind: 'test' }, CARD_TIME_LIMITS.start);
    const cards = new CardHostClient({ call: rpc.call, onNotice: () => () => undefined });
    return await openWithCard({ store: o.store, cards, clinicId: o.clinicId, pin: await askPin() });
  } finally {
    child.kill('SIGKILL');
  }
}
