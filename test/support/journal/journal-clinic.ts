import { createPrivateKey, sign as cryptoSign, constants, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { journal } from '#shared/contract/journal.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Database } from '#electron/core/db/database.ts';
import type { DocumentSigner } from '#electron/core/ports/document-signer.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { v7 } from 'uuid';

import { createTestCa, issuePerson, type TestCa, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { startTestClinic, type TestClinic } from '../harness.ts';

export type JournalClinic = TestClinic<{ readonly journal: typeof journal }> & { readonly signer: FakeSigner };
export const PIN = '123456';

/** A signing key in software behind the signer's port: real CMS, settable state of the "card". */
export interface FakeSigner extends DocumentSigner {
  /** How long ago the person proved who they are (L-11). */
  proofAgeMs: number | null;
  /** The next signature fails like this. */
  failWith: AppError | null;
  readonly rootPem: string;
  readonly issuerPem: string;
}

let made: { ca: TestCa; person: TestPerson } | undefined;

/** One test authority and one person a test process: making them takes longer than using them. */
function identity(): { ca: TestCa; person: TestPerson } {
  made ??= (() => {
    const ca = createTestCa(mkdtempSync(join(tmpdir(), 'klinikbok-ca-')));
    return { ca, person: issuePerson(ca, { hsaId: 'SE2321000016-1003', givenName: 'Åsa', surname: 'Öberg', title: 'Läkare' }) };
  })();
  return made;
}

export function softwareSigner(now: () => Date): FakeSigner {
  const { ca, person } = identity();
  const key = createPrivateKey(readFileSync(person.sign.keyFile));
  const signer: FakeSigner = {
    proofAgeMs: 0,
    failWith: null,
    rootPem: ca.root.cert,
    issuerPem: ca.person.cert,
    sinceProofMs: () => signer.proofAgeMs,
    sign: async (content, { pin }) => {
      if (signer.failWith) throw signer.failWith;
      if (pin !== undefined && pin !== PIN) throw new AppError('card.pinWrong');
      const cms = await createSignedData({
        content, certificate: person.sign.der, chain: [ca.person.der], signingTime: now(), mechanism: 'rsa-pkcs1-sha256',
        sign: async (_mechanism, data) => cryptoSign('sha256', data, { key, padding: constants.RSA_PKCS1_PADDING }),
      });
      return { cms, certSha256: createHash('sha256').update(person.sign.der).digest('hex'), method: 'card-cms', signer: { name: person.name, hsaId: person.hsaId } };
    },
    verify: async (content, cms) => {
      try {
        verifySignedData(cms, content);
        return { ok: true };
      } catch {
        return { ok: false, failed: 'signature' };
      }
    },
  };
  return signer;
}

/** A clinic on a real encrypted file whose journal signs with a software key, or with the signer given. */
export async function startJournalClinic(given?: DocumentSigner): Promise<JournalClinic> {
  let signer: FakeSigner | undefined;
  const clinic = await startTestClinic({ journal }, deps => {
    signer = given ? undefined : softwareSigner(deps.clock.now);
    return { journal: createJournalService({ ...deps, signer: given ?? (signer as FakeSigner) }) };
  });
  return Object.assign(clinic, { signer: signer as FakeSigner });
}

/** A patient straight in the register. */
export async function addPatient(db: Database, over: { familyName?: string; givenName?: string; number?: string } = {}): Promise<string> {
  const id = v7();
  const at = '2026-11-01T08:00:00.000Z';
  const [familyName, givenName] = [over.familyName ?? 'Karlsson', over.givenName ?? 'Åsa'];
  await db.write(async tx => {
    await tx('patient').insert({
      id, family_name: familyName, given_name: givenName, family_fold: familyName.toLowerCase(), given_fold: givenName.toLowerCase(), birth_date: '1981-12-18', sex: 'F',
      created_at: at, created_by: 'test', changed_at: at, changed_by: 'test',
    });
    if (over.number) {
      await tx('patient_identifier').insert({ id: v7(), patient_id: id, kind: 'se-personnummer', value: over.number, created_at: at, created_by: 'test', changed_at: at, changed_by: 'test' });
    }
  });
  return id;
}

/** The note with its text put under one heading. */
export function withText(content: NoteContent, key: string, text: string): NoteContent {
  return { ...content, sections: content.sections.map(section => (section.key === key ? { ...section, doc: richTextOf(text) } : section)) };
}

type JournalUser = Awaited<ReturnType<JournalClinic['as']>>;

/** A practitioner who has stated that they take part in this patient's care. */
export async function practitionerFor(clinic: JournalClinic, patientId: string): Promise<JournalUser> {
  const user = await clinic.as('practitioner');
  await user.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  return user;
}

export interface WrittenNote {
  readonly noteId: string;
  readonly content: NoteContent;
  readonly revision: number;
  readonly eventTime: string;
}

/** A visit note with text in its assessment, saved once. */
export async function writeNote(user: Pick<JournalUser, 'journal'>, patientId: string, options: { text?: string; eventTime?: string; templateId?: string; key?: string } = {}): Promise<WrittenNote> {
  const { noteId, draft } = await user.journal.create({ patientId, templateId: options.templateId ?? 'visit', language: 'sv', ...(options.eventTime ? { eventTime: options.eventTime } : {}) });
  const content = withText(draft.content, options.key ?? 'diagnosis', options.text ?? 'Lumbago utan rotpåverkan.');
  const { revision } = await user.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content, eventTime: draft.eventTime, key: v7() });
  return { noteId, content, revision, eventTime: draft.eventTime };
}

/** A signed visit note. */
export async function signedNote(user: JournalUser, patientId: string, options: Parameters<typeof writeNote>[2] = {}): Promise<WrittenNote> {
  const note = await writeNote(user, patientId, options);
  await user.journal.sign({ patientId, noteId: note.noteId, revision: note.revision });
  return note;
}
