import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';

describe("the clinic computer's signing key", () => {
  const now = new Date('2026-11-22T08:00:00Z');
  const content = Buffer.from('{"generation":1}');
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'klinikbok-dsk-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('signs so that stock openssl can verify it', async () => {
    const key = deviceSigner(newDeviceKey('018f-clinic', now), () => now);
    writeFileSync(join(dir, 'cert.der'), key.certificate);
    writeFileSync(join(dir, 'content'), content);
    writeFileSync(join(dir, 'sig.p7s'), await key.signCms(content));
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', 'cert.der', '-out', 'cert.pem'], { cwd: dir });
    const run = () => execFileSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'sig.p7s', '-content', 'content', '-CAfile', 'cert.pem', '-purpose', 'any'], { cwd: dir, stdio: 'pipe' }).toString();
    expect(run()).toBe(content.toString());
    writeFileSync(join(dir, 'content'), '{"generation":2}');
    expect(run).toThrow();
  });

  it('knows its own signature from any other', async () => {
    const key = deviceSigner(newDeviceKey('a', now), () => now);
    const other = deviceSigner(newDeviceKey('a', now), () => now);
    const signature = await key.signCms(content);
    expect(await key.verifyCms(content, signature)).toBe(true);
    expect(await other.verifyCms(content, signature)).toBe(false);
    expect(await key.verifyCms(Buffer.from('{"generation":2}'), signature)).toBe(false);
  });
});
