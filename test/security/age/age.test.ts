import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Decrypter, Encrypter } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ageDecrypt, ageEncrypt } from '#electron/core/security/age/age.ts';
import { isAgeError } from '#electron/core/security/age/age-error.ts';
import { AEADS, aead } from '#electron/core/security/age/chacha.ts';
import { type AgeKeyPair, generateAgeKeyPair, recipientOf } from '#electron/core/security/age/keys.ts';
import { ageDecryptWithPassphrase, ageEncryptWithPassphrase } from '#electron/core/security/age/passphrase.ts';

const SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_001];

describe('age files (product.md decision 5: opened by stock age)', () => {
  let folder: string;
  let pair: AgeKeyPair;
  let other: AgeKeyPair;
  const at = (name: string) => path.join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-age-'));
    pair = generateAgeKeyPair();
    other = generateAgeKeyPair();
    writeFileSync(at('kit.txt'), `# a comment\n${other.identity}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(SIZES)('a file of %i bytes opens with the age tool, with either recipient', async size => {
    const plain = randomBytes(size);
    const file = await ageEncrypt(plain, [pair.recipient, other.recipient]);
    writeFileSync(at('x.age'), file);
    expect(execFileSync('age', ['-d', '-i', at('kit.txt'), at('x.age')], { maxBuffer: 1 << 26 }).equals(plain)).toBe(true);
    expect((await ageDecrypt(file, [pair.identity])).equals(plain)).toBe(true);
  });

  it('opens what the age tool and typage wrote', async () => {
    const plain = randomBytes(200_000);
    writeFileSync(at('plain'), plain);
    execFileSync('age', ['-r', pair.recipient, '-o', at('cli.age'), at('plain')]);
    expect((await ageDecrypt(readFileSync(at('cli.age')), [other.identity, pair.identity])).equals(plain)).toBe(true);
    const encrypter = new Encrypter();
    encrypter.addRecipient(pair.recipient);
    expect((await ageDecrypt(await encrypter.encrypt(plain), [pair.identity])).equals(plain)).toBe(true);
  });

  it('derives the same recipient as age-keygen', () => {
    expect(execFileSync('age-keygen', ['-y'], { input: `${pair.identity}\n` }).toString().trim()).toBe(pair.recipient);
    expect(recipientOf(pair.identity.toLowerCase())).toBe(pair.recipient);
  });

  it('says "not yours" apart from "damaged"', async () => {
    const file = await ageEncrypt(randomBytes(10), [pair.recipient]);
    await expect(ageDecrypt(file, [other.identity])).rejects.toSatisfy(error => isAgeError(error, 'noMatchingKey'));
    await expect(ageDecrypt(file.subarray(0, file.length - 1), [pair.identity])).rejects.toSatisfy(error => isAgeError(error, 'damaged'));
  });

  it('never gives back anything from a file in which one bit was flipped, bytes cut off, added or chunks swapped', async () => {
    const file = await ageEncrypt(randomBytes(140_000), [pair.recipient]);
    const refused = async (changed: Uint8Array) => {
      await expect(ageDecrypt(changed, [pair.identity])).rejects.toSatisfy(error => isAgeError(error));
    };
    for (let round = 0; round < 300; round += 1) {
      const changed = Buffer.from(file);
      const spot = round < 250 ? round : Math.floor(Math.random() * file.length);
      changed[spot] = (changed[spot] ?? 0) ^ (1 << round % 8);
      await refused(changed);
    }
    const payload = file.length - (16 + 140_000 + 3 * 16);
    const first = payload + 16;
    const swapped = Buffer.concat([file.subarray(0, first), file.subarray(first + 65_552, first + 131_104), file.subarray(first, first + 65_552), file.subarray(first + 131_104)]);
    await refused(swapped);
    await refused(file.subarray(0, first + 65_552));
    await refused(Buffer.concat([file, Buffer.from([0])]));
    await refused(new Uint8Array(0));
  });

  it('both ChaCha20-Poly1305 implementations agree byte for byte, and Node uses the fast one', () => {
    const [key, nonce, text] = [randomBytes(32), randomBytes(12), randomBytes(70_000)];
    const sealed = AEADS.map(one => Buffer.from(one.seal(key, nonce, text)).toString('hex'));
    expect(new Set(sealed).size).toBe(1);
    expect(aead.name).toBe('node');
  });

  it('L-03: a passphrase entry opens with the passphrase only, here and in typage', async () => {
    const secret = randomBytes(60);
    const file = await ageEncryptWithPassphrase(secret, 'gröna ängar\u001fABC');
    expect((await ageDecryptWithPassphrase(file, 'gröna ängar\u001fABC')).equals(secret)).toBe(true);
    await expect(ageDecryptWithPassphrase(file, 'gröna ängar\u001fABD')).rejects.toSatisfy(error => isAgeError(error, 'wrongPassphrase'));
    const typage = new Decrypter();
    typage.addPassphrase('gröna ängar\u001fABC');
    expect(Buffer.from(await typage.decrypt(file)).equals(secret)).toBe(true);
  });

  it.each([1, 16, 21, 31, 99])('refuses scrypt work factor 2^%i before computing anything', async logN => {
    const weak = new Encrypter();
    weak.setPassphrase('x');
    weak.setScryptWorkFactor(1);
    const text = Buffer.from(await weak.encrypt(new Uint8Array(4))).toString('latin1').replace(/(-> scrypt \S+) 1\n/, `$1 ${logN}\n`);
    await expect(ageDecryptWithPassphrase(Buffer.from(text, 'latin1'), 'x')).rejects.toSatisfy(error => isAgeError(error, 'refusedParameters'));
  });
});
