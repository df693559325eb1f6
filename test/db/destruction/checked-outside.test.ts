import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { compareSamples, SAMPLE } from '#electron/core/services/drill/compare-samples.ts';
import { destroy, startDestructionClinic, type DestructionClinic } from '#test/support/destruction/destruction-clinic.ts';
import { finished } from '#test/support/documents/documents-clinic.ts';
import { KEY } from '#test/support/harness.ts';
import { addPatient, practitionerFor, signedNote, writeNote } from '#test/support/journal/journal-clinic.ts';

const TOOLS = path.resolve(import.meta.dirname, '../../../build/scripts/restore-tools');
let clinic: DestructionClinic;

beforeAll(async () => {
  clinic = await startDestructionClinic();
});
afterAll(() => clinic.stop());

it('J-09: with python3 and openssl alone, every chain and every signature that is left holds, those of the same day too; what was destroyed is counted as lawfully so', async () => {
  const patientId = await addPatient(clinic.db);
  const eva = await practitionerFor(clinic, patientId);
  const [{ hsa_id: hsaId }] = (await clinic.db.reader.raw('SELECT hsa_id FROM user_account WHERE id = ?', [eva.userId])) as [{ hsa_id: string }];
  clinic.signer.issueTo(hsaId);
  clinic.clock.set(new Date(Date.now() + 2_000).toISOString()); // the cards were made a moment ago
  const own = await signedNote(eva, patientId, { text: 'Egen' });
  const day: { noteId: string; no: number }[] = [];
  for (const text of ['Första', 'Andra', 'Tredje']) {
    const { noteId, revision } = await writeNote(eva, patientId, { text });
    day.push({ noteId, no: (await eva.signing.lock({ patientId, noteId, revision })).version });
  }
  const [letter, other] = [await finished(eva, patientId, 'certificate'), await finished(eva, patientId, 'epikris')];
  await eva.signing.signDay({ versions: day, documents: [] });
  clinic.clock.advance(60_000);
  await destroy(clinic, { patientId, entries: [{ kind: 'note', id: own.noteId }, { kind: 'note', id: day[1]?.noteId ?? '' }, { kind: 'document', id: letter }] });
  expect(other).not.toBe(letter);

  // the program's own drill takes it for whole as well
  const lines = await compareSamples({ scratch: clinic.db.reader, live: clinic.db.reader, createdAt: clinic.clock.now().toISOString(), size: SAMPLE });
  expect(lines.map(line => line.wrong)).toEqual([0, 0, 0, 0]);

  const plain = path.join(clinic.dir, 'plain.sqlite');
  writeFileSync(path.join(clinic.dir, 'kit.txt'), `# database-key: ${KEY}\n`);
  writeFileSync(path.join(clinic.dir, 'ca.pem'), readFileSync(clinic.signer.rootPem));
  const python = (...args: string[]) => execFileSync('python3', args, { cwd: clinic.dir, encoding: 'utf8', timeout: 60_000, stdio: 'pipe' });
  python(path.join(TOOLS, 'sqlcipher-to-sqlite.py'), clinic.file, plain, '--kit', 'kit.txt');
  expect(python(path.join(TOOLS, 'verify_note.py'), '--ca', 'ca.pem', '--database', plain)).toMatch(/3 signatures hold, 1 days, 0 locked without signature, 3 lawfully destroyed, 0 wrong/);
});
