import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  SQLITE_NOTADB: 'db.keyWrong',
  SQLITE_CORRUPT: 'db.corrupt',
  SQLITE_NOMEM: 'db.corrupt', // SQLCipher's lasting answer after a bad page (storage.md C2)
  SQLITE_FULL: 'db.diskFull',
  SQLITE_BUSY: 'db.busy',
  SQLITE_LOCKED: 'db.busy',
  SQLITE_READONLY: 'db.readOnly',
  SQLITE_PERM: 'db.readOnly',
  SQLITE_IOERR: 'db.io',
  SQLITE_CANTOPEN: 'db.io',
};

/** A constraint of the schema said no. `rule` is the text SQLite or a trigger gave: columns or a code, never values. */
export class ConstraintError extends Error {
  override readonly name = 'ConstraintError';
  readonly code = 'constraint';
  readonly rule: string;
  constructor(rule: string) {
    super('constraint');
    this.rule = rule;
  }
}

/** Names a driver's failure: an AppError db.*, a ConstraintError, or an Error that carries only the primary code. */
export function storageError(error: unknown): AppError | ConstraintError | (Error & { code?: string }) {
  if (error instanceof AppError || error instanceof ConstraintError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (code.startsWith('SQLITE_CONSTRAINT')) return new ConstraintError(ruleOf((error as Error).message));
  const primary = Object.keys(CODES).find(name => code.startsWith(name));
  if (primary) return new AppError(CODES[primary] as ErrorCode);
  return error instanceof Error ? error : new Error('storage');
}

const OF_THIS_COMPUTER: readonly ErrorCode[] = ['db.diskFull', 'db.busy', 'db.io', 'db.readOnly', 'db.networkDrive'];

/** True when a driver's failure says nothing about what is in the file: no room, no answer, a disk that cannot be read. */
export function isOfThisComputer(error: unknown): boolean {
  const named = storageError(error);
  return named instanceof AppError && OF_THIS_COMPUTER.includes(named.code);
}

/** True when `error` is this schema rule: `unique(patient.national_id)` is asked as 'patient.national_id', a trigger by its text. */
export function isConstraint(error: unknown, rule: string): boolean {
  return constraintRule(error)?.includes(rule) ?? false;
}

function constraintRule(error: unknown): string | undefined {
  return error instanceof ConstraintError ? error.rule : undefined;
}

/** "SQLITE_CONSTRAINT: UNIQUE constraint failed: a.b" → "UNIQUE constraint failed: a.b"; a trigger's RAISE text stays as it is. */
const ruleOf = (message: string): string => message.replace(/^SQLITE_CONSTRAINT: /, '');
