import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { renderRecoveryKit } from '#electron/core/pdf/recovery-kit.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { kitGroups, kitText, parseKit, type RecoveryKit } from '#electron/core/security/recovery-kit/kit.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

const kit: RecoveryKit = {
  kitId: '0192d3c0-0000-7000-8000-000000000002', clinicId: '0192d3c0-0000-7000-8000-000000000001', clinicName: 'Näckrosens vårdcentral i Åmål', createdAt: '2026-11-22T09:00:00.000Z',
  identity: new Redacted(generateAgeKeyPair().identity), keyHex: new Redacted(randomBytes(32).toString('hex')), signerFingerprint: 'a1'.repeat(32), place: null,
};

const has = (tool: string) => {
  try {
    execFileSync('which', [tool]);
    return true;
  } catch {
    return false;
  }
};

describe('printed recovery kit (L-10)', () => {
  let folder: string;
  let text: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-kit-pdf-'));
    writeFileSync(path.join(folder, 'kit.pdf'), await renderRecoveryKit(kit));
    text = execFileSync('pdftotext', ['-layout', path.join(folder, 'kit.pdf'), '-']).toString();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is two copies of one page each, with å ä ö, every group and the technical lines', () => {
    const pages = text.split('\f').filter(page => page.trim() !== '');
    expect(pages).toHaveLength(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Näckrosens vårdcentral i Åmål');
      expect(page).toContain(`exemplar ${index + 1} av 2`);
      const flat = page.replace(/\s/g, '');
      for (const group of kitGroups(kit)) expect(flat).toContain(group);
      expect(flat).toContain(kit.identity.reveal());
    }
    expect(execFileSync('qpdf', ['--check', path.join(folder, 'kit.pdf')]).toString()).toContain('No syntax or stream encoding errors');
  });

  it.skipIf(!has('zbarimg'))('has a QR code that scans to exactly the kit text', () => {
    execFileSync('pdftoppm', ['-r', '200', '-png', '-f', '1', '-l', '1', path.join(folder, 'kit.pdf'), path.join(folder, 'page')]);
    const scanned = execFileSync('zbarimg', ['-q', '--raw', path.join(folder, 'page-1.png')]).toString();
    expect(scanned.trim()).toBe(kitText(kit).trim());
    expect(parseKit(scanned).keyHex.reveal()).toBe(kit.keyHex.reveal());
  });
});
