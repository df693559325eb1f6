import { mkdirSync } from 'node:fs';

import { v7 } from 'uuid';

import type { PatientDraft } from '#shared/domain/patients/patient.ts';

import type { CardDrawer } from './cards/card-drawer.ts';
import { PINS } from './cards/card-drawer.ts';
import type { CoreDesk } from './core-desk.ts';
import { readKitPaper } from './kit-paper.ts';
import { until } from './until.ts';

export const EKEN = { name: 'Ekens läkarmottagning', organisationNumber: '5560360793', hsaId: 'SE5560360793-A001', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true } as const;
export const MARIA = { hsaId: 'SE2321000016-1001', givenName: 'Maria', surname: 'Ek', title: 'Verksamhetschef' };

/** A clinic whose only card is the one in the reader. */
export async function enrolFirst(desk: Pick<CoreDesk, 'client'>, { issuers }: Pick<CardDrawer, 'issuers'>, over: { alsoPractitioner?: boolean } = {}): Promise<void> {
  await desk.client.setup.saveClinic(EKEN);
  await desk.client.setup.importIssuers({ files: [...issuers] });
  await desk.client.setup.enrolCard({ pin: PINS.auth, ...over });
}

/** Prints a kit and reads two of its groups back. Returns what is on the paper. */
export async function printKit(desk: Pick<CoreDesk, 'client'>): Promise<string> {
  const { pdfBase64, askBack } = await desk.client.setup.createKit({});
  const { groups } = readKitPaper(pdfBase64);
  await desk.client.setup.confirmKit({ groups: [groups[askBack[0] - 1] ?? '', groups[askBack[1] - 1] ?? ''] });
  return groups.join(' ');
}

/** Makes a backup and waits for its proof. */
export async function backUp(desk: Pick<CoreDesk, 'client'>): Promise<void> {
  await desk.client.backup.run({});
  await until('the backup to end', async () => (await desk.client.backup.status({})).running === null, 60_000);
  const { attempt } = await desk.client.backup.status({});
  if (attempt?.outcome !== 'ok') throw new Error(`the backup failed: ${attempt?.errorCode ?? 'no attempt'}`);
}

/** The whole wizard with one proven backup in `place`. Returns the kit's paper. */
export async function finishFirstRun(desk: Pick<CoreDesk, 'client'>, drawer: Pick<CardDrawer, 'issuers'>, about: string | { readonly place: string; readonly alsoPractitioner: boolean }): Promise<string> {
  const { place, alsoPractitioner } = typeof about === 'string' ? { place: about, alsoPractitioner: true } : about;
  await enrolFirst(desk, drawer, { alsoPractitioner });
  const paper = await printKit(desk);
  mkdirSync(place, { recursive: true });
  await desk.client.setup.chooseBackupPlace({ path: place });
  await backUp(desk);
  await desk.client.setup.finish({});
  return paper;
}

/** A patient in the register, whose journal the person at the desk may read. Returns the id. */
export async function registerPatient(desk: Pick<CoreDesk, 'client'>, about: Partial<PatientDraft> = {}): Promise<string> {
  const id = v7();
  await desk.client.patients.register({
    id, draft: { givenName: 'Åsa', familyName: 'Karlsson', birthDate: '1981-12-18', sex: 'F', number: null, identityLevel: null, protection: 'none', registrationNote: '', contacts: [], address: null, ...about },
  });
  await desk.client.journal.stateReason({ patientId: id, reasonCode: 'takesPartInCare' });
  return id;
}
