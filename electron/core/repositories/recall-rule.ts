import type { RecallRule } from '#shared/domain/recalls/recall.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** After how many months each service calls its patients again, in the order of services. */
export async function findRules(db: Reader): Promise<RecallRule[]> {
  const rows = (await db.raw(
    `SELECT r.id AS id, r.version AS version, r.service_id AS serviceId, r.months AS months, r.active AS active FROM recall_rule r JOIN service s ON s.id = r.service_id ORDER BY s.position, s.name`,
  )) as (Omit<RecallRule, 'active'> & { active: number })[];
  return rows.map(row => ({ ...row, active: row.active === 1 }));
}

interface RuleFields {
  readonly id: string;
  readonly serviceId: string;
  readonly months: number;
  readonly active: boolean;
}

/** Errors: record.changedMeanwhile when the service has a rule already. */
export async function insertRule(tx: Writer, rule: RuleFields, change: Change): Promise<void> {
  const [same] = (await tx.raw('SELECT 1 FROM recall_rule WHERE service_id = ?', [rule.serviceId])) as unknown[];
  if (same) throw new AppError('record.changedMeanwhile');
  await tx('recall_rule').insert({ id: rule.id, service_id: rule.serviceId, months: rule.months, active: rule.active, version: 1, changed_at: change.at, changed_by: change.by });
}

/** Recalls that are on the list keep their day; the next ones follow the new rule. Errors: record.changedMeanwhile. */
export async function updateRule(tx: Writer, rule: RuleFields & { readonly version: number }, change: Change): Promise<number> {
  const version = rule.version + 1;
  const count = await tx('recall_rule').where({ id: rule.id, version: rule.version, service_id: rule.serviceId }).update({ months: rule.months, active: rule.active, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}

export interface EarlierVisits {
  readonly rule: RuleFields;
  /** Visits before this instant are not looked at. */
  readonly from: string;
  readonly to: string;
  readonly newId: () => string;
}

/**
 * Puts everybody on the list whose latest done visit of the service lies in the period, who has no open recall for it and
 * no such visit ahead. Goes by the index of visits by time. Returns how many.
 */
export async function insertForEarlierVisits(tx: Writer, { rule, from, to, newId }: EarlierVisits, change: Change): Promise<number> {
  const latest = (await tx.raw(
    `SELECT a.patient_id AS patientId, date(max(a.start_utc), '+' || ? || ' months', 'floor') AS dueDate
     FROM appointment a INDEXED BY appointment_by_start
     WHERE a.start_utc >= ? AND a.start_utc < ? AND a.status = 'done' AND a.service_id = ? AND a.patient_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM recall o WHERE o.patient_id = a.patient_id AND coalesce(o.service_id, '') = a.service_id AND o.status IN ('toCall', 'called', 'unreachable', 'booked'))
       AND NOT EXISTS (SELECT 1 FROM appointment n WHERE n.patient_id = a.patient_id AND n.start_utc >= ? AND n.service_id = a.service_id AND n.status IN ('booked', 'confirmed', 'arrived', 'inTreatment'))
     GROUP BY a.patient_id`,
    [rule.months, from, to, rule.serviceId, to],
  )) as { patientId: string; dueDate: string }[];
  for (let start = 0; start < latest.length; start += 500) {
    await tx('recall').insert(
      latest.slice(start, start + 500).map(one => ({
        id: newId(), patient_id: one.patientId, service_id: rule.serviceId, rule_id: rule.id, due_date: one.dueDate, status: 'toCall', created_at: change.at, created_by: change.by,
        changed_at: change.at, changed_by: change.by,
      })),
    );
  }
  return latest.length;
}
