import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { wordsOf } from '../../build/scripts/demo/words.ts';
import { createTestCa, issuePerson, writePracticeCard } from '../../build/scripts/test-ca.mjs';
import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { parseKit } from '#electron/core/security/recovery-kit/kit.ts';
import type { WireResponse } from '#shared/contract/wire.ts';
import { canaryScanner, type Canary } from '#test/support/canary-scan.ts';
import { openClinic, type OpenClinic } from '#test/support/chromium.ts';
import { MARIA } from '#test/support/first-run.ts';
import { readKitPaper } from '#test/support/kit-paper.ts';
import { until } from '#test/support/until.ts';

const t = wordsOf('sv');
const PIN = '73918264';
const PASSPHRASE = 'kanariegul stenkross vinglar';
const PATIENT = { givenName: 'Kanarietta', familyName: 'Zwyxholm', number: '19900101-2385', phone: '070-174 06 35' };
const TYPED = 'Kanariesymtom sedan i torsdags.';
const SAVED = 'Zwyxbesvär utan feber.';
const REFUSED = 'Kvartslampa som aldrig sparades.';
const SEARCHED = 'Zwyxqvist';

/**
 * T-CANARY (A-04, design/security.md): the built product with its real processes in a real Chromium. Strings that exist
 * nowhere else go through every door; afterwards they are looked for in every byte that was written anywhere.
 */
describe('no patient data and no secret lies readable anywhere (A-04)', () => {
  let cards: string;
  let run: string;
  let clinic: OpenClinic;
  const output: string[] = [];
  const canaries: Canary[] = [
    { name: 'family name', text: PATIENT.familyName }, { name: 'given name', text: PATIENT.givenName }, { name: 'searched name', text: SEARCHED },
    { name: 'number', text: PATIENT.number }, { name: 'number without dash', text: PATIENT.number.replace('-', '') }, { name: 'phone', text: PATIENT.phone },
    { name: 'note text typed', text: TYPED }, { name: 'note text saved', text: SAVED }, { name: 'note text refused', text: REFUSED },
    { name: 'PIN', text: PIN }, { name: 'passphrase', text: PASSPHRASE },
  ];

  const send = (procedure: string, input: unknown): Promise<WireResponse> =>
    clinic.page.evaluate(([name, value]) => (window as unknown as { clinic: { invoke(request: object): Promise<WireResponse> } }).clinic.invoke({ path: name, input: value }), [procedure, input] as [string, unknown]);
  const call = async <T = unknown>(procedure: string, input: unknown): Promise<T> => {
    const response = await send(procedure, input);
    if (!response.ok) throw new Error(`${procedure} was refused: ${response.error.code}`);
    return response.value as T;
  };
  const refusalOf = async (procedure: string, input: unknown): Promise<string> => {
    const response = await send(procedure, input);
    return response.ok ? 'ok' : response.error.code;
  };

  beforeAll(async () => {
    cards = mkdtempSync(path.join(tmpdir(), 'klinikbok-canary-cards-'));
    run = mkdtempSync(path.join(tmpdir(), 'klinikbok-canary-'));
    for (const name of ['data', 'profile', 'place', 'tmp', 'downloads']) mkdirSync(path.join(run, name));
    const ca = createTestCa(path.join(cards, 'ca'));
    const practiceFolder = path.join(cards, 'practice');
    mkdirSync(practiceFolder);
    writePracticeCard(practiceFolder, issuePerson(ca, MARIA), { cardId: 'maria', pin: PIN });
    process.env['TMPDIR'] = path.join(run, 'tmp');
    clinic = await openClinic({
      dataDir: path.join(run, 'data'), profileDir: path.join(run, 'profile'), downloadDir: path.join(run, 'downloads'), practiceFolder,
      onOutput: (kind, text) => output.push(`[${kind}] ${text}`),
      onPage: page => void page.on('console', message => output.push(`[page] ${message.text()}`)),
    });
    await call('setup.saveClinic', { name: 'Kanariekliniken', organisationNumber: '5560360793', hsaId: 'SE5560360793-A001', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true });
    await call('setup.importIssuers', { files: ca.trusted.map((der, index) => ({ name: `${index}.crt`, base64: Buffer.from(der).toString('base64') })) });
    await clinic.supervisor.card('practice.insert', { cardId: 'maria' });
    await until('the card to be read', async () => (await send('setup.inspectCard', {})).ok);
    await call('setup.enrolCard', { pin: PIN, alsoPractitioner: true });
    const { pdfBase64, askBack } = await call<{ pdfBase64: string; askBack: [number, number] }>('setup.createKit', {});
    const { groups } = readKitPaper(pdfBase64);
    await call('setup.confirmKit', { groups: [groups[askBack[0] - 1], groups[askBack[1] - 1]] });
    const kit = parseKit(groups.join(' '));
    canaries.push(
      { name: 'kit identity', text: kit.identity.reveal() }, { name: 'database key', text: kit.keyHex.reveal(), bytes: Buffer.from(kit.keyHex.reveal(), 'hex') },
      { name: 'kit codes', text: groups.slice(0, 3).join(' ') }, { name: 'kit codes run together', text: groups.slice(12, 15).join('') },
    );
    await call('setup.chooseBackupPlace', { path: path.join(run, 'place') });
    await backUp();
    await call('setup.finish', {});
  }, 180_000);
  afterAll(async () => {
    await clinic.stop();
    delete process.env['TMPDIR'];
    for (const folder of [run, cards]) rmSync(folder, { recursive: true, force: true });
  });

  async function backUp(): Promise<void> {
    await call('backup.run', {});
    await until('the backup to end', async () => (await call<{ running: unknown }>('backup.status', {})).running === null, 60_000);
  }

  const expectNothing = (moment: string): void => {
    const { hits, files, bytes } = canaryScanner(canaries).inFolders([run]);
    expect(hits, moment).toEqual([]);
    // The browser's profile, the database and the backups are among what was read.
    expect(readdirSync(path.join(run, 'tmp')).some(name => name.startsWith('klinikbok-window-')), moment).toBe(true);
    expect(readdirSync(path.join(run, 'place'), { recursive: true }).length, moment).toBeGreaterThan(5);
    expect(files, moment).toBeGreaterThan(30);
    expect(bytes, moment).toBeGreaterThan(1_000_000);
    expect(canaryScanner(canaries).inBytes(Buffer.from(output.join('\n')), 'the output of the processes'), moment).toEqual([]);
  };

  it('the scan finds what is planted, in every form it claims to know', () => {
    const planted = path.join(run, 'data', 'planted.bin');
    const forms: Record<string, Buffer> = {
      plain: Buffer.from(`xx${TYPED}yy`), 'utf-16le': Buffer.from(TYPED, 'utf16le'), 'utf-16be': Buffer.from(TYPED, 'utf16le').swap16(),
      hex: Buffer.from(Buffer.from(TYPED).toString('hex')), base64: Buffer.from(Buffer.from(`{"a":"${TYPED}"}`).toString('base64')),
    };
    for (const [form, bytes] of Object.entries(forms)) {
      writeFileSync(planted, bytes);
      expect(canaryScanner(canaries).inFolders([run]).hits).toEqual([`note text typed as ${form} in ${planted}`]);
    }
    const key = canaries.find(one => one.name === 'database key')?.bytes ?? Buffer.alloc(0);
    writeFileSync(planted, Buffer.concat([Buffer.alloc(7), key, Buffer.alloc(7)]));
    expect(canaryScanner(canaries).inFolders([run]).hits).toEqual([`database key as plain in ${planted}`]);
    rmSync(planted);
    expectNothing('after the first run');
  });

  let patientId: string;
  let noteId: string;

  it('a patient is registered, found and read on the screen; a note is typed, saved by itself, refused, saved again and signed', async () => {
    patientId = v7();
    await call('patients.register', {
      id: patientId,
      draft: {
        givenName: PATIENT.givenName, familyName: PATIENT.familyName, birthDate: null, sex: 'F', number: { country: 'SE', text: PATIENT.number },
        contacts: [{ kind: 'mobile', value: PATIENT.phone }],
      },
    });
    await call('journal.stateReason', { patientId, reasonCode: 'takesPartInCare' });
    const { page } = clinic;
    await page.reload();
    await page.getByRole('navigation', { name: 'Huvudmeny' }).waitFor({ timeout: 30_000 });
    await page.keyboard.press('Control+k');
    await page.keyboard.type(SEARCHED);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(PATIENT.number);
    await page.keyboard.press('Enter');
    await page.getByText(t('patients.card.history'), { exact: true }).first().waitFor();
    const created = await call<{ noteId: string; draft: { revision: number; eventTime: string; content: { sections: { key: string }[] } } }>('journal.create', { patientId, templateId: 'visit', language: 'sv' });
    noteId = created.noteId;
    const withText = (text: string) => ({
      ...created.draft.content,
      sections: created.draft.content.sections.map((section, index) => (index === 0 ? { ...section, doc: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] } } : section)),
    });
    const save = (text: string, baseRevision: number) => ({ patientId, noteId, baseRevision, content: withText(text), eventTime: created.draft.eventTime, key: v7() });
    await call('journal.saveDraft', save(SAVED, created.draft.revision));
    expect(await refusalOf('journal.saveDraft', save(REFUSED, 99))).toBe('record.changedMeanwhile');
    await page.keyboard.press('Alt+j');
    await page.getByRole('navigation', { name: t('journal.timeline.label') }).waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: t('journal.action.new') }).first().click();
    await page.getByRole('menuitem', { name: /Besöksanteckning/ }).click();
    await page.locator('[contenteditable=true]').locator('section, [data-section]').nth(1).click();
    await page.keyboard.press('End');
    await page.keyboard.type(TYPED);
    await page.getByText(/^Sparat \d/).first().waitFor({ timeout: 15_000 });
    expectNothing('while the note is open on the screen');
    const { draft } = await call<{ draft: { revision: number } }>('journal.get', { patientId, noteId });
    await call('journal.sign', { patientId, noteId, revision: draft.revision, pin: PIN });
  });

  it('what is refused leaves nothing behind either: wrong PIN, passphrase, kit, form, and values where none belong', async () => {
    const rut = v7();
    await call('staff.add', { id: rut, draft: { givenName: 'Rut', familyName: 'Östlund', title: 'Receptionist', profession: 'receptionist', hsaId: '', roles: ['receptionist'] } });
    const shown = await call<{ enrolmentId: string; totpSecret: string }>('staff.beginPassphrase', { userId: rut, userName: 'rut', passphrase: PASSPHRASE });
    const secret = fromBase32(shown.totpSecret.replaceAll(' ', '')) ?? Buffer.alloc(0);
    canaries.push({ name: 'one-time secret', text: shown.totpSecret.replaceAll(' ', ''), bytes: Buffer.from(secret) });
    await call('staff.confirmPassphrase', { enrolmentId: shown.enrolmentId, code: codeOfStep(secret, stepAt(new Date())) });
    expect(await refusalOf('patients.register', { id: v7(), draft: { givenName: PATIENT.givenName, familyName: PATIENT.familyName, birthDate: null, sex: 'F', number: { country: 'SE', text: PATIENT.number } } })).toBe('patients.duplicateNationalId');
    expect(await refusalOf('patients.register', { id: PATIENT.number, draft: { givenName: REFUSED } })).toBe('input.invalid');
    expect(await refusalOf(`patients.${SEARCHED}`, {})).toBe('input.invalid');
    expect(await refusalOf('journal.get', { patientId, noteId: SEARCHED })).toBe('input.invalid');
    expect(await refusalOf('backup.checkPlace', { path: `/nowhere/${SEARCHED}` })).not.toBe('internal');
    await backUp();
    await clinic.supervisor.lock('manual');
    expect(await refusalOf('session.signInWithPassphrase', { userName: 'rut', passphrase: `${PASSPHRASE} fel`, code: '000000' })).toBe('auth.wrongCredentials');
    expect(await refusalOf('session.signInWithCard', { pin: '00000000' })).toMatch(/^card\.pin/);
    expect(await refusalOf('session.recoverWithKit', { kit: `${canaries.find(one => one.name === 'kit codes')?.text ?? ''} AAAAA`, pin: PIN })).toBe('restore.kitWrong');
    expect(await refusalOf('restore.unlock', { place: { kind: 'folder', path: path.join(run, 'place') }, key: { kit: REFUSED } })).toBe('restore.kitWrong');
    expectNothing('locked, after refusals');
  });

  it('and a core that is killed in the middle of the work leaves no memory of itself on the disk', async () => {
    await until('the card to be read again', async () => (await refusalOf('session.signInWithCard', { pin: PIN })) === 'ok' || (await call<{ phase: string }>('session.state', {})).phase === 'open', 30_000);
    expect(JSON.stringify(await call('patients.search', { text: PATIENT.number }))).toContain(PATIENT.familyName);
    const core = coreProcess();
    process.kill(core, 'SIGKILL');
    await until('the program to lock', async () => (await call<{ phase: string }>('session.state', {}).catch(() => null))?.phase === 'locked', 30_000);
    await clinic.page.getByRole('heading').first().waitFor();
    expectNothing('after core was killed');
    expect(clinic.problems).toEqual([]);
  });

  /** The core among this process's children. */
  function coreProcess(): number {
    for (const name of readdirSync('/proc').filter(one => /^\d+$/.test(one))) {
      try {
        const isOurs = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) \S /, '').split(' ')[0] === String(process.pid);
        if (isOurs && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('core.cjs')) return Number(name);
      } catch {
        // It ended while we looked.
      }
    }
    throw new Error('no core is running');
  }
});
