import { createPrivateKey, sign as cryptoSign, constants, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { journal } from '#shared/contract/journal.ts';
import { journalSearch } from '#shared/contract/journal-search.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Database } from '#electron/core/db/database.ts';
import type { DocumentSigner } from '#electron/core/ports/document-signer.ts';
import { parseCertificate } from '#electron/core/security/pki/certificate.ts';
import { certificateUse } from '#electron/core/security/pki/identity.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import { createDisclosuresService } from '#electron/core/services/disclosures/disclosures-service.ts';
import { createSigningService } from '#electron/core/services/journal/signing-service.ts';
import { createPhrasesService } from '#electron/core/services/phrases/phrases-service.ts';
import { createTimelineService } from '#electron/core/services/timeline/timeline-service.ts';
import type { SigningMeans } from '#shared/domain/journal/signing-rules.ts';
import { disclosures } from '#shared/contract/disclosures.ts';
import { signing } from '#shared/contract/signing.ts';
import { phrases } from '#shared/contract/phrases.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { writing } from '#shared/contract/writing.ts';
import { createJournalSearchService } from '#electron/core/services/journal-search/journal-search-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createWritingService } from '#electron/core/services/writing/writing-service.ts';
import { v7 } from 'uuid';

import { createTestCa, issuePerson, type TestCa, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { startTestClinic, type TestClinic } from '../harness.ts';

export type JournalClinic = TestClinic<{ readonly journal: typeof journal; readonly signing: typeof signing; readonly disclosures: typeof disclosures; readonly timeline: typeof timeline; readonly journalSearch: typeof journalSearch; readonly phrases: typeof phrases; readonly writing: typeof writing }> & { readonly signer: FakeSigner };
export const PIN = '123456';

/** A signing key in software behind the signer's port: real CMS, settable state of the "card". */
export interface FakeSigner extends DocumentSigner {
  /** How long ago the person proved who they are (L-11). */
  proofAgeMs: number | null;
  /** What the card can sign with. */
  kind: SigningMeans;
  algorithm: Algorithm;
  /** The next signature fails like this. */
  failWith: AppError | null;
  /** Gives the person with this HSA-id cards of their own, as a real person's certificate names them. */
  readonly issueTo: (hsaId: string) => void;
  readonly rootPem: string;
  readonly issuerPem: string;
}

type Algorithm = 'rsa' | 'ec';
let made: { ca: TestCa; persons: Record<Algorithm, TestPerson> } | undefined;

/** One test authority and one person a test process: making them takes longer than using them. */
function identity(): { ca: TestCa; persons: Record<Algorithm, TestPerson> } {
  made ??= (() => {
    const ca = createTestCa(mkdtempSync(join(tmpdir(), 'klinikbok-ca-')));
    const named = { givenName: 'Åsa', surname: 'Öberg', title: 'Läkare' };
    return { ca, persons: { rsa: issuePerson(ca, { hsaId: 'SE2321000016-1003', ...named }), ec: issuePerson(ca, { hsaId: 'SE2321000016-1004', ...named, alg: 'ec-p256' }) } };
  })();
  return made;
}

export function softwareSigner(now: () => Date): FakeSigner {
  const { ca, persons: strangers } = identity();
  let persons = strangers;
  const signer: FakeSigner = {
    proofAgeMs: 0,
    kind: 'signature',
    algorithm: 'rsa',
    failWith: null,
    issueTo: hsaId => {
      const named = { hsaId, givenName: 'Åsa', surname: 'Öberg', title: 'Läkare' };
      persons = { rsa: issuePerson(ca, named), ec: issuePerson(ca, { ...named, alg: 'ec-p256' }) };
    },
    rootPem: ca.root.cert,
    issuerPem: ca.person.cert,
    sinceProofMs: () => signer.proofAgeMs,
    means: () => signer.kind,
    prove: async (_session, secret) => {
      if (signer.failWith) throw signer.failWith;
      if (secret !== PIN) throw new AppError('card.pinWrong');
      signer.proofAgeMs = 0;
    },
    sign: async (content, { pin, purpose = 'signature' }) => {
      if (signer.failWith) throw signer.failWith;
      if (pin !== undefined && pin !== PIN) throw new AppError('card.pinWrong');
      const person = persons[signer.algorithm];
      const pair = purpose === 'login' ? person.auth : person.sign;
      const key = createPrivateKey(readFileSync(pair.keyFile));
      const cms = await createSignedData({
        content, certificate: pair.der, chain: [ca.person.der], signingTime: now(), mechanism: signer.algorithm === 'ec' ? 'ecdsa-sha256' : 'rsa-pkcs1-sha256',
        sign: async (_mechanism, data) => cryptoSign('sha256', data, signer.algorithm === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : { key, padding: constants.RSA_PKCS1_PADDING }),
      });
      return { cms, certSha256: createHash('sha256').update(pair.der).digest('hex'), method: 'card-cms', signer: { name: person.name, hsaId: person.hsaId } };
    },
    verify: async (content, cms, purpose = 'signature') => {
      try {
        const { certificate } = verifySignedData(cms, content);
        return certificateUse(parseCertificate(certificate)) === (purpose === 'login' ? 'auth' : 'sign') ? { ok: true } : { ok: false, failed: 'certificate' };
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
  const clinic = await startTestClinic({ journal, signing, disclosures, timeline, journalSearch, phrases, writing }, deps => {
    signer = given ? undefined : softwareSigner(deps.clock.now);
    const parts = { ...deps, signer: given ?? (signer as FakeSigner) };
    return { journal: createJournalService(parts), signing: createSigningService(parts), disclosures: createDisclosuresService(parts), timeline: createTimelineService(deps), journalSearch: createJournalSearchService(deps), phrases: createPhrasesService(deps), writing: createWritingService(deps) };
  });
  return Object.assign(clinic, { signer: signer as FakeSigner });
}

/** A patient straight in the register. */
export async function addPatient(db: Database, over: { familyName?: string; givenName?: string; number?: string; kind?: string } = {}): Promise<string> {
  const id = v7();
  const at = '2026-11-01T08:00:00.000Z';
  const [familyName, givenName] = [over.familyName ?? 'Karlsson', over.givenName ?? 'Åsa'];
  await db.write(async tx => {
    await tx('patient').insert({
      id, family_name: familyName, given_name: givenName, family_fold: familyName.toLowerCase(), given_fold: givenName.toLowerCase(), birth_date: '1981-12-18', sex: 'F',
      created_at: at, created_by: 'test', changed_at: at, changed_by: 'test',
    });
    if (over.number) {
      await tx('patient_identifier').insert({ id: v7(), patient_id: id, kind: over.kind ?? 'se-personnummer', value: over.number, created_at: at, created_by: 'test', changed_at: at, changed_by: 'test' });
    }
  });
  return id;
}

/** The note with its text put under one heading. */
export function withText(content: NoteContent, key: string, text: string): NoteContent {
  return { ...content, sections: content.sections.map(section => (section.key === key ? { ...section, doc: richTextOf(text) } : section)) };
}

/** Somebody at work in that clinic. */
export type JournalUser = Awaited<ReturnType<JournalClinic['as']>>;

/** A practitioner who has stated that they take part in this patient's care. */
export async function practitionerFor<U extends Pick<JournalUser, 'journal'>>(clinic: { readonly as: (role: 'practitioner') => Promise<U> }, patientId: string): Promise<U> {
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
export async function signedNote(user: Pick<JournalUser, 'journal'>, patientId: string, options: Parameters<typeof writeNote>[2] = {}): Promise<WrittenNote> {
  const note = await writeNote(user, patientId, options);
  await user.journal.sign({ patientId, noteId: note.noteId, revision: note.revision });
  return note;
}

/** The examination without which one note does not leave (J-18): handed to the patient. */
export async function decidedFor(user: Pick<JournalUser, 'disclosures'>, { patientId, noteId }: { readonly patientId: string; readonly noteId: string }): Promise<{ disclosureId: string }> {
  const examination = { recipientKind: 'patient', recipientName: 'Åsa Karlsson', basis: 'copy', basisText: '', decidedBy: '' } as const;
  return user.disclosures.decide({ patientId, examination, scope: { from: null, to: null, withNotes: true, withDocuments: false, withAttachments: false, noteId }, withheld: [], way: 'print' });
}
