import { join } from 'node:path';

import { attachments } from '#shared/contract/attachments.ts';
import { incoming } from '#shared/contract/incoming.ts';
import { journal } from '#shared/contract/journal.ts';
import { medications } from '#shared/contract/medications.ts';
import { phrases } from '#shared/contract/phrases.ts';
import { signing } from '#shared/contract/signing.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { writing } from '#shared/contract/writing.ts';
import { createAttachmentsService } from '#electron/core/services/attachments/attachments-service.ts';
import { createIncomingService } from '#electron/core/services/incoming/incoming-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createMedicationsService } from '#electron/core/services/medications/medications-service.ts';
import { createPhrasesService } from '#electron/core/services/phrases/phrases-service.ts';
import { createSigningService } from '#electron/core/services/journal/signing-service.ts';
import { createWritingService } from '#electron/core/services/writing/writing-service.ts';
import { createTimelineService } from '#electron/core/services/timeline/timeline-service.ts';
import { startTestClinic, type TestClinic } from '../harness.ts';
import { softwareSigner } from '../journal/journal-clinic.ts';

const contract = { journal, timeline, attachments, incoming, medications, signing, phrases, writing };
export type AttachmentsClinic = TestClinic<typeof contract>;
export type AttachmentsUser = Awaited<ReturnType<AttachmentsClinic['as']>>;

/** A clinic on a real encrypted file with the journal, its attachments and incoming papers. */
export function startAttachmentsClinic(): Promise<AttachmentsClinic> {
  return startTestClinic(contract, deps => {
    const parts = { ...deps, signer: softwareSigner(deps.clock.now) };
    return {
      journal: createJournalService(parts),
      signing: createSigningService(parts),
      phrases: createPhrasesService(deps),
      writing: createWritingService(deps),
      timeline: createTimelineService(deps),
      attachments: createAttachmentsService(deps),
      medications: createMedicationsService(deps),
      incoming: createIncomingService({ ...deps, dataDir: join(deps.db.file, '..') }),
    };
  });
}

export const EVENT_TIME = '2026-11-20T09:00:00.000Z';
export const FACTS = { title: 'Vänster hand', bodyPart: 'Hand', stage: null, eventTime: EVENT_TIME } as const;
export const file = (bytes: Uint8Array, thumbnail: Uint8Array | null = null) => ({ content: Buffer.from(bytes).toString('base64'), thumbnail: thumbnail && Buffer.from(thumbnail).toString('base64') });

/** A practitioner who takes part in this patient's care. */
export async function carerOf(clinic: AttachmentsClinic, patientId: string): Promise<AttachmentsUser> {
  const user = await clinic.as('practitioner');
  await user.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  return user;
}

/** Every log row about attachments and papers, oldest first. */
export async function logged(clinic: AttachmentsClinic): Promise<{ action: string; patient: string | null; reason: string | null }[]> {
  return (await clinic.db.reader.raw(
    `SELECT action, patient_id AS patient, reason_code AS reason FROM audit_event WHERE action LIKE 'ATTACH%' OR action LIKE 'INCOMING%' OR action IN ('EXPORT', 'PHOTO_CONSENT', 'ACCESS_DENIED') ORDER BY seq`,
  )) as { action: string; patient: string | null; reason: string | null }[];
}
