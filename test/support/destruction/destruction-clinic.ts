import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { attachments } from '#shared/contract/attachments.ts';
import { destruction } from '#shared/contract/destruction.ts';
import { disclosures } from '#shared/contract/disclosures.ts';
import { documents } from '#shared/contract/documents.ts';
import { incoming } from '#shared/contract/incoming.ts';
import { journal } from '#shared/contract/journal.ts';
import { journalSearch } from '#shared/contract/journal-search.ts';
import { medications } from '#shared/contract/medications.ts';
import { referrals } from '#shared/contract/referrals.ts';
import { signing } from '#shared/contract/signing.ts';
import { timeline } from '#shared/contract/timeline.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { openExpiry } from '#electron/core/adapters/store-expiry/folder-expiry.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { openPages } from '#electron/core/backup/restore/page-reader.ts';
import { placeIn, type ClinicPlace } from '#electron/core/clinic/clinic-place.ts';
import type { OpenClinic } from '#electron/core/clinic/open-clinic.ts';
import { deviceSigner, newDeviceKey, type DeviceSigner } from '#electron/core/security/vault/device-key.ts';
import type { Vault } from '#electron/core/security/vault/vault.ts';
import { backupContext } from '#electron/core/services/backup/backup-context.ts';
import { createAttachmentsService } from '#electron/core/services/attachments/attachments-service.ts';
import { createDestructionService } from '#electron/core/services/destruction/destruction-service.ts';
import { createDisclosuresService } from '#electron/core/services/disclosures/disclosures-service.ts';
import { createDocumentsService } from '#electron/core/services/documents/documents-service.ts';
import { createIncomingService } from '#electron/core/services/incoming/incoming-service.ts';
import { createJournalSearchService } from '#electron/core/services/journal-search/journal-search-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { createSigningService } from '#electron/core/services/journal/signing-service.ts';
import { createMedicationsService } from '#electron/core/services/medications/medications-service.ts';
import { createReferralsService } from '#electron/core/services/referrals/referrals-service.ts';
import { createTimelineService } from '#electron/core/services/timeline/timeline-service.ts';
import { pdf } from '../attachments/samples.ts';
import { KEY, startTestClinic, type TestClinic } from '../harness.ts';
import { PIN, softwareSigner, type FakeSigner } from '../journal/journal-clinic.ts';

const areas = { destruction, journal, signing, timeline, journalSearch, documents, referrals, disclosures, incoming, attachments, medications };
export type DestructionClinic = TestClinic<typeof areas> & {
  readonly signer: FakeSigner;
  readonly device: DeviceSigner;
  readonly place: ClinicPlace;
  /** How often backups were asked for. */
  readonly backups: { count: number };
  /** The open clinic as a sign-in sees it. */
  readonly open: Pick<OpenClinic, 'db' | 'log' | 'signer' | 'clinic'>;
  /** One backup into this folder, as the program makes it. */
  readonly backUp: (folder: string) => Promise<void>;
};
export type DestructionUser = Awaited<ReturnType<DestructionClinic['as']>>;

/** A clinic on a real encrypted file with everything a journal is made of, and the destruction of it. */
export async function startDestructionClinic(): Promise<DestructionClinic> {
  let made: Pick<DestructionClinic, 'signer' | 'device' | 'place' | 'backups' | 'open' | 'backUp'> | undefined;
  const clinic = await startTestClinic(areas, (deps, log) => {
    const dir = join(deps.db.file, '..');
    const place = placeIn(join(dir, 'data'), join(dir, 'data/clinic'));
    mkdirSync(place.vault.folder, { recursive: true });
    for (const name of ['head.json', 'head.p7s']) writeFileSync(join(place.vault.folder, name), '{}');
    const device = deviceSigner(newDeviceKey('test', deps.clock.now()), deps.clock.now);
    const signer = softwareSigner(deps.clock.now);
    const backups = { count: 0 };
    const never = () => Promise.reject(new AppError('internal'));
    const vault = { head: { entries: [], dbKeyId: 'test' } } as unknown as Vault;
    const backUp = async (folder: string): Promise<void> => {
      const store = openStore({ kind: 'folder', path: folder });
      await createRepository(store, deps.clinic.id, deps.clock.now());
      await runBackup(await backupContext({
        ...deps, open: { log, signer: device, keyHex: () => KEY, vault }, place, appVersion: 'test', openStore, openExpiry, emit: () => undefined, probeServer: never, judgeHost: () => { throw new AppError('internal'); },
      }, store, () => undefined));
    };
    made = { signer, device, place, backups, backUp, open: { db: deps.db, log, signer: device, clinic: deps.clinic } };
    const parts = { ...deps, signer };
    return {
      destruction: createDestructionService({ ...deps, prover: signer, open: { signer: device }, place, places: async () => [], backUpSoon: () => { backups.count += 1; } }),
      journal: createJournalService(parts), signing: createSigningService(parts), timeline: createTimelineService(deps), journalSearch: createJournalSearchService(deps), documents: createDocumentsService(parts),
      referrals: createReferralsService(deps), disclosures: createDisclosuresService(parts), incoming: createIncomingService({ ...deps, dataDir: dir }), attachments: createAttachmentsService(deps), medications: createMedicationsService(deps),
    };
  });
  return { ...clinic, ...(made as NonNullable<typeof made>) };
}

/** A decision as IVO sends it. */
export const DECISION = { decider: 'ivo', caseNumber: '8.4.2-12345/2026', decidedOn: '2026-11-20', paper: pdf({ word: 'Beslut' }).toString('base64') } as const;
export const MARK = 'Förstörd efter beslut av IVO 2026-11-20, dnr 8.4.2-12345/2026';

/** One administrator asks, another confirms with the PIN. */
export async function destroy(clinic: Pick<DestructionClinic, 'as'>, what: { readonly patientId: string; readonly entries?: readonly { readonly kind: 'note' | 'document' | 'attachment'; readonly id: string }[] }): Promise<{ id: string; counts: Awaited<ReturnType<DestructionUser['destruction']['confirm']>> }> {
  const [maria, nils] = [await clinic.as('administrator'), await clinic.as('administrator')];
  const { id } = await maria.destruction.ask({ ...DECISION, patientId: what.patientId, scope: what.entries ? 'entries' : 'journal', entries: [...(what.entries ?? [])] });
  return { id, counts: await nils.destruction.confirm({ id, secret: PIN }) };
}

/** Every page of the database file, decrypted, freed pages among them: what somebody with the key and the file would find. */
export async function plainPages(file: string): Promise<Buffer> {
  const reader = await openPages(file, new Redacted(KEY), 4096);
  const pages: Buffer[] = [];
  for (let page = 1; page <= reader.pages; page += 1) pages.push(await reader.plain(page));
  await reader.close();
  return Buffer.concat(pages);
}
