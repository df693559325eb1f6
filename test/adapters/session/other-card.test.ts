import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 } from 'uuid';

import { openCardDrawer, PINS, type CardDrawer } from '#test/support/cards/card-drawer.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { enrolFirst, MARIA, registerPatient } from '#test/support/first-run.ts';
import { withText, writeNote } from '#test/support/journal/journal-clinic.ts';

const refused = (code: string) => ({ detail: { code } });
let drawer: CardDrawer;
let desk: CoreDesk;

beforeAll(async () => {
  drawer = openCardDrawer();
  drawer.issue('maria', MARIA);
  drawer.issue('erik', { hsaId: 'SE2321000016-1004', givenName: 'Erik', surname: 'Ek', title: 'Läkare' });
  await drawer.insert('maria');
  desk = startCoreDesk({ cards: drawer.cards });
  await enrolFirst(desk, drawer, { alsoPractitioner: true });
}, 60_000);
afterAll(async () => {
  await desk.stop();
  await drawer.stop();
});

it('a colleague\'s card in the reader signs nothing for the one signed in – note, day, letter, lock – and loses no PIN try (J-05, J-07)', async () => {
  const { client } = desk;
  const patientId = await registerPatient(desk);
  const toLock = await writeNote(client, patientId, { text: 'Låst medan Marias kort satt i' });
  const day = { noteId: toLock.noteId, no: (await client.signing.lock({ patientId, noteId: toLock.noteId, revision: toLock.revision, pin: PINS.auth })).version };
  const note = await writeNote(client, patientId, { text: 'Skriven av Maria' });
  const { documentId } = await client.documents.create({ patientId, type: 'letter', recipient: null, language: 'sv' });
  const { draft } = await client.documents.get({ patientId, documentId });
  if (!draft) throw new Error('a new letter is a draft');
  const content = withText(draft.content, draft.content.sections[0]?.key ?? '', 'Brev');
  const saved = await client.documents.saveDraft({ patientId, documentId, baseRevision: draft.revision, head: draft.head, content, key: v7() });
  desk.clock.advance(6 * 60_000);
  await client.documents.finish({ patientId, documentId, revision: saved.revision });

  await drawer.insert('erik');
  // Erik's own PINs, right and wrong: neither may reach his card in Maria's name.
  for (const pin of [PINS.sign, PINS.auth, '999999']) {
    await expect(client.journal.sign({ patientId, noteId: note.noteId, revision: note.revision, pin })).rejects.toMatchObject(refused('card.wrongUser'));
    await expect(client.signing.signDay({ versions: [day], pin })).rejects.toMatchObject(refused('card.wrongUser'));
    await expect(client.documents.sign({ patientId, documentId, pin })).rejects.toMatchObject(refused('card.wrongUser'));
    await expect(client.signing.lock({ patientId, noteId: note.noteId, revision: note.revision, pin })).rejects.toMatchObject(refused('card.wrongUser'));
  }
  for (const token of (await drawer.cards.snapshot()).tokens) expect(token.pin).toBe('ok');
  expect((await client.journal.get({ patientId, noteId: note.noteId })).head).toMatchObject({ status: 'draft', signedAt: null });
  expect((await client.journal.get({ patientId, noteId: toLock.noteId })).head.status).toBe('locked');
  expect((await client.documents.get({ patientId, documentId })).row).toMatchObject({ status: 'finished', signedAt: null });
  const { lines } = await client.log.all({ actions: ['NOTE_SIGN'] });
  expect(new Set(lines.map(line => `${line.outcome} ${line.reasonCode ?? ''}`))).toEqual(new Set(['failed card.wrongUser']));

  await drawer.insert('maria');
  await client.journal.sign({ patientId, noteId: note.noteId, revision: note.revision, pin: PINS.sign });
  expect(await client.signing.signDay({ versions: [day], pin: PINS.sign })).toMatchObject({ count: 1 });
  expect(desk.reported).toEqual([]);
});
