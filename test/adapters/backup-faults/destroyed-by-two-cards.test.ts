import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pdf } from '#test/support/attachments/samples.ts';
import { openCardDrawer, PINS, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { backUp, finishFirstRun, MARIA, registerPatient } from '#test/support/first-run.ts';
import { writeNote } from '#test/support/journal/journal-clinic.ts';
import { until } from '#test/support/until.ts';

const NILS = { hsaId: 'SE2321000016-1002', givenName: 'Nils', surname: 'Al', title: 'Ägare' };
const MARK = 'Förstörd efter beslut av IVO 2026-11-01, dnr 8.4.2-1/2026';

// The short form is test/adapters/restore/destroyed-again.test.ts; here the whole core with two cards, in the long run only.
describe.runIf(process.env['KLINIKBOK_FAULTS'] === 'all')('a journal destroyed by two cards, and an older backup restored on the same computer (J-09)', () => {
  let folder: string;
  let drawer: CardDrawer;
  let desk: CoreDesk;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-two-cards-'));
    drawer = openCardDrawer();
    drawer.issue('maria', MARIA);
    drawer.issue('nils', NILS);
    await drawer.insert('maria');
    desk = startCoreDesk({ cards: drawer.cards });
    await finishFirstRun(desk, drawer, path.join(folder, 'usb'));
  });
  afterAll(async () => {
    await desk.stop();
    await drawer.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is backed up with its order by itself, and what came back with the older backup is gone before anybody reads', async () => {
    const { client } = desk;
    const patientId = await registerPatient(desk);
    const { noteId, revision } = await writeNote(client, patientId, { text: 'Kanariefågel' });
    await client.journal.sign({ patientId, noteId, revision, pin: PINS.sign });
    const userId = v7();
    await client.staff.add({ id: userId, draft: { givenName: 'Nils', familyName: 'Al', title: 'Ägare', profession: 'other', hsaId: NILS.hsaId, roles: ['administrator'] } });
    await backUp(desk);
    const { id } = await client.destruction.ask({ decider: 'ivo', caseNumber: '8.4.2-1/2026', decidedOn: '2026-11-01', paper: pdf().toString('base64'), patientId, scope: 'journal', entries: [] });
    await expect(client.destruction.confirm({ id, secret: PINS.auth })).rejects.toMatchObject({ detail: { code: 'destruction.samePerson' } });
    await client.staff.allowCardSwap({ userId });
    await drawer.insert('nils');
    await client.staff.enrolCard({ userId, pin: PINS.auth });
    await desk.relock();
    await client.session.signInWithCard({ pin: PINS.auth });
    expect(await client.destruction.confirm({ id, secret: PINS.auth })).toMatchObject({ notes: 1, versions: 2 });
    await until('the backup with the order', async () => (await client.backup.generations({ limit: 9 })).length === 3 && (await client.backup.status({})).running === null, 60_000);
    await desk.relock();

    const { choices, destroyed } = await client.restore.unlock({ place: { kind: 'folder', path: path.join(folder, 'usb') }, key: { pin: PINS.auth } });
    expect(destroyed).toEqual([{ caseNumber: '8.4.2-1/2026', decidedOn: '2026-11-01', authority: 'ivo' }]);
    const generationId = choices.find(one => one.seq === 2)?.id ?? '';
    await client.restore.confirm({ generationId, persons: ['Maria Ek', 'Nils Al'], secondKey: null });
    await client.restore.start({ generationId });
    await until('the restore to end', async () => (await client.restore.state({})).step !== 'running', 60_000);
    await client.restore.adopt({});
    await drawer.insert('maria');
    await client.session.signInWithCard({ pin: PINS.auth });
    await client.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    expect((await client.timeline.entries({ patientId })).rows.map(row => row.note?.entry.text)).toEqual([MARK]);
    expect((await client.log.all({ actions: ['DESTROY'] })).lines.map(line => line.reasonCode)).toEqual(['destruction.replayed']);
    expect(desk.reported).toEqual([]);
  });
});
