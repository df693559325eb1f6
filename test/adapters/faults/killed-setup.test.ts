import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { builtProgram } from '#electron/browser-shell/paths.ts';
import { createForkHost } from '#electron/supervisor/fork-host.ts';
import { createSupervisor, type Supervisor } from '#electron/supervisor/supervisor.ts';
import { createClient } from '#renderer/client/create-client.ts';
import { contract } from '#shared/contract/index.ts';
import { buildProduct } from '#test/support/chromium.ts';
import { EKEN, MARIA } from '#test/support/first-run.ts';
import { readKitPaper } from '#test/support/kit-paper.ts';
import { until } from '#test/support/until.ts';

import { createTestCa, issuePerson, writePracticeCard, type TestCa } from '../../../build/scripts/test-ca.mjs';

const PIN = '123456';

/** Processes of this one whose command line names the file. */
function childrenRunning(file: string): number[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(pid => {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) \S /s, '').split(' ')[0];
      return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file);
    } catch {
      return false;
    }
  });
}

/** The built core in its own process, SIGKILLed after every step of the wizard; the program is then started again. */
describe('the first run survives kill -9 between any two steps (product.md: nothing is lost)', () => {
  let folder: string;
  let ca: TestCa;
  let supervisor: Supervisor;

  const start = async (): Promise<void> => {
    const dataDir = path.join(folder, 'data');
    supervisor = createSupervisor({
      host: createForkHost({ entries: builtProgram.entries, onOutput: () => undefined }),
      core: { dataDir, profileDir: path.join(folder, 'profile'), shell: 'browser', version: 'test', cardProfile: 'practice', clinicKind: 'test' },
      cards: [{ profile: 'practice', clinicKind: 'test', practiceFolder: path.join(folder, 'practice') }],
      info: { version: 'test', shell: 'browser', platform: 'linux' },
      onQuit: () => undefined,
      page: { reload: () => undefined, send: event => { if (event.type === 'flush') void supervisor.invoke({ path: 'shell.flushed', input: {} }); } },
    });
    await until('the practice card', () => supervisor.card('practice.insert', { cardId: 'maria' }).then(() => true, () => false));
  };
  const client = createClient(contract, raw => supervisor.invoke(raw));
  /** Kills core without a word and starts the whole program again. */
  const kill = async (): Promise<void> => {
    const cores = childrenRunning(path.basename(builtProgram.entries.core));
    expect(cores).toHaveLength(1);
    for (const pid of cores) process.kill(pid, 'SIGKILL');
    await supervisor.close();
    await start();
  };
  const signIn = () => until('the sign-in', () => client.session.signInWithCard({ pin: PIN }).catch(() => null), 20_000);

  beforeAll(async () => {
    await buildProduct();
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-killed-'));
    ca = createTestCa(path.join(folder, 'ca'));
    for (const name of ['practice', 'usb', 'data']) mkdirSync(path.join(folder, name));
    writePracticeCard(path.join(folder, 'practice'), issuePerson(ca, MARIA), { cardId: 'maria', pin: PIN });
    await start();
  }, 300_000);
  afterAll(async () => {
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on after each one where it was, and ends with a clinic that is whole', async () => {
    await client.setup.saveClinic(EKEN);
    await kill();
    expect(await client.setup.state({})).toMatchObject({ step: 'issuers', clinic: { name: EKEN.name } });
    await client.setup.importIssuers({ files: ca.trusted.map((der, index) => ({ name: `${index}.crt`, base64: Buffer.from(der).toString('base64') })) });
    await kill();
    expect(await client.setup.state({})).toMatchObject({ step: 'card' });
    // In the middle of the step itself: no clinic, or a whole one.
    const enrolling = client.setup.enrolCard({ pin: PIN }).catch(() => null);
    await until('the clinic to be in the making', () => readdirSync(path.join(folder, 'data')).some(name => name.startsWith('clinic')), 20_000);
    await kill();
    await enrolling;
    if ((await client.session.state({})).phase === 'firstRun') await until('the card to be read', () => client.setup.enrolCard({ pin: PIN }).catch(() => null), 20_000);
    await kill();
    expect(await client.session.state({})).toMatchObject({ phase: 'locked', clinic: { name: EKEN.name } });
    expect(await signIn()).toMatchObject({ setupStep: 'kit' });
    await client.setup.createKit({});
    await kill();
    expect(await signIn()).toMatchObject({ setupStep: 'kit' });
    // The paper of a kit that was never confirmed is worth nothing; the wizard prints another.
    const { pdfBase64, askBack } = await client.setup.createKit({});
    const { groups } = readKitPaper(pdfBase64);
    await client.setup.confirmKit({ groups: [groups[askBack[0] - 1] ?? '', groups[askBack[1] - 1] ?? ''] });
    await kill();
    expect(await signIn()).toMatchObject({ setupStep: 'backupPlace' });
    await client.setup.chooseBackupPlace({ path: path.join(folder, 'usb') });
    await kill();
    expect(await signIn()).toMatchObject({ setupStep: 'firstBackup' });
    await client.backup.run({});
    await kill();
    await signIn();
    if ((await client.setup.state({})).step === 'firstBackup') {
      await until('no backup to run', async () => (await client.backup.status({})).running === null, 30_000);
      await client.backup.run({}).catch(() => undefined);
      await until('the backup to be proven', async () => (await client.setup.state({})).step === 'done', 60_000);
    }
    await client.setup.finish({});
    await kill();
    expect(await signIn()).toMatchObject({ phase: 'open', user: { name: 'Maria Ek' } });
    expect(await client.log.verify({})).toMatchObject({ ok: true });
  }, 240_000);
});
