import type { HistoryEntry } from '#shared/domain/patients/patient.ts';
import type { Reader } from '../db/handles.ts';

type Values = Readonly<Record<string, string | number | null>>;

/** Where each part of the record is kept, and which columns are worth a line. */
const PARTS = {
  patient: { table: 'patient', columns: 'family_name, given_name, birth_date, sex, protection, protection_reason, deceased_on, registration_note, identity_proof, identity_checked_on, merged_into, merge_reason' },
  identifier: { table: 'patient_identifier', columns: 'kind, value, identity_level, ended_at' },
  contact: { table: 'contact_point', columns: 'kind, value, note, ended_at' },
  address: { table: 'address', columns: 'kind, street, care_of, post_code, city, country, ended_at' },
  relation: { table: 'relation', columns: 'name, relation, phone, note, is_next_of_kin, ended_at' },
} as const;
type Part = keyof typeof PARTS;

interface State {
  readonly rowId: string;
  readonly at: string;
  readonly by: string;
  readonly values: Values;
}

/**
 * Every change of a patient's record, newest first: rows added after registration, and fields changed with their old value.
 * `parts` leaves out what the caller may not see (whereabouts of a protected person, G-11).
 */
export async function loadHistory(db: Reader, patientId: string, parts: readonly Part[]): Promise<HistoryEntry[]> {
  const names = await userNames(db);
  const entries: HistoryEntry[] = [];
  for (const part of parts) {
    const states = await loadStates(db, part, patientId);
    for (const [index, state] of states.entries()) {
      const before = states[index - 1];
      const previous = before?.rowId === state.rowId ? before.values : {};
      const changes = differences(previous, state.values);
      if (changes.length > 0) entries.push({ at: state.at, by: names.get(state.by) ?? '', part, changes });
    }
  }
  // Kept states come oldest first, so that reversed, those of one instant stand newest first too.
  return [...entries, ...(await warningHistory(db, patientId, names))].reverse().sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** The successive states of the rows of one part, oldest first within a row: the kept old ones, then the one that stands. */
async function loadStates(db: Reader, part: Part, patientId: string): Promise<State[]> {
  const { table, columns } = PARTS[part];
  const owner = part === 'patient' ? 'id' : 'patient_id';
  const current = (await db.raw(`SELECT id, changed_at, changed_by, ${columns} FROM ${table} WHERE ${owner} = ? ORDER BY created_at, id`, [patientId])) as (Values & { id: string })[];
  const states: State[] = [];
  for (const { id, changed_at, changed_by, ...values } of current) {
    const kept = (await db.raw('SELECT old FROM record_history WHERE table_name = ? AND row_id = ? ORDER BY version, id', [table, id])) as { old: string }[];
    for (const { old } of kept) {
      const whole = JSON.parse(old) as Values;
      states.push({ rowId: id, at: String(whole['changed_at']), by: String(whole['changed_by']), values: only(whole, Object.keys(values)) });
    }
    states.push({ rowId: id, at: String(changed_at), by: String(changed_by), values });
  }
  return states;
}

async function warningHistory(db: Reader, patientId: string, names: ReadonlyMap<string, string>): Promise<HistoryEntry[]> {
  const rows = (await db.raw(
    'SELECT warning_id, kind, severity, text, source, ended_at, end_reason, changed_at, changed_by FROM warning_version WHERE patient_id = ? ORDER BY warning_id, version',
    [patientId],
  )) as (Values & { warning_id: string; changed_at: string; changed_by: string })[];
  return rows.map(({ warning_id, changed_at, changed_by, ...values }, index) => {
    const before = rows[index - 1];
    const previous = before?.warning_id === warning_id ? before : {};
    return { at: changed_at, by: names.get(changed_by) ?? '', part: 'warning' as const, changes: differences(only(previous, Object.keys(values)), values) };
  });
}

const only = (values: Values, keys: readonly string[]): Values => Object.fromEntries(keys.filter(key => key in values).map(key => [key, values[key] ?? null]));

const differences = (from: Values, to: Values): HistoryEntry['changes'] =>
  Object.keys(to)
    .filter(field => textOf(from[field]) !== textOf(to[field]))
    .map(field => ({ field, from: textOf(from[field]), to: textOf(to[field]) }));

const textOf = (value: string | number | null | undefined): string | null => (value === null || value === undefined || value === '' ? null : String(value));

async function userNames(db: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = (await db.raw('SELECT id, name FROM user_account')) as { id: string; name: string }[];
  return new Map(rows.map(row => [row.id, row.name]));
}
