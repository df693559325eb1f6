import type { Writer } from '../handles.ts';
import { appendOnly, CHANGED, keepHistory, refuseChange, refuseDelete, refuseReplace } from './record-history.ts';

/** The end of the service (G-18) and reports of personal data breaches (G-12). Evidence is never changed or removed. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of [...LEAVING, ...BREACH]) await tx.raw(statement);
}

const LEAVING = [
  // A place whose deletion began: where it was, without any credential.
  `CREATE TABLE leaving_place (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL CHECK (json_valid(place)),
    left_at TEXT NOT NULL,
    left_by TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT`,
  ...appendOnly('leaving_place'),
  `CREATE TABLE leaving_certificate (
    id TEXT PRIMARY KEY NOT NULL,
    repository_id TEXT NOT NULL REFERENCES leaving_place (id),
    at TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    signature TEXT NOT NULL
  ) STRICT`,
  ...appendOnly('leaving_certificate'),
  `CREATE TABLE leaving_approval (
    id TEXT PRIMARY KEY NOT NULL,
    repository_id TEXT NOT NULL,
    approved_at TEXT NOT NULL,
    approved_by TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT`,
  ...appendOnly('leaving_approval'),
  `CREATE TABLE leaving_export (id TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, content TEXT NOT NULL CHECK (json_valid(content))) STRICT`,
  ...appendOnly('leaving_export'),
];

const BREACH = [
  // `content` is the draft as JSON; who wrote what is kept in record_history. A closed report stays as it is.
  `CREATE TABLE breach_report (
    id TEXT PRIMARY KEY NOT NULL,
    discovered_at TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES user_account (id),
    closed_at TEXT,
    ${CHANGED}
  ) STRICT`,
  refuseDelete('breach_report'),
  refuseReplace('breach_report'),
  refuseChange('breach_report', ['id', 'created_at', 'created_by']),
  keepHistory({ table: 'breach_report', columns: ['discovered_at', 'content', 'closed_at'] }),
  `CREATE TRIGGER breach_report_closed_stays BEFORE UPDATE ON breach_report WHEN OLD.closed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'breach_report is closed'); END`,
];
