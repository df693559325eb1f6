import { isAesthetic } from '#shared/domain/money/vat.ts';
import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { ChargeDraft } from '#shared/domain/money/line.ts';
import type { VatCode } from '#shared/domain/money/vat.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

export type SettlementState = 'none' | 'open' | 'proposed' | 'free' | 'waived' | 'billed';

/** A visit as money sees it. `version` 0 and `payRef` null: it has no settlement row yet. */
export interface MoneyVisit {
  readonly id: string;
  readonly version: number;
  readonly state: SettlementState;
  readonly payRef: number | null;
  readonly patientId: string | null;
  readonly name: string;
  readonly isProtected: boolean;
  readonly start: string;
  readonly timeZone: string;
  readonly status: AppointmentStatus;
  /** Told at booking for a visit missed or cancelled late; 0: none (C-07). */
  readonly feeMinor: number;
  /** A group's own block in the agenda: nobody pays for it, its participants have visits of their own (C-10). */
  readonly isGroup: boolean;
  readonly service: { readonly name: string; readonly priceMinor: number; readonly vatCode: VatCode; readonly isAesthetic: boolean };
}

interface VisitRow {
  id: string; version: number | null; state: SettlementState | null; pay_ref: number | null; patient_id: string | null; name: string; is_protected: number; start_utc: string; tz: string;
  status: AppointmentStatus; no_show_fee_minor: number; is_group: number; service: string; price_minor: number; vat_code: VatCode; rules: string;
}

const COLUMNS = `a.id, v.version, v.state, v.pay_ref, a.patient_id, CASE WHEN p.id IS NULL THEN a.booking_name ELSE p.family_name || ', ' || p.given_name END AS name,
  coalesce(p.protection <> 'none', 0) AS is_protected, a.start_utc, a.tz, a.status, a.no_show_fee_minor, a.group_id IS a.id AS is_group, s.name AS service, s.price_minor, s.vat_code, s.rules`;
const JOINS = `JOIN service s ON s.id = a.service_id LEFT JOIN patient p ON p.id = a.patient_id`;

const toVisit = (row: VisitRow): MoneyVisit => ({
  id: row.id, version: row.version ?? 0, state: row.state ?? 'none', payRef: row.pay_ref, patientId: row.patient_id, name: row.name, isProtected: row.is_protected === 1,
  start: row.start_utc, timeZone: row.tz, status: row.status, feeMinor: row.no_show_fee_minor, isGroup: row.is_group === 1,
  service: { name: row.service, priceMinor: row.price_minor, vatCode: row.vat_code, isAesthetic: isAesthetic({ vatCode: row.vat_code, rules: JSON.parse(row.rules) as object }) },
});

/** These visits, in no particular order; unknown ids are left out. */
export async function findMoneyVisits(db: Reader, ids: readonly string[]): Promise<MoneyVisit[]> {
  const sql = `SELECT ${COLUMNS} FROM json_each(?) asked CROSS JOIN appointment a ON a.id = asked.value LEFT JOIN visit_settlement v ON v.id = a.id ${JOINS}`;
  return ((await db.raw(sql, [JSON.stringify(ids)])) as VisitRow[]).map(toVisit);
}

/** The visit. Errors: record.notFound. */
export async function getMoneyVisit(db: Reader, id: string): Promise<MoneyVisit> {
  const [visit] = await findMoneyVisits(db, [id]);
  if (!visit) throw new AppError('record.notFound');
  return visit;
}

/** Every visit with something to settle comes out of one small index, however many visits there are. */
export const TO_SETTLE_SQL = `SELECT ${COLUMNS} FROM visit_settlement v INDEXED BY visit_to_settle CROSS JOIN appointment a ON a.id = v.id ${JOINS}
  WHERE v.state IN ('open', 'proposed') AND a.start_utc >= ? AND a.start_utc < ? ORDER BY a.start_utc, a.id LIMIT ?`;

/** Visits to settle that start in [from, to), oldest first. Instants. */
export async function findVisitsToSettle(db: Reader, range: { readonly from: string; readonly to: string; readonly limit: number }): Promise<MoneyVisit[]> {
  return ((await db.raw(TO_SETTLE_SQL, [range.from, range.to, range.limit])) as VisitRow[]).map(toVisit);
}

/** How many visits are done and not charged, and how many fees may be. */
export async function countToSettle(db: Reader): Promise<{ readonly unbilled: number; readonly fees: number }> {
  const [row] = (await db.raw(
    `SELECT coalesce(sum(v.state = 'open' AND a.status = 'done'), 0) AS unbilled, coalesce(sum(v.state = 'proposed'), 0) AS fees
     FROM visit_settlement v INDEXED BY visit_to_settle CROSS JOIN appointment a ON a.id = v.id WHERE v.state IN ('open', 'proposed')`,
  )) as { unbilled: number; fees: number }[];
  return row ?? { unbilled: 0, fees: 0 };
}

/**
 * Puts the settlement in a state; makes it when the visit has none (`version` 0). Returns the new version.
 * Errors: record.changedMeanwhile.
 */
export async function putSettlement(tx: Writer, at: { readonly id: string; readonly version: number; readonly state: SettlementState; readonly reason?: string }, change: Change): Promise<number> {
  const { id, version, state, reason = '' } = at;
  if (version === 0) {
    const made = (await tx.raw(
      `INSERT INTO visit_settlement (id, state, pay_ref, reason, changed_at, changed_by)
       SELECT ?, ?, 1 + coalesce((SELECT max(pay_ref) FROM visit_settlement), 0), ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM visit_settlement WHERE id = ?) RETURNING version`,
      [id, state, reason, change.at, change.by, id],
    )) as unknown[];
    if (made.length === 0) throw new AppError('record.changedMeanwhile');
    return 1;
  }
  const count = await tx('visit_settlement').where({ id, version }).update({ state, reason, version: version + 1, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version + 1;
}

/** A line that waits to be issued. */
export type StoredCharge = ChargeDraft & { readonly appointmentId: string };

interface ChargeRow {
  appointment_id: string; kind: ChargeDraft['kind']; text: string; quantity_hundredths: number; unit_minor: number; discount_minor: number; vat_code: VatCode; vat_reason_note_id: string | null; payer_id: string | null;
}

/** Stored lines of these visits, each visit's in order. */
export async function findCharges(db: Reader, appointmentIds: readonly string[]): Promise<StoredCharge[]> {
  const rows = (await db.raw('SELECT c.* FROM json_each(?) asked CROSS JOIN charge_line c ON c.appointment_id = asked.value ORDER BY c.appointment_id, c.position', [JSON.stringify(appointmentIds)])) as ChargeRow[];
  return rows.map(row => ({
    appointmentId: row.appointment_id, kind: row.kind, text: row.text, quantityHundredths: row.quantity_hundredths, unitMinor: row.unit_minor, discountMinor: row.discount_minor,
    vatCode: row.vat_code, vatReasonNoteId: row.vat_reason_note_id, payerId: row.payer_id,
  }));
}

/** Puts these lines in place of the visit's stored ones. */
export async function replaceCharges(tx: Writer, lines: { readonly appointmentId: string; readonly drafts: readonly (ChargeDraft & { readonly id: string })[] }, change: Change): Promise<void> {
  await tx('charge_line').where({ appointment_id: lines.appointmentId }).delete();
  if (lines.drafts.length === 0) return;
  await tx('charge_line').insert(
    lines.drafts.map((line, index) => ({
      id: line.id, appointment_id: lines.appointmentId, position: index + 1, kind: line.kind, text: line.text, quantity_hundredths: line.quantityHundredths, unit_minor: line.unitMinor,
      discount_minor: line.discountMinor, vat_code: line.vatCode, vat_reason_note_id: line.vatReasonNoteId, payer_id: line.payerId, version: 1, changed_at: change.at, changed_by: change.by,
    })),
  );
}

/** True when it is a signed note of this patient (F-01). */
export async function isSignedNoteOf(db: Reader, noteId: string, patientId: string): Promise<boolean> {
  const rows = (await db.raw('SELECT 1 FROM note n WHERE n.id = ? AND n.patient_id = ? AND EXISTS (SELECT 1 FROM signature s WHERE s.note_id = n.id)', [noteId, patientId])) as unknown[];
  return rows.length > 0;
}
