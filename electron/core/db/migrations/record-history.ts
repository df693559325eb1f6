/** The columns of every row that can change: who changed it last, when, and the version nobody overwrites. */
export const CHANGED = `version INTEGER NOT NULL DEFAULT 1, changed_at TEXT NOT NULL, changed_by TEXT`;

export interface KeptRow {
  readonly table: string;
  /** What is kept of the old row, besides changed_at and changed_by. */
  readonly columns: readonly string[];
  /** Rows that are replaced as a whole leave their last state when they go. */
  readonly on?: 'UPDATE' | 'DELETE';
  /** Only a change of these columns. */
  readonly of?: string;
  readonly when?: string;
  /** The trigger's name after the table's. */
  readonly name?: string;
  /** Where the last statement ends; shipped migrations differ here, and their text never changes. */
  readonly end?: ' END' | '\n  END';
}

/** A trigger that puts the old row into record_history, whoever changed it and however. */
export function keepHistory({ table, columns, on = 'UPDATE', of, when, name = 'history', end = '\n  END' }: KeptRow): string {
  const by = on === 'UPDATE' ? 'NEW' : 'OLD';
  const old = [...columns, 'changed_at', 'changed_by'].map(column => `'${column}', OLD.${column}`).join(', ');
  return `CREATE TRIGGER ${table}_${name} AFTER ${on} ${of === undefined ? '' : `OF ${of} `}ON ${table}${when === undefined ? '' : ` WHEN ${when}`} BEGIN
    INSERT INTO record_history (table_name, row_id, version, changed_at, changed_by, old)
    VALUES ('${table}', OLD.id, OLD.version, ${by}.changed_at, ${by}.changed_by, json_object(${old}));${end}`;
}

/** A trigger that refuses to change or delete rows; `why` follows the table's name in the error. */
export const refuse = (table: string, operation: 'UPDATE' | 'DELETE', why = 'is append-only'): string =>
  `CREATE TRIGGER ${table}_never_${operation.toLowerCase()} BEFORE ${operation} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} ${why}'); END`;

/** A trigger for rows that end instead of being deleted. */
export const refuseDelete = (table: string): string =>
  `CREATE TRIGGER ${table}_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is never deleted'); END`;

/**
 * A trigger that refuses to insert what exists: INSERT OR REPLACE deletes without firing delete triggers. `same` says which
 * row of the table the new one (NEW) would replace.
 */
export const refuseReplace = (table: string, same = 'id = NEW.id'): string =>
  `CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${same}) BEGIN SELECT RAISE(ABORT, '${table} is never replaced'); END`;

/** The three triggers of a table whose rows are written once: no change, no removal, no replacement. */
export const appendOnly = (table: string, same?: string): string[] => [refuse(table, 'UPDATE'), refuse(table, 'DELETE'), refuseReplace(table, same)];

/** A trigger that lets a row change in everything but these columns; `why` is the whole error. */
export const refuseChange = (table: string, columns: readonly string[], why = `what ${table} holds never changes`): string =>
  `CREATE TRIGGER ${table}_identity_stays BEFORE UPDATE OF ${columns.join(', ')} ON ${table} BEGIN SELECT RAISE(ABORT, '${why}'); END`;
