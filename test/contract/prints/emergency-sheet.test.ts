import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SHEET_FILE, type PrintSettingDraft } from '#shared/domain/prints/print-setting.ts';

import { at, MONDAY, startPrintsClinic, type PrintsClinic } from './prints-clinic.ts';

let clinic: PrintsClinic;
let folder = '';
let password = '';

beforeAll(async () => {
  clinic = await startPrintsClinic();
  folder = clinic.folder('usb');
  await clinic.book('09:00', await clinic.addPatient('Karlsson'));
  await clinic.book('10:00', await clinic.addPatient('Hemligsson', 'protected'));
  await clinic.book('09:00', null, { column: 1, date: '2026-11-25', walkIn: 'Nils Okänd' });
});
afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

async function save(parts: Partial<PrintSettingDraft>): Promise<void> {
  const { version, hasSheetPassword: _none, ...draft } = await clinic.admin.prints.settings({});
  await clinic.admin.prints.saveSettings({ version, draft: { ...draft, ...parts } });
}
const file = () => join(folder, SHEET_FILE);
const open = (word: string) => spawnSync('pdftotext', ['-layout', '-upw', word, file(), '-'], { encoding: 'utf8', timeout: 30_000 });
const sheetText = () => open(password).stdout.replaceAll(/\s+/g, ' ');
const status = () => clinic.reception.prints.sheetStatus({});

describe('the emergency sheet (C-15)', () => {
  it('is off until the administrator chose a folder and took a password', async () => {
    expect(await status()).toMatchObject({ state: 'off' });
    await save({ sheetFolder: folder, sheetDays: 3 });
    expect(await status()).toMatchObject({ state: 'off' });
    expect(readdirSync(folder)).toEqual([]);
    password = (await clinic.admin.prints.newSheetPassword({})).password;
    // 100 bits in an alphabet without i, l, o and u.
    expect(password).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}$/);
    expect(await status()).toMatchObject({ state: 'ok', writtenAt: clinic.clock.now().toISOString(), until: '2026-11-26', problem: null });
  });

  it('opens with the password in other people’s readers, and not without it', () => {
    expect(open(password)).toMatchObject({ status: 0 });
    for (const wrong of ['', password.toUpperCase(), password.replaceAll('-', ''), 'klinik']) expect(open(wrong).status).not.toBe(0);
    const encryption = execFileSync('qpdf', ['--show-encryption', `--password=${password}`, file()], { encoding: 'utf8', timeout: 30_000 });
    expect(encryption).toContain('stream encryption method: AESv3');
    expect(encryption).toContain('string encryption method: AESv3');
    expect(execFileSync('qpdf', ['--check', `--password=${password}`, file()], { encoding: 'utf8', timeout: 30_000 })).toContain('No syntax or stream encoding errors');
    expect(execFileSync('pdffonts', ['-upw', password, file()], { encoding: 'utf8', timeout: 30_000 }).split('\n').slice(2).filter(Boolean).every(line => /\byes yes yes\b/.test(line))).toBe(true);
  });

  it('has today and the coming days, says when it was true, and hides protected identities', () => {
    const text = sheetText();
    for (const part of ['Reservlista', 'så som de var 2026-11-23 07:00', 'måndag 23 november 2026', 'Karlsson, Åsa 1981-12-18', '070-123 45 67', 'onsdag 25 november 2026', 'Nils Okänd', 'Inga bokade besök.', 'Skriven 2026-11-23 07:00 av Klinikbok']) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('Hemligsson');
    expect(text).toContain('Skyddad, id');
  });

  it('leaves nothing readable in the folder: not in the file, not in its name, no second file', () => {
    expect(readdirSync(folder)).toEqual([SHEET_FILE]);
    const bytes = readFileSync(file(), 'latin1');
    for (const canary of ['Karlsson', 'Hemligsson', 'Nils', 'Provkliniken', password]) expect(bytes).not.toContain(canary);
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o077).toBe(0);
  });

  it('keeps the password in the encrypted database only, and not in its history or the log', async () => {
    const tables = await clinic.rows<{ old: string }>("SELECT old FROM record_history WHERE table_name = 'print_setting'");
    expect(JSON.stringify(tables)).not.toContain(password);
    expect(JSON.stringify(await clinic.rows("SELECT * FROM audit_event WHERE action = 'SETTINGS'"))).not.toContain(password);
    expect(JSON.stringify(await clinic.admin.prints.settings({}))).not.toContain(password);
  });

  it('follows a booking after a while, at most every fifteen minutes, as one file for many changes', async () => {
    clinic.prints.sheet.start();
    clinic.timers.fire();
    await clinic.prints.sheet.flush();
    await clinic.book('13:00', await clinic.addPatient('Nybokad'));
    await clinic.book('14:00', await clinic.addPatient('Senbokad'));
    expect(sheetText()).not.toContain('Nybokad');
    expect(clinic.timers.waits()).toContain(15 * 60_000);
    clinic.clock.advance(15 * 60_000);
    clinic.timers.fire();
    await clinic.prints.sheet.flush();
    expect(sheetText()).toContain('Nybokad');
    expect(sheetText()).toContain('Senbokad');
    expect(await status()).toMatchObject({ writtenAt: at(MONDAY, '07:15') });
  });

  it('is brought up to date at once when somebody locks, and then left alone', async () => {
    await clinic.book('15:00', await clinic.addPatient('Sistadag'));
    clinic.prints.sheet.stop();
    await clinic.prints.sheet.flush();
    expect(sheetText()).toContain('Sistadag');
    expect(await clinic.rows("SELECT count(*) AS n FROM audit_event WHERE reason_code = 'emergencySheet' AND actor_id IS NULL")).toEqual([{ n: 4 }]);
  });

  it('says that it failed, keeps the time of the old one, and recovers by itself', async () => {
    const before = await status();
    rmSync(folder, { recursive: true });
    clinic.clock.advance(60_000);
    expect(await clinic.admin.prints.writeSheet({})).toMatchObject({ state: 'failed', problem: 'folder.missing', writtenAt: before.writtenAt });
    expect(existsSync(folder)).toBe(false);
    clinic.folder('usb');
    expect(await clinic.admin.prints.writeSheet({})).toMatchObject({ state: 'ok', problem: null, writtenAt: clinic.clock.now().toISOString() });
  });

  it('is not opened by an old password once there is a new one', async () => {
    const old = password;
    password = (await clinic.admin.prints.newSheetPassword({})).password;
    expect(open(old).status).not.toBe(0);
    expect(open(password).status).toBe(0);
  });

  it('refuses a folder that is not there and the program’s own', async () => {
    await expect(save({ sheetFolder: '/finns/inte' })).rejects.toMatchObject({ detail: { code: 'folder.missing' } });
    await expect(save({ sheetFolder: 'relativ' })).rejects.toMatchObject({ detail: { code: 'folder.missing' } });
  });

  it('takes its file away when it is switched off', async () => {
    await save({ sheetFolder: null });
    expect(readdirSync(folder)).toEqual([]);
    expect(await status()).toMatchObject({ state: 'off', writtenAt: null });
  });

  it('is the administrator’s to configure', async () => {
    await expect(clinic.reception.prints.settings({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
    await expect(clinic.reception.prints.newSheetPassword({})).rejects.toMatchObject({ detail: { code: 'auth.forbidden' } });
  });
});
