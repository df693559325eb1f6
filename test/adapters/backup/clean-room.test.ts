import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { openCleanRoom, type CleanRoom } from '#test/support/backup/clean-room.ts';
import { blocksOf, rowsSaid } from '#test/support/backup/technician.ts';
import { startSignedClinic, type SignedClinic, type Truth } from '#test/support/backup/signed-clinic.ts';

const PLACE = '/media/usb/Klinikbok-backup';
const HOME = '/home/technician';

describe('a technician restores with kit and stock programs, in a room with nothing of ours (product.md decision 8, issue 5 "Without us")', () => {
  let folder: string;
  let clinic: SignedClinic;
  let truth: Truth;
  let room: CleanRoom;
  const outside = (name: string) => path.join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-usb-'));
    mkdirSync(outside('place'));
    clinic = await startSignedClinic();
    await clinic.backUp(new FolderStore(outside('place')));
    await clinic.work();
    truth = await clinic.truth();
    await clinic.backUp(new FolderStore(outside('place')));
    room = openCleanRoom({ [PLACE]: outside('place') });
  });
  afterAll(async () => {
    room.stop();
    await clinic.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Damages a copy of the place, which the room sees under another name. */
  const copyWith = (name: string, damage: (copy: string) => void): string => {
    const copy = room.at(`/media/${name}`);
    cpSync(outside('place'), copy, { recursive: true });
    damage(copy);
    return `/media/${name}`;
  };
  const inTools = (lines: string) => room.run(`cd ${PLACE}/tools\n${lines}`);

  it('the room is clean: no node, no sqlcipher, no source of ours', () => {
    expect(room.run('command -v node sqlcipher sqlite3 git || true; ls /work /root 2>&1 || true; env | cut -d= -f1 2>/dev/null || env').stdout).not.toMatch(/node|sqlcipher|klinikbok|electron|NODE/i);
    expect(room.run('ls /').stdout.split('\n')).not.toContain('work');
  });

  for (const page of ['README.md', 'LAS-MIG.md']) {
    it(`the lines of ${page}, typed as they stand, give plain SQLite with every row, every signature and every attachment`, () => {
      const [first = '', sums = '', list = '', restore = '', plain = '', checks = '', ...more] = blocksOf(readFileSync(outside(`place/tools/${page}`), 'utf8'));
      expect(more).toEqual([]);
      expect(first.split('\n')[0]).toBe(`PLACE=${PLACE}`);
      expect(room.run(first)).toMatchObject({ status: 0, stderr: '' });
      room.write('restore/kit.txt', clinic.kit);
      const step = (lines: string) => room.run(`PLACE=${PLACE}\ncd restore\n${lines}`);
      const verified = step(sums);
      expect(verified.stdout).toMatch(/restore\.py: OK[^]*Verified OK/);
      expect(verified.stdout.split('\n').at(-2)?.split(' ')[0]).toBe(/signing-key: ([0-9a-f]{64})/.exec(clinic.kit)?.[1]);
      expect(step(list).stdout.trim().split('\n')).toHaveLength(2);
      expect(step(restore)).toMatchObject({ status: 0, stdout: 'OK: restored/clinic.db is exactly the file that was backed up\n' });
      expect(step(plain).stdout).toContain('OK: every page checked');
      const { status, stdout, stderr } = step(checks);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(rowsSaid(stdout)).toEqual(truth.rows);
      expect(stdout).toContain(`${truth.rows['audit_event']} log rows in one chain, ${truth.attachments} attachments, 0 wrong`);
      expect(stdout).toMatch(new RegExp(` versions, ${truth.signatures} signatures hold, 1 days, 0 locked without signature, 0 lawfully destroyed, 0 wrong\n`));
      room.run('rm -r restore');
    });
  }

  it('a mistyped kit is said line by line, before anything is fetched', () => {
    const refused = (kit: string) => {
      room.write('kit.txt', kit);
      return inTools(`python3 restore.py --repo ${PLACE} --kit ${HOME}/kit.txt --list`);
    };
    const swap = (text: string) => text.replace(/(AGE-SECRET-KEY-1.{9})(.)/, (_, before: string, one: string) => before + (one === 'Q' ? 'P' : 'Q'));
    expect(refused(swap(clinic.kit))).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('is mistyped: it has 74 characters (74 are right), and a wrong') });
    expect(refused(clinic.kit.replace(/(AGE-SECRET-KEY-1.{9})./, '$1'))).toMatchObject({ status: 1, stderr: expect.stringContaining('is mistyped: it has 73 characters') });
    expect(refused(clinic.kit.replace(/database-key: ../, 'database-key: 0'))).toMatchObject({ status: 1, stderr: expect.stringContaining('"# database-key:" of the kit must be 64 digits 0-9 a-f; it has 63 characters') });
    expect(refused(clinic.kit.replace(/database-key: (..)/, (_, two: string) => `database-key: ${two === '00' ? '11' : '00'}`))).toMatchObject({ status: 0, stderr: expect.stringContaining('is not the key of this database: mistyped, or of another kit') });
    expect(refused(clinic.kit.replace(/signing-key: .(.)/, 'signing-key: 0$1'.replace('0', /signing-key: 0/.test(clinic.kit) ? '1' : '0')))).toMatchObject({ status: 1, stderr: expect.stringContaining('was signed by another key than the one in the kit') });
    expect(refused('nothing here').stderr).toContain('no line AGE-SECRET-KEY-1... in');
    room.write('kit.txt', clinic.kit);
  });

  it('a changed script is found before it is run', () => {
    const place = copyWith('tampered', copy => appendFileSync(path.join(copy, 'tools/restore.py'), '\nprint("gotcha")\n'));
    expect(room.run(`cd ${place}/tools\nsha256sum -c SHA256SUMS`)).toMatchObject({ status: 1, stdout: expect.stringContaining('restore.py: FAILED') });
    const list = room.run(`cd ${place}/tools\nsha256sum *.py *.md *.mjs > SHA256SUMS\nopenssl pkey -pubin -inform DER -in signer.der -out /tmp/s.pem\nopenssl dgst -sha256 -verify /tmp/s.pem -signature SHA256SUMS.sig SHA256SUMS`);
    expect(list).toMatchObject({ status: 1, stdout: expect.stringContaining('Verification failure') });
  });

  it('a lost pack costs its own pages only: they are named, in words and in a file', () => {
    const place = copyWith('lossy', copy => {
      const packs = path.join(copy, 'm', readdirSync(path.join(copy, 'm'))[0] ?? '', 'packs');
      const [smallest = ''] = readdirSync(packs).sort((a, b) => statSync(path.join(packs, a)).size - statSync(path.join(packs, b)).size);
      rmSync(path.join(packs, smallest));
    });
    const { status, stderr } = inTools(`python3 restore.py --repo ${place} --kit ${HOME}/kit.txt --out ${HOME}/lossy`);
    expect({ status, said: /missing or damaged: m\/\w{16}\/packs\/\w{32}\.age\nDAMAGED: (\d+) of \d+ pages are missing: \d/.test(stderr) }).toEqual({ status: 2, said: true });
    const missing = JSON.parse(readFileSync(room.at(`${HOME}/lossy/missing.json`), 'utf8')) as { pages: number; packs: { key: string; pages: [number, number][] }[] };
    expect(missing.packs).toHaveLength(1);
    expect(missing.pages).toBe(missing.packs[0]?.pages.reduce((sum, [first, last]) => sum + last - first + 1, 0));
  });

  it('a restore that was stopped goes on where it was, and refuses to mix two backups', () => {
    const command = `python3 restore.py --repo ${PLACE} --kit ${HOME}/kit.txt --out ${HOME}/resumed`;
    expect(inTools(command).status).toBe(0);
    // as if it had been killed after the first pack: the file half there, its note beside it
    const lines = readFileSync(room.at(`${HOME}/resumed/manifest.json`), 'utf8');
    const packs = (JSON.parse(lines) as { packs: { key: string }[] }).packs.map(pack => pack.key);
    room.run(`cd resumed\ncp clinic.db clinic.db.part\nrm clinic.db\nsha256sum < manifest.json | head -c 64 > progress.txt\nprintf '\\n${packs[0] ?? ''}\\n' >> progress.txt`);
    expect(inTools(`${command} --generation 1`)).toMatchObject({ status: 1, stderr: expect.stringContaining('holds an unfinished restore of another backup') });
    const again = inTools(command);
    expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('is exactly the file that was backed up') });
    expect(again.stderr).not.toContain('pack 1 of');
    expect(inTools(command).stderr).toContain('is already there: take another folder');
  });

  it('a changed note, attachment or log row in the plain file is named', () => {
    expect(inTools(`python3 sqlcipher-to-sqlite.py ${HOME}/resumed/clinic.db ${HOME}/plain.sqlite --kit ${HOME}/kit.txt`).status).toBe(0);
    const spoil = (sql: string) => {
      writeFileSync(room.at('/tmp/spoil.py'), `import sqlite3\nd = sqlite3.connect('${HOME}/plain.sqlite')\nfor (t,) in d.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall(): d.execute('DROP TRIGGER ' + t)\nd.execute("""${sql}""")\nd.commit()\n`);
      return room.run('python3 /tmp/spoil.py');
    };
    expect(spoil("UPDATE attachment_chunk SET bytes = zeroblob(length(bytes)) WHERE no = 1")).toMatchObject({ status: 0 });
    expect(spoil("UPDATE audit_event SET outcome = 'denied' WHERE seq = 3")).toMatchObject({ status: 0 });
    expect(spoil("UPDATE note_version SET record = replace(record, 'Under dagens', 'Utan dagens')")).toMatchObject({ status: 0 });
    const { status, stdout } = inTools(`python3 check_contents.py ${HOME}/plain.sqlite`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/WRONG log: row 3 was changed\nWRONG attachment [\w-]+: 2 of 2 pieces, \d+ of \d+ bytes, and the content was changed\n/) });
    expect(inTools(`python3 verify_note.py --database ${HOME}/plain.sqlite`).stdout).toMatch(/the text does not hash to its digest[^]*does not lead to the root that was signed[^]* 3 wrong/);
  });
});
