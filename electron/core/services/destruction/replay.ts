import { type DestructionOrder, markOf } from '#shared/domain/destruction/destruction.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { Writer } from '../../db/handles.ts';
import type { Clock } from '../../ports/clock.ts';
import { findDestruction, insertRequest } from '../../repositories/destruction.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { carryOut, emptyWriteAheadLog } from './carry-out.ts';
import { fingerprintOf, keepOrderFile, readOrderFile, readOrderLists, removeOrderFile } from './order-list.ts';

type Clinic = Pick<OpenClinic, 'db' | 'log' | 'signer' | 'clinic'>;

async function replayOne(tx: Writer, { log }: Clinic, { order, at }: { readonly order: DestructionOrder; readonly at: string }): Promise<void> {
  const known = await findDestruction(tx, order.id);
  if (known?.confirmed) return; // this database knew of it
  const request = { ...order, mark: markOf(order) };
  if (known === undefined) await insertRequest(tx, request);
  const counts = await carryOut(tx, { request, confirmed: order.confirmed, replayedAt: at });
  await log.append(tx, PROGRAM, {
    action: 'DESTROY', category: 'note', patientId: order.patientId, objectType: 'destruction', objectId: order.id, reasonCode: 'destruction.replayed', reasonText: order.caseNumber,
    count: Object.values(counts).reduce((sum, n) => sum + n, 0),
  });
}

/**
 * Carries out again, before anybody may use the clinic, what was destroyed after the backup that was restored (J-09): every
 * order in the list beside the database that the database does not know. Safe to call at every sign-in. Returns how many.
 * A list that this clinic's key did not sign changes nothing; the log says so and the list is made anew from the database.
 */
export async function replayDestructions(place: ClinicPlace, clinic: Clinic, clock: Clock): Promise<number> {
  const text = await readOrderFile(place.clinicDir);
  if (text === undefined) return 0;
  const { orders, damaged } = readOrderLists(text, fingerprintOf(clinic.signer));
  const at = clock.now().toISOString();
  let replayed = 0;
  for (const order of orders) {
    if ((await findDestruction(clinic.db.reader, order.id))?.confirmed) continue;
    await clinic.db.write(tx => replayOne(tx, clinic, { order, at }));
    replayed += 1;
  }
  if (replayed > 0) await emptyWriteAheadLog(clinic.db);
  if (damaged) await clinic.db.write(tx => clinic.log.append(tx, PROGRAM, { action: 'DESTROY', category: 'system', outcome: 'failed', objectType: 'destructionList', reasonCode: 'destruction.listDamaged' }));
  if (!damaged && replayed === 0) return 0;
  const kept = await keepOrderFile({ clinicFolder: place.clinicDir, db: clinic.db.reader, clinicId: clinic.clinic.id, now: clock.now(), signer: clinic.signer });
  if (kept === null) await removeOrderFile(place.clinicDir);
  return replayed;
}
