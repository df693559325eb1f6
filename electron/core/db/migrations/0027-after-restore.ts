import type { Writer } from '../handles.ts';
import { appendOnly } from './record-history.ts';

/** After a restore (issue 5): numbers that may have been given out after the backup was made are passed over, with the reason beside the gap (F-02). */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

/** The last number of a series that is used up, by a row or by a gap; null for none. `used` counts the rows. */
const lastOf = (series: string, used: string): string =>
  `(SELECT max(n) FROM (SELECT (${used}) AS n UNION ALL SELECT max(last) FROM number_gap WHERE series = ${series}))`;

const LAST_VISIT = `coalesce(${lastOf(`'visit'`, 'SELECT max(pay_ref) FROM visit_settlement')}, 0)`;

/** As in migration 0012, but for the numbers that were passed over. */
const onStep = ({ name, when, fresh, from }: { readonly name: string; readonly when: string; readonly fresh: string; readonly from: string }): string =>
  `CREATE TRIGGER visit_settlement_${name} AFTER INSERT ON appointment_event WHEN ${when} BEGIN
    INSERT INTO visit_settlement (id, state, pay_ref, changed_at, changed_by)
      SELECT a.id, ${fresh}, 1 + ${LAST_VISIT}, NEW.at, NEW.actor_id
      FROM appointment a WHERE a.id = NEW.appointment_id AND a.group_id IS NOT a.id AND NOT EXISTS (SELECT 1 FROM visit_settlement v WHERE v.id = a.id);
    UPDATE visit_settlement SET state = ${fresh}, version = version + 1, changed_at = NEW.at, changed_by = NEW.actor_id
      WHERE id = NEW.appointment_id AND state IN (${from}); END`;

const OPEN_OR_FREE = `CASE WHEN (SELECT s.price_minor FROM appointment v JOIN service s ON s.id = v.service_id WHERE v.id = NEW.appointment_id) = 0 THEN 'free' ELSE 'open' END`;
const LAST_DOCUMENT = lastOf('NEW.series', 'SELECT max(number) FROM money_document WHERE series = NEW.series');
const LAST_PAYMENT = `coalesce(${lastOf(`'payment'`, 'SELECT max(number) FROM money_payment')}, 0)`;

const STATEMENTS = [
  // Numbers from first to last are not used: after the restore named, a paper with one of them may be in somebody's hand.
  `CREATE TABLE number_gap (
    id TEXT PRIMARY KEY NOT NULL,
    series TEXT NOT NULL CHECK (series IN ('receipt', 'invoice', 'payment', 'visit')),
    first INTEGER NOT NULL CHECK (first > 0),
    last INTEGER NOT NULL CHECK (last >= first),
    reason TEXT NOT NULL CHECK (reason <> ''),
    made_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX number_gap_of_series ON number_gap (series, last)`,
  ...appendOnly('number_gap'),
  // A gap begins where the series stands: no number in use is called unused, no free one is left before it.
  `CREATE TRIGGER number_gap_fits BEFORE INSERT ON number_gap
     WHEN NEW.first <> 1 + coalesce((SELECT max(n) FROM (
         SELECT max(last) AS n FROM number_gap WHERE series = NEW.series
         UNION ALL SELECT max(number) FROM money_document WHERE series = NEW.series
         UNION ALL SELECT max(number) FROM money_payment WHERE NEW.series = 'payment'
         UNION ALL SELECT max(pay_ref) FROM visit_settlement WHERE NEW.series = 'visit')), NEW.first - 1)
     BEGIN SELECT RAISE(ABORT, 'number_gap is not where the series stands'); END`,
  `DROP TRIGGER money_document_only_next`,
  `CREATE TRIGGER money_document_only_next BEFORE INSERT ON money_document
     WHEN EXISTS (SELECT 1 FROM money_document WHERE id = NEW.id) OR NEW.number <> coalesce(1 + ${LAST_DOCUMENT}, NEW.number)
     BEGIN SELECT RAISE(ABORT, 'money_document is append-only: not the next number'); END`,
  `DROP TRIGGER money_payment_only_next`,
  `CREATE TRIGGER money_payment_only_next BEFORE INSERT ON money_payment
     WHEN EXISTS (SELECT 1 FROM money_payment WHERE id = NEW.id) OR NEW.number <> 1 + ${LAST_PAYMENT}
     BEGIN SELECT RAISE(ABORT, 'money_payment is append-only: not the next number'); END`,
  `DROP TRIGGER visit_settlement_came`,
  `DROP TRIGGER visit_settlement_stayed_away`,
  onStep({ name: 'came', when: `NEW.to_status IN ('arrived', 'inTreatment', 'done')`, fresh: OPEN_OR_FREE, from: `'none', 'proposed'` }),
  onStep({ name: 'stayed_away', when: `NEW.fee_proposed = 1`, fresh: `'proposed'`, from: `'none', 'open', 'free'` }),
];
