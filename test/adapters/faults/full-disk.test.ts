import { readFileSync } from 'node:fs';
import path from 'node:path';

import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openCardDrawer, PINS, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { enrolFirst, MARIA, registerPatient } from '#test/support/first-run.ts';
import { withText, writeNote, type WrittenNote } from '#test/support/journal/journal-clinic.ts';
import { MAY_MOUNT, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';

const refused = (code: string) => ({ detail: { code } });

describe.skipIf(!MAY_MOUNT)('the disk is full, or may not be written (issue: faults)', () => {
  let drawer: CardDrawer;
  let disk: SmallDisk;
  let desk: CoreDesk;
  let patientId: string;
  let note: WrittenNote;

  const signIn = () => desk.client.session.signInWithCard({ pin: PINS.auth });
  const save = (text: string, key = v7()) =>
    desk.client.journal.saveDraft({ patientId, noteId: note.noteId, baseRevision: note.revision, content: withText(note.content, 'diagnosis', text), eventTime: note.eventTime, key });
  const savedText = async () => JSON.stringify((await desk.client.journal.get({ patientId, noteId: note.noteId })).draft?.content);

  beforeAll(async () => {
    drawer = openCardDrawer();
    drawer.issue('card', MARIA);
    await drawer.insert('card');
  });
  afterAll(() => drawer.stop());
  beforeEach(async () => {
    disk = mountSmallDisk(16);
    desk = startCoreDesk({ cards: drawer.cards, folder: disk.folder });
    await enrolFirst(desk, drawer, { alsoPractitioner: true });
    patientId = await registerPatient(desk);
    note = await writeNote(desk.client, patientId, { text: 'Skrivet medan det fanns plats.' });
  });
  afterEach(async () => {
    await desk.stop();
    disk.remove();
  });

  it('J-04: saving a draft says db.diskFull and nothing of it is half saved; with room again the same words are saved', async () => {
    disk.fill();
    const key = v7();
    const long = 'Skrivet när disken var full. '.repeat(4000);
    await expect(save(long, key)).rejects.toMatchObject(refused('db.diskFull'));
    await expect(save(long, key)).rejects.toMatchObject(refused('db.diskFull'));
    disk.makeRoom();
    expect(await savedText()).toContain('Skrivet medan det fanns plats.');
    expect(await save(long, key)).toMatchObject({ revision: note.revision + 1 });
    expect(await savedText()).toContain('Skrivet när disken var full.');
    expect(desk.reported).toEqual([]);
    expect(await desk.client.log.verify({})).toMatchObject({ ok: true });
  });

  it('locks all the same, says what it could not write, and everything that was saved is there afterwards', async () => {
    disk.fill();
    await desk.relock('cardRemoved');
    expect(desk.reported.length).toBeGreaterThan(0);
    expect(desk.reported.every(line => /^prepareLock\.(log|seal): (db\.diskFull|log\.writeFailed)$/.test(line))).toBe(true);
    disk.fill(); // closing the database gave some room back
    await expect(signIn()).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^(db\.diskFull|log\.writeFailed)$/) } });
    disk.makeRoom();
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
    expect(await savedText()).toContain('Skrivet medan det fanns plats.');
    expect(await desk.client.log.verify({})).toMatchObject({ ok: true });
  });

  it('a folder that may only be read: the sign-in says so, no byte is changed, and it opens when it may be written again', async () => {
    await desk.relock();
    const before = readFileSync(path.join(desk.dataDir, 'clinic/clinic.db'));
    disk.seal();
    await expect(signIn()).rejects.toMatchObject(refused('db.readOnly'));
    disk.unseal();
    expect(readFileSync(path.join(desk.dataDir, 'clinic/clinic.db')).equals(before)).toBe(true);
    expect(await signIn()).toMatchObject({ user: { name: 'Maria Ek' } });
  });
});

describe('locking never fails (product.md decision 1)', () => {
  it('locks while its database is being closed under it', async () => {
    const drawer = openCardDrawer();
    drawer.issue('card', MARIA);
    await drawer.insert('card');
    const desk = startCoreDesk({ cards: drawer.cards });
    try {
      await enrolFirst(desk, drawer);
      const closing = desk.core().close();
      await desk.core().prepareLock('closed');
      await closing;
      await desk.relock();
      expect(await desk.client.session.signInWithCard({ pin: PINS.auth })).toMatchObject({ user: { name: 'Maria Ek' } });
    } finally {
      await desk.stop();
      await drawer.stop();
    }
  });
});
