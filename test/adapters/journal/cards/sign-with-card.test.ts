import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, loadSoftHsm, type TestCa, type TestPerson } from '../../../../build/scripts/test-ca.mjs';
import { groupPhysicalCards } from '#electron/core/adapters/smart-card/physical-cards.ts';
import type { DocumentSigner } from '#electron/core/ports/document-signer.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import { pin as pinBytes, startCardHost, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { addPatient, decidedFor, practitionerFor, startJournalClinic, writeNote } from '#test/support/journal/journal-clinic.ts';

const PINS = { auth: '123456', sign: '654321' };
let folder: string;
let ca: TestCa;
let persons: Record<'rsa' | 'p256', TestPerson>;
let host: CardHostProcess;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-note-card-'));
  ca = createTestCa(path.join(folder, 'ca'));
  persons = {
    rsa: issuePerson(ca, { hsaId: 'SE2321000016-2003', givenName: 'Åsa', surname: 'Öberg' }),
    p256: issuePerson(ca, { hsaId: 'SE2321000016-2004', givenName: 'Erik', surname: 'Ek', alg: 'ec-p256' }),
  };
  host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: loadSoftHsm(path.join(folder, 'hsm'), Object.values(persons), { pin: PINS }) });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Signs with the card's own signing key, whose PIN is not the sign-in PIN. */
async function cardSigner(person: TestPerson): Promise<DocumentSigner> {
  const card = (await groupPhysicalCards(host.client, await host.client.snapshot())).find(one => one.hsaId === person.hsaId);
  const certificate = card?.certificates.find(one => one.use === 'sign');
  const auth = card?.certificates.find(one => one.use === 'auth');
  if (!certificate || !auth) throw new Error('the card lacks a certificate');
  return {
    sinceProofMs: () => null,
    means: () => 'signature',
    prove: (_session, pin) => host.client.login(auth.tokenRef, pinBytes(pin)),
    sign: async (content, { pin }) => {
      const cms = await createSignedData({
        content, certificate: certificate.der, chain: [ca.person.der], signingTime: new Date(),
        sign: (mechanism, data) => host.client.sign({ certRef: certificate.certRef, mechanism, data, ...(pin === undefined ? {} : { pin: pinBytes(pin) }) }),
      });
      return { cms, certSha256: createHash('sha256').update(certificate.der).digest('hex'), method: 'card-cms', signer: { name: person.name, hsaId: person.hsaId } };
    },
    verify: async (content, cms) => {
      verifySignedData(cms, content);
      return { ok: true };
    },
  };
}

describe('a note signed on a card (J-07, SoftHSM2)', () => {
  it.each(['rsa', 'p256'] as const)('with a %s key, alone and with the day, verifies with stock openssl, and not with another text', async kind => {
    const clinic = await startJournalClinic(await cardSigner(persons[kind]));
    try {
      const patientId = await addPatient(clinic.db);
      const eva = await practitionerFor(clinic, patientId);
      const note = await writeNote(eva, patientId, { text: 'Höger axel: rörelseinskränkning, smärta vid utåtrotation.' });
      await expect(eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision, pin: '999999' })).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^card\.pinWrong/) } });
      await eva.journal.sign({ patientId, noteId: note.noteId, revision: note.revision, pin: PINS.sign });
      const files = await eva.journal.exportSignature({ patientId, noteId: note.noteId, no: 2, ...(await decidedFor(eva, { patientId, noteId: note.noteId })) });
      const stem = path.join(folder, files.fileName);
      writeFileSync(`${stem}.p7s`, Buffer.from(files.cms, 'base64'));
      writeFileSync(`${stem}.json`, Buffer.from(files.content, 'base64'));
      writeFileSync(path.join(folder, 'utfardare.pem'), readFileSync(ca.root.cert));
      const { ok, opensslCommand } = await eva.journal.verifySignature({ patientId, noteId: note.noteId, no: 2 });
      expect(ok).toBe(true);
      const run = () => execFileSync('sh', ['-c', `${opensslCommand} 2>&1`], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
      expect(run()).toContain('CAdES Verification successful');
      writeFileSync(`${stem}.json`, Buffer.from(files.content, 'base64').toString('utf8').replace('Höger axel', 'Vänster axel'));
      expect(run).toThrow();
      const locked: { noteId: string; no: number }[] = [];
      for (const text of ['Två', 'Tre']) {
        const more = await writeNote(eva, patientId, { text });
        locked.push({ noteId: more.noteId, no: (await eva.signing.lock({ patientId, noteId: more.noteId, revision: more.revision, pin: PINS.auth })).version });
      }
      expect(await eva.signing.signDay({ versions: locked, pin: PINS.sign })).toMatchObject({ count: 2, purpose: 'signature' });
      const last = { patientId, ...(locked[1] as { noteId: string; no: number }) };
      for (const file of (await eva.journal.exportSignature({ ...last, ...(await decidedFor(eva, last)) })).files) writeFileSync(path.join(folder, file.name), Buffer.from(file.content, 'base64'));
      const day = await eva.journal.verifySignature(last);
      expect(day).toMatchObject({ ok: true, day: { count: 2, index: 1 }, signature: { method: 'card-day' } });
      expect(execFileSync('sh', ['-c', `${day.opensslCommand} 2>&1`], { cwd: folder, encoding: 'utf8', timeout: 20_000 })).toContain('CAdES Verification successful');
      expect(clinic.reported).toEqual([]);
    } finally {
      await clinic.stop();
    }
  });
});
