import type { CodeFile } from '#shared/domain/codes/code-file.ts';
import type { ImportEncoding, ImportSeparator } from '#shared/domain/patients/import.ts';

/** A table read from a foreign file, cells as text, nothing interpreted. */
export interface ForeignTable {
  readonly encoding: ImportEncoding;
  readonly separator: ImportSeparator;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** For each row the line of the file where it begins; the header begins on line 1. */
  readonly lines: readonly number[];
}

/** Reads files that others made, away from the data: in a process of its own with limits on memory and time. */
export interface ForeignFileParser {
  /** Errors: import.unreadable, import.tooLarge, import.workerFailed. */
  parseCsv(file: { bytes: Uint8Array; encoding: ImportEncoding | null; separator: ImportSeparator | null }): Promise<ForeignTable>;
  /** An authority's list of codes: a table, headerless text or ClaML. Errors: import.unreadable, import.tooLarge, import.workerFailed. */
  parseCodes(bytes: Uint8Array): Promise<CodeFile>;
}
