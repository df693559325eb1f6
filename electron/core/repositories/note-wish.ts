import type { Reader } from '../db/handles.ts';
import { findOwnVisit, findVisitToWrite, type OwnVisits } from './note-visit.ts';

/** The service of the person's own visit with this patient in the period: one not written about yet before one that is; null: no visit. */
export async function findServiceToWriteAbout(db: Reader, own: OwnVisits): Promise<string | null> {
  const visitId = (await findVisitToWrite(db, own)) ?? (await findOwnVisit(db, own));
  if (visitId === undefined) return null;
  const [row] = (await db.raw('SELECT service_id AS serviceId FROM appointment WHERE id = ?', [visitId])) as { serviceId: string | null }[];
  return row?.serviceId ?? null;
}

/** The person's profession, which chooses among templates; `other` for somebody unknown. */
export async function professionOf(db: Reader, userId: string): Promise<string> {
  const [row] = (await db.raw('SELECT profession FROM user_account WHERE id = ?', [userId])) as { profession: string }[];
  return row?.profession ?? 'other';
}
