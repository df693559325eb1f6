import { join } from 'node:path';

import { disclosures } from '#shared/contract/disclosures.ts';
import { documents } from '#shared/contract/documents.ts';
import { incoming } from '#shared/contract/incoming.ts';
import { journal } from '#shared/contract/journal.ts';
import { phrases } from '#shared/contract/phrases.ts';
import { referrals } from '#shared/contract/referrals.ts';
import { signing } from '#shared/contract/signing.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { writing } from '#shared/contract/writing.ts';
import type { CopyScope, Examination } from '#shared/domain/documents/disclosure.ts';
import type { DocumentType } from '#shared/domain/documents/document.ts';
import { createDisclosuresService } from '#electron/core/services/disclosures/disclosures-service.ts';
import { createDocumentsService } from '#electron/core/services/documents/documents-service.ts';
import { createIncomingService } from '#electron/core/services/incoming/incoming-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createPhrasesService } from '#electron/core/services/phrases/phrases-service.ts';
import { createSigningService } from '#electron/core/services/journal/signing-service.ts';
import { createTimelineService } from '#electron/core/services/timeline/timeline-service.ts';
import { createWritingService } from '#electron/core/services/writing/writing-service.ts';
import { createReferralsService } from '#electron/core/services/referrals/referrals-service.ts';

import { startTestClinic, type TestClinic } from '../harness.ts';
import { softwareSigner, type FakeSigner } from '../journal/journal-clinic.ts';

const areas = { journal, signing, timeline, phrases, writing, documents, referrals, disclosures, incoming };
export type DocumentsClinic = TestClinic<typeof areas> & { readonly signer: FakeSigner };
export type DocumentsUser = Awaited<ReturnType<DocumentsClinic['as']>>;

/** A clinic on a real encrypted file that writes letters, watches referrals and hands out copies, signing with a software key. */
export async function startDocumentsClinic(): Promise<DocumentsClinic> {
  let signer: FakeSigner | undefined;
  const clinic = await startTestClinic(areas, deps => {
    signer = softwareSigner(deps.clock.now);
    const parts = { ...deps, signer };
    return {
      journal: createJournalService(parts), signing: createSigningService(parts), timeline: createTimelineService(deps), phrases: createPhrasesService(deps), writing: createWritingService(deps),
      documents: createDocumentsService(parts), referrals: createReferralsService(deps), disclosures: createDisclosuresService(parts), incoming: createIncomingService({ ...deps, dataDir: join(deps.db.file, '..') }),
    };
  });
  return Object.assign(clinic, { signer: signer as FakeSigner });
}

export const EVERYTHING: CopyScope = { from: null, to: null, withNotes: true, withDocuments: true, withAttachments: true };
export const TO_PATIENT: Examination = { recipientKind: 'patient', recipientName: 'Åsa Karlsson', basis: 'copy', basisText: '', decidedBy: '' };

/** A journal copy with its examination, as base64. */
export async function copyOf(user: Pick<DocumentsUser, 'disclosures' | 'journal'>, patientId: string, over: { examination?: Examination; scope?: CopyScope; withheld?: Parameters<DocumentsUser['disclosures']['decide']>[0]['withheld'] } = {}): Promise<Awaited<ReturnType<DocumentsUser['journal']['print']>>> {
  const { disclosureId } = await user.disclosures.decide({ patientId, examination: over.examination ?? TO_PATIENT, scope: over.scope ?? EVERYTHING, withheld: over.withheld ?? [], way: 'print' });
  return user.journal.print({ patientId, disclosureId, language: 'sv' });
}

/** A locked document of this type, to the recipient. */
export async function finished(user: Pick<DocumentsUser, 'documents'>, patientId: string, type: DocumentType, over: { urgent?: boolean } = {}): Promise<string> {
  const { documentId } = await user.documents.create({ patientId, type, recipient: { name: 'Ortopedmottagningen, Ängelholms sjukhus', address: 'Landshövdingevägen 7 E\n262 52 Ängelholm' }, language: 'sv', urgent: over.urgent ?? false });
  const { draft } = await user.documents.get({ patientId, documentId });
  await user.documents.finish({ patientId, documentId, revision: draft?.revision ?? -1 });
  return documentId;
}
