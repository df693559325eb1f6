/** One row as the driver returns it. */
export type Row = Record<string, unknown>;
/** What SQLite can store without changing it: everything else is refused before it reaches the driver. */
export type Binding = string | number | null | Uint8Array;

export interface RunResult {
  readonly changes: number;
  readonly lastID: number;
}

/** One open, keyed connection. Statements are prepared once and kept (design/storage.md D2). */
export interface RawConnection {
  all(sql: string, bindings?: readonly Binding[]): Promise<Row[]>;
  run(sql: string, bindings?: readonly Binding[]): Promise<RunResult>;
  /** Several statements without bindings (migrations, pragmas). */
  exec(sql: string): Promise<void>;
  /** Ends a long read at the next opportunity. */
  interrupt(): void;
  close(): Promise<void>;
}

/** How long a connection waits for another one before it answers that the file is busy. */
export const BUSY_TIMEOUT_MS = 5000;

/**
 * `still`: a file that nobody else has open and that no transaction was cut off in, such as one just restored. It is read
 * without locks, and nothing is made beside it: on a full disk, too, and by several connections at once.
 */
export type OpenMode = 'create' | 'readwrite' | 'readonly' | 'still';

/** A way to reach a SQLCipher 4 file. The file format is the same for all of them. */
export interface Driver {
  readonly name: 'sqlcipher' | 'sqlite3-multiple-ciphers';
  /** Opens without creating (unless `mode` says so) and applies the raw key; no page has been read yet. */
  open(file: string, mode: OpenMode, keyHex: string): Promise<RawConnection>;
}
