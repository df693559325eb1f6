import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import Database from 'better-sqlite3-multiple-ciphers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KEY } from '#test/support/harness.ts';
import { finished, startDocumentsClinic, TO_PATIENT, type DocumentsClinic, type DocumentsUser } from '#test/support/documents/documents-clinic.ts';
import { addPatient, decidedFor, practitionerFor, signedNote, writeNote } from '#test/support/journal/journal-clinic.ts';

const TOOLS = path.resolve(import.meta.dirname, '../../../build/scripts/restore-tools');
interface Version {
  readonly noteId: string;
  readonly no: number;
}

let clinic: DocumentsClinic;
let eva: DocumentsUser;
let patientId: string;
let folder: string;
let plain: string;
type Name = 'ownRsa' | 'ownEc' | 'dayRsa' | 'secondRsa' | 'dayEc' | 'login' | 'ownLetter' | 'dayLetter';
/** The exported text of each, its proof and signature beside it. */
const files = {} as Record<Name, string>;

/** Python and openssl and nothing of ours: what it says, and whether it says that all holds. */
function verify(...given: string[]): { readonly ok: boolean; readonly said: string } {
  try {
    return { ok: true, said: execFileSync('python3', [path.join(TOOLS, 'verify_note.py'), ...given], { cwd: folder, encoding: 'utf8', timeout: 60_000, stdio: 'pipe' }) };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { ok: false, said: `${stdout}${stderr}` };
  }
}
async function exported({ noteId, no }: Version): Promise<string> {
  const { files, fileName } = await eva.journal.exportSignature({ patientId, noteId, no, ...(await decidedFor(eva, { patientId, noteId })) });
  for (const file of files) writeFileSync(path.join(folder, file.name), Buffer.from(file.content, 'base64'));
  return `${fileName}.json`;
}
async function lockedVersions(...texts: string[]): Promise<Version[]> {
  const locked: Version[] = [];
  for (const text of texts) {
    const note = await writeNote(eva, patientId, { text });
    locked.push({ noteId: note.noteId, no: (await eva.signing.lock({ patientId, noteId: note.noteId, revision: note.revision })).version });
  }
  return locked;
}
/** One letter signed on its own and one locked for the day. */
async function lockedLetters(algorithm: string): Promise<{ own: string; locked: string[] }> {
  const own = await finished(eva, patientId, 'certificate');
  clinic.signer.proofAgeMs = null;
  const locked = [await finished(eva, patientId, algorithm === 'rsa' ? 'referral' : 'epikris')];
  clinic.signer.proofAgeMs = 0;
  return { own, locked };
}
/** The pages as a digital file takes them out, with what proves them. */
async function letterFiles(documentId: string): Promise<string> {
  const { pdf, fileName, proof } = await eva.documents.release({ patientId, documentId, way: 'digital', examination: TO_PATIENT });
  for (const file of [{ name: fileName, content: pdf }, ...proof]) writeFileSync(path.join(folder, file.name), Buffer.from(file.content, 'base64'));
  return fileName;
}
/** A copy of the plain database with something changed in it; its triggers are gone, as for somebody with the file in hand. */
function spoiled(name: string, sql: string): string {
  const file = path.join(folder, `${name}.sqlite`);
  copyFileSync(path.join(folder, 'naked.sqlite'), file);
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  return file;
}
function withoutTriggers(file: string): void {
  const db = new Database(file);
  const triggers = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string }[];
  db.exec(`BEGIN; ${triggers.map(({ name }) => `DROP TRIGGER ${name};`).join(' ')} COMMIT`);
  db.close();
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-outside-'));
  clinic = await startDocumentsClinic();
  patientId = await addPatient(clinic.db);
  eva = await practitionerFor(clinic, patientId);
  const [{ hsa_id: hsaId }] = (await clinic.db.reader.raw('SELECT hsa_id FROM user_account WHERE id = ?', [eva.userId])) as [{ hsa_id: string }];
  clinic.signer.issueTo(hsaId);
  // The cards were made a moment ago and are judged as of when they signed.
  clinic.clock.set(new Date(Date.now() + 2_000).toISOString());
  writeFileSync(path.join(folder, 'utfardare.pem'), readFileSync(clinic.signer.rootPem));
  for (const algorithm of ['rsa', 'ec'] as const) {
    clinic.signer.algorithm = algorithm;
    const own = await signedNote(eva, patientId, { text: `Egen ${algorithm} åäö 😀` });
    files[algorithm === 'rsa' ? 'ownRsa' : 'ownEc'] = await exported({ noteId: own.noteId, no: 2 });
    const day = await lockedVersions(`Första ${algorithm}`, `Andra ${algorithm}`, `Tredje ${algorithm} "citat" \\ \u2028`);
    const letters = await lockedLetters(algorithm);
    await eva.signing.signDay({ versions: day, documents: letters.locked });
    files[algorithm === 'rsa' ? 'dayLetter' : 'ownLetter'] = await letterFiles(algorithm === 'rsa' ? letters.locked[0] as string : letters.own);
    const [, second, third] = day as [Version, Version, Version];
    files[algorithm === 'rsa' ? 'dayRsa' : 'dayEc'] = await exported(third);
    if (algorithm === 'rsa') files.secondRsa = await exported(second);
  }
  clinic.signer.kind = 'login';
  const login = await lockedVersions('Inloggningskort');
  await eva.signing.signDay({ versions: login });
  files.login = await exported(login[0] as Version);
  await lockedVersions('Väntar');
  plain = path.join(folder, 'plain.sqlite');
  writeFileSync(path.join(folder, 'kit.txt'), `# database-key: ${KEY}\n`);
  await clinic.db.close();
  execFileSync('python3', [path.join(TOOLS, 'sqlcipher-to-sqlite.py'), clinic.file, plain, '--kit', 'kit.txt'], { cwd: folder, timeout: 60_000, stdio: 'pipe' });
  copyFileSync(plain, path.join(folder, 'naked.sqlite'));
  withoutTriggers(path.join(folder, 'naked.sqlite'));
}, 90_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(clinic.dir, { recursive: true, force: true });
});

describe('a note\'s signature checked with python3 and openssl alone (J-07)', () => {
  it('holds for RSA and EC cards, for a signature of its own and for the day\'s', () => {
    const stems = (['ownRsa', 'ownEc', 'dayRsa', 'secondRsa', 'dayEc', 'login'] as const).map(name => files[name]);
    const { ok, said } = verify('--ca', 'utfardare.pem', ...stems);
    expect(said.split('\n').filter(line => line.startsWith('OK'))).toHaveLength(6);
    expect(ok).toBe(true);
    expect(said).toContain('number 3 of 4 under the day signature of');
    expect(said).toContain('NOT a signature in the sense of eIDAS');
  });

  it('fails for another text, another proof, notes that changed places, another root, another day and another authority', () => {
    const [day, second] = [files.dayRsa, files.secondRsa];
    const manifest = `dag-${(JSON.parse(textOf(proofOf(day))) as { day: string }).day}.json`;
    const wrong = (file: string, change: (text: string) => string, says: RegExp) => {
      const before = textOf(file);
      expect(change(before), file).not.toBe(before);
      writeFileSync(path.join(folder, file), change(before));
      const { ok, said } = verify('--ca', 'utfardare.pem', day);
      writeFileSync(path.join(folder, file), before);
      expect({ ok, said }).toEqual({ ok: false, said: expect.stringMatching(says) });
    };
    wrong(day, text => text.replace('Tredje', 'Fjärde'), /proof: belongs to another note/);
    wrong(proofOf(day), text => text.replace(/"index":2/, '"index":0'), /does not lead to the root|path is too/);
    const otherDigit = (after: RegExp) => (text: string) => text.replace(after, (_, before: string, digit: string) => before + (digit === '0' ? '1' : '0'));
    wrong(proofOf(day), otherDigit(/("path":\[")(.)/), /does not lead to the root/);
    wrong(proofOf(day), () => textOf(proofOf(second)), /proof: belongs to another note/);
    wrong(manifest, otherDigit(/("root":")(.)/), /signature: openssl says/);
    wrong(manifest, text => text.replace(/"count":4/, '"count":5'), /signature: openssl says/);
    wrong('utfardare.pem', () => otherAuthority(), /signature: openssl says/);
    wrong(files.dayRsa, text => `${text} `, /proof: belongs to another note/);
    expect(verify('--ca', 'utfardare.pem', day).ok).toBe(true);
  });

  it('holds for a document\'s pages, signed alone by EC or with the day by RSA, and fails for any other page (K-01)', () => {
    const { ok, said } = verify('--ca', 'utfardare.pem', files.ownLetter, files.dayLetter);
    expect({ ok, said }).toEqual({ ok: true, said: expect.stringMatching(/OK document .*own signature[\s\S]*OK document .*number 4 of 4 under the day signature/) });
    for (const file of [files.ownLetter, files.dayLetter]) {
      const before = readFileSync(path.join(folder, file));
      writeFileSync(path.join(folder, file), Buffer.concat([before, Buffer.from(' ')]));
      expect(verify('--ca', 'utfardare.pem', file), file).toEqual({ ok: false, said: expect.stringMatching(/signature: openssl says|proof: belongs to another note or document/) });
      writeFileSync(path.join(folder, file), before);
    }
  });

  it('fails for a text under its own signature that was changed', () => {
    const file = files.ownEc;
    const before = textOf(file);
    writeFileSync(path.join(folder, file), before.replace('Egen', 'Egna'));
    expect(verify('--ca', 'utfardare.pem', file)).toEqual({ ok: false, said: expect.stringContaining('signature: openssl says') });
    writeFileSync(path.join(folder, file), before);
  });
});

describe('every signature of a restored database', () => {
  it('holds, is counted, and says what no card stands behind', () => {
    const { ok, said } = verify('--ca', 'utfardare.pem', '--database', plain);
    expect(said).toContain('24 versions, 13 signatures hold, 3 days, 1 locked without signature, 0 lawfully destroyed, 0 wrong');
    expect(said).toContain('1 made with the sign-in key of a card');
    expect(ok).toBe(true);
    const root = textOf('utfardare.pem').replaceAll(/-----[^-]+-----|\s/g, '');
    const own = spoiled('own-authorities', `INSERT INTO setting (key, value, changed_at) VALUES ('trust', '${JSON.stringify({ certificates: [root] })}', '')`);
    expect(verify('--database', own)).toEqual({ ok: true, said: expect.stringContaining('trusting, as the database says: sha256 ') });
  });

  it.each([
    ['text', "UPDATE note_version SET record = replace(record, 'Andra rsa', 'Ändra rsa')", /does not hash to its digest[\s\S]*does not lead to the root/],
    ['swapped proofs', "UPDATE signature SET leaf_index = 99 - leaf_index WHERE day_id IS NOT NULL; UPDATE signature SET leaf_index = leaf_index - 97 WHERE day_id IS NOT NULL", /proof: /],
    ['page', "UPDATE document_file SET pdf = CAST(pdf || x'20' AS BLOB)", /document .*: pages: are not those that were locked/],
    ['letter', "UPDATE document_version SET record = replace(record, 'Ortoped', 'Ortopod')", /document .* does not hash to its digest/],
    ['signer', "UPDATE signature SET signer_title = 'Professor' WHERE day_id IS NOT NULL", /names somebody else than the manifest/],
    ['missing day', 'DELETE FROM day_signature WHERE number = 1', /a day before it is missing/],
    ['purpose', "UPDATE day_signature SET manifest = replace(manifest, '\"purpose\":\"login\"', '\"purpose\":\"signature\"')", /signature: openssl says/],
  ])('does not hold when its %s was changed behind the program', (name, sql, says) => {
    expect(verify('--ca', 'utfardare.pem', '--database', spoiled(name.replaceAll(' ', '-'), sql))).toEqual({ ok: false, said: expect.stringMatching(says) });
  });
});

const proofOf = (file: string): string => file.replace('.json', '.proof.json');
const textOf = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
/** Somebody else's root: a signature that holds under any authority would prove nothing. */
function otherAuthority(): string {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'other.key', '-out', 'other.pem', '-subj', '/CN=Other', '-days', '30'], { cwd: folder, timeout: 20_000, stdio: 'pipe' });
  return textOf('other.pem');
}
