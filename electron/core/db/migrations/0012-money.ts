import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory, refuse } from './record-history.ts';

/**
 * Charges, receipts, invoices, credits and payments (F-01…F-08, F-12). What is issued is never changed and never removed,
 * by raw SQL either; numbers have no gaps because the next one is the only one the table takes, inside the writing transaction.
 */
export async function up(tx: Writer): Promise<void> {
  for (const statement of [...VISITS, ...DOCUMENTS, ...PAYMENTS, ...DERIVED]) await tx.raw(statement);
}

const VAT = `vat_code TEXT NOT NULL CHECK (vat_code IN ('exempt', 'standard', 'reduced12', 'reduced6', 'outside'))`;
const DAY = (column: string): string => `${column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'`;

/**
 * What a step in a visit's life means for money. The row is made when the patient comes, so that nobody who was here can be
 * forgotten; a group's own block is not: its participants have visits of their own. pay_ref is the visit's own payment reference, known before any document is. `proposed`: a fee may be charged (C-07).
 */
const onStep = ({ name, when, fresh, from }: { readonly name: string; readonly when: string; readonly fresh: string; readonly from: string }): string =>
  `CREATE TRIGGER visit_settlement_${name} AFTER INSERT ON appointment_event WHEN ${when} BEGIN
    INSERT INTO visit_settlement (id, state, pay_ref, changed_at, changed_by)
      SELECT a.id, ${fresh}, 1 + coalesce((SELECT max(pay_ref) FROM visit_settlement), 0), NEW.at, NEW.actor_id
      FROM appointment a WHERE a.id = NEW.appointment_id AND a.group_id IS NOT a.id AND NOT EXISTS (SELECT 1 FROM visit_settlement v WHERE v.id = a.id);
    UPDATE visit_settlement SET state = ${fresh}, version = version + 1, changed_at = NEW.at, changed_by = NEW.actor_id
      WHERE id = NEW.appointment_id AND state IN (${from}); END`;

/** A service without price has nothing to settle, unless somebody writes a line. */
const OPEN_OR_FREE = `CASE WHEN (SELECT s.price_minor FROM appointment v JOIN service s ON s.id = v.service_id WHERE v.id = NEW.appointment_id) = 0 THEN 'free' ELSE 'open' END`;

const VISITS = [
  `CREATE TABLE payer (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('company', 'insurer', 'region')),
    name TEXT NOT NULL,
    organisation_number TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '', post_code TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    terms_days INTEGER CHECK (terms_days IS NULL OR terms_days BETWEEN 0 AND 90),
    show_patient_name INTEGER NOT NULL DEFAULT 0 CHECK (show_patient_name IN (0, 1)),
    show_patient_number INTEGER NOT NULL DEFAULT 0 CHECK (show_patient_number IN (0, 1)),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    ${CHANGED}
  ) STRICT`,
  keepHistory({ table: 'payer', columns: ['kind', 'name', 'organisation_number', 'street', 'post_code', 'city', 'reference', 'terms_days', 'show_patient_name', 'show_patient_number', 'active'], end: ' END' }),
  // id is the visit's. 'free': a service without price. 'waived': somebody decided that there is nothing to pay.
  `CREATE TABLE visit_settlement (
    id TEXT PRIMARY KEY NOT NULL REFERENCES appointment (id),
    state TEXT NOT NULL CHECK (state IN ('none', 'open', 'proposed', 'free', 'waived', 'billed')),
    pay_ref INTEGER NOT NULL UNIQUE,
    reason TEXT NOT NULL DEFAULT '',
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  keepHistory({ table: 'visit_settlement', columns: ['state', 'reason'], end: ' END' }),
  refuse('visit_settlement', 'DELETE'),
  `CREATE INDEX visit_to_settle ON visit_settlement (id) WHERE state IN ('open', 'proposed')`,
  onStep({ name: 'came', when: `NEW.to_status IN ('arrived', 'inTreatment', 'done')`, fresh: OPEN_OR_FREE, from: `'none', 'proposed'` }),
  onStep({ name: 'stayed_away', when: `NEW.fee_proposed = 1`, fresh: `'proposed'`, from: `'none', 'open', 'free'` }),
  `CREATE TRIGGER visit_settlement_taken_back AFTER INSERT ON appointment_event WHEN NEW.fee_proposed = 0 AND NEW.to_status NOT IN ('arrived', 'inTreatment', 'done') BEGIN
    UPDATE visit_settlement SET state = 'none', version = version + 1, changed_at = NEW.at, changed_by = NEW.actor_id
      WHERE id = NEW.appointment_id AND state IN ('open', 'proposed', 'free'); END`,
  // Lines before they are issued; replaced as a whole, what was there stays in the history.
  `CREATE TABLE charge_line (
    id TEXT PRIMARY KEY NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('service', 'item', 'lateCancel', 'noShow')),
    text TEXT NOT NULL,
    quantity_hundredths INTEGER NOT NULL CHECK (quantity_hundredths > 0),
    unit_minor INTEGER NOT NULL CHECK (unit_minor >= 0),
    discount_minor INTEGER NOT NULL CHECK (discount_minor >= 0),
    ${VAT},
    vat_reason_note_id TEXT REFERENCES note (id),
    payer_id TEXT REFERENCES payer (id),
    ${CHANGED}
  ) STRICT`,
  `CREATE INDEX charge_line_of_visit ON charge_line (appointment_id, position)`,
  keepHistory({ table: 'charge_line', columns: ['appointment_id', 'position', 'kind', 'text', 'quantity_hundredths', 'unit_minor', 'discount_minor', 'vat_code', 'vat_reason_note_id', 'payer_id'], on: 'DELETE', end: ' END' }),
  refuse('charge_line', 'UPDATE'),
];

const DOCUMENTS = [
  // seller and buyer are as they stood on paper that day. issued_on is the bookkeeping date. total_minor is with VAT.
  `CREATE TABLE money_document (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('receipt', 'invoice', 'credit')),
    series TEXT NOT NULL CHECK (series IN ('receipt', 'invoice')),
    number INTEGER NOT NULL CHECK (number > 0),
    refers_to TEXT REFERENCES money_document (id),
    issued_on TEXT NOT NULL CHECK (${DAY('issued_on')}),
    issued_at TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    patient_id TEXT REFERENCES patient (id),
    payer_id TEXT REFERENCES payer (id),
    buyer TEXT NOT NULL CHECK (json_valid(buyer)),
    seller TEXT NOT NULL CHECK (json_valid(seller)),
    due_on TEXT CHECK (due_on IS NULL OR ${DAY('due_on')}),
    ocr TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    line_count INTEGER NOT NULL CHECK (line_count > 0),
    total_minor INTEGER NOT NULL,
    vat_minor INTEGER NOT NULL,
    UNIQUE (series, number),
    CHECK ((kind = 'credit') = (refers_to IS NOT NULL)),
    CHECK (CASE kind WHEN 'credit' THEN total_minor <= 0 ELSE total_minor >= 0 END),
    CHECK (kind <> 'invoice' OR due_on IS NOT NULL)
  ) STRICT`,
  `CREATE INDEX money_document_of_patient ON money_document (patient_id, issued_at) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX money_document_of_payer ON money_document (payer_id, issued_at) WHERE payer_id IS NOT NULL`,
  `CREATE INDEX money_document_by_time ON money_document (issued_at, id)`,
  `CREATE INDEX money_credit_of ON money_document (refers_to) WHERE refers_to IS NOT NULL`,
  refuse('money_document', 'UPDATE'),
  refuse('money_document', 'DELETE'),
  // F-02: only the number after the last, whoever writes; the first of a series may be any.
  `CREATE TRIGGER money_document_only_next BEFORE INSERT ON money_document
     WHEN EXISTS (SELECT 1 FROM money_document WHERE id = NEW.id)
       OR NEW.number <> coalesce((SELECT max(number) + 1 FROM money_document WHERE series = NEW.series), NEW.number)
     BEGIN SELECT RAISE(ABORT, 'money_document is append-only: not the next number'); END`,
  `CREATE TRIGGER money_credit_fits BEFORE INSERT ON money_document WHEN NEW.kind = 'credit'
     AND (SELECT d.kind = 'credit' OR d.series <> NEW.series OR d.total_minor + NEW.total_minor + (SELECT coalesce(sum(c.total_minor), 0) FROM money_document c WHERE c.refers_to = d.id) < 0
          FROM money_document d WHERE d.id = NEW.refers_to)
     BEGIN SELECT RAISE(ABORT, 'money_credit_fits'); END`,
  `CREATE TABLE money_document_line (
    document_id TEXT NOT NULL REFERENCES money_document (id),
    position INTEGER NOT NULL CHECK (position > 0),
    appointment_id TEXT REFERENCES appointment (id),
    patient_id TEXT REFERENCES patient (id),
    supplied_on TEXT NOT NULL CHECK (${DAY('supplied_on')}),
    kind TEXT NOT NULL CHECK (kind IN ('service', 'item', 'lateCancel', 'noShow')),
    text TEXT NOT NULL,
    patient_label TEXT NOT NULL DEFAULT '',
    quantity_hundredths INTEGER NOT NULL,
    unit_minor INTEGER NOT NULL,
    discount_minor INTEGER NOT NULL,
    gross_minor INTEGER NOT NULL,
    ${VAT},
    vat_rate INTEGER NOT NULL,
    vat_minor INTEGER NOT NULL,
    vat_reason_note_id TEXT REFERENCES note (id),
    PRIMARY KEY (document_id, position)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX money_document_line_of_visit ON money_document_line (appointment_id) WHERE appointment_id IS NOT NULL`,
  refuse('money_document_line', 'UPDATE'),
  refuse('money_document_line', 'DELETE'),
  // Lines come in order, in the number the document announced, and add up to it: no line can be slipped in later.
  `CREATE TRIGGER money_document_line_only_next BEFORE INSERT ON money_document_line
     WHEN NEW.position <> 1 + (SELECT count(*) FROM money_document_line l WHERE l.document_id = NEW.document_id)
       OR NEW.position > (SELECT d.line_count FROM money_document d WHERE d.id = NEW.document_id)
     BEGIN SELECT RAISE(ABORT, 'money_document_line is append-only'); END`,
  `CREATE TRIGGER money_document_adds_up AFTER INSERT ON money_document_line
     WHEN NEW.position = (SELECT d.line_count FROM money_document d WHERE d.id = NEW.document_id)
       AND NOT EXISTS (SELECT 1 FROM money_document d WHERE d.id = NEW.document_id
         AND d.total_minor = (SELECT sum(l.gross_minor) FROM money_document_line l WHERE l.document_id = d.id)
         AND d.vat_minor = (SELECT sum(l.vat_minor) FROM money_document_line l WHERE l.document_id = d.id))
     BEGIN SELECT RAISE(ABORT, 'money_document differs from its lines'); END`,
];

const PAYMENTS = [
  // amount + rounding is what the debt shrinks by. A refund is negative; a reversal mirrors one payment or refund exactly.
  `CREATE TABLE money_payment (
    id TEXT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    document_id TEXT NOT NULL REFERENCES money_document (id),
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'reversal')),
    method TEXT NOT NULL CHECK (method IN ('card', 'swish', 'cash', 'bankgiro')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
    rounding_minor INTEGER NOT NULL DEFAULT 0 CHECK (rounding_minor BETWEEN -50 AND 50),
    received_on TEXT NOT NULL CHECK (${DAY('received_on')}),
    registered_at TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    reverses_id TEXT UNIQUE REFERENCES money_payment (id),
    reason TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    register_receipt TEXT NOT NULL DEFAULT '',
    CHECK (CASE kind WHEN 'payment' THEN amount_minor > 0 WHEN 'refund' THEN amount_minor < 0 ELSE 1 END),
    CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX money_payment_of ON money_payment (document_id, number)`,
  refuse('money_payment', 'UPDATE'),
  refuse('money_payment', 'DELETE'),
  `CREATE TRIGGER money_payment_only_next BEFORE INSERT ON money_payment
     WHEN EXISTS (SELECT 1 FROM money_payment WHERE id = NEW.id) OR NEW.number <> 1 + coalesce((SELECT max(number) FROM money_payment), 0)
     BEGIN SELECT RAISE(ABORT, 'money_payment is append-only: not the next number'); END`,
  `CREATE TRIGGER money_reversal_mirrors BEFORE INSERT ON money_payment WHEN NEW.kind = 'reversal' AND NOT EXISTS (
       SELECT 1 FROM money_payment p WHERE p.id = NEW.reverses_id AND p.kind <> 'reversal' AND p.document_id = NEW.document_id AND p.method = NEW.method
         AND p.amount_minor = -NEW.amount_minor AND p.rounding_minor = -NEW.rounding_minor)
     BEGIN SELECT RAISE(ABORT, 'money_reversal_mirrors'); END`,
];

/** Sums that follow from the rows above, kept by triggers so that lists of millions of rows need not add. */
const DERIVED = [
  `CREATE TABLE money_balance (
    document_id TEXT PRIMARY KEY NOT NULL REFERENCES money_document (id),
    issued_at TEXT NOT NULL,
    due_on TEXT,
    balance_minor INTEGER NOT NULL,
    paid_minor INTEGER NOT NULL DEFAULT 0,
    credited_minor INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX money_balance_open ON money_balance (issued_at, document_id) WHERE balance_minor <> 0`,
  `CREATE TRIGGER money_document_opens AFTER INSERT ON money_document WHEN NEW.kind <> 'credit' BEGIN
     INSERT INTO money_balance (document_id, issued_at, due_on, balance_minor) VALUES (NEW.id, NEW.issued_at, NEW.due_on, NEW.total_minor); END`,
  `CREATE TRIGGER money_credit_lowers AFTER INSERT ON money_document WHEN NEW.kind = 'credit' BEGIN
     UPDATE money_balance SET balance_minor = balance_minor + NEW.total_minor, credited_minor = credited_minor + NEW.total_minor WHERE document_id = NEW.refers_to; END`,
  `CREATE TRIGGER money_payment_lowers AFTER INSERT ON money_payment BEGIN
     UPDATE money_balance SET balance_minor = balance_minor - NEW.amount_minor - NEW.rounding_minor, paid_minor = paid_minor + NEW.amount_minor + NEW.rounding_minor
       WHERE document_id = NEW.document_id;
     SELECT RAISE(ABORT, 'money_payment without a debt') WHERE changes() = 0;
     INSERT INTO money_payment_day (received_on, method, amount_minor) VALUES (NEW.received_on, NEW.method, NEW.amount_minor)
       ON CONFLICT (received_on, method) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor; END`,
  // Nobody gets back more than was paid.
  `CREATE TRIGGER money_refund_fits BEFORE INSERT ON money_payment WHEN NEW.amount_minor + NEW.rounding_minor < 0
     AND (SELECT paid_minor FROM money_balance WHERE document_id = NEW.document_id) + NEW.amount_minor + NEW.rounding_minor < 0
     BEGIN SELECT RAISE(ABORT, 'money_refund_fits'); END`,
  `CREATE TABLE money_payment_day (
    received_on TEXT NOT NULL, method TEXT NOT NULL, amount_minor INTEGER NOT NULL, PRIMARY KEY (received_on, method)
  ) STRICT, WITHOUT ROWID`,
];
