import type { Writer } from '../handles.ts';
import * as m0001 from './0001-foundation.ts';

export interface Migration {
  readonly version: number;
  readonly up: (tx: Writer) => Promise<void>;
}

/** Append only. A shipped migration is never edited; a mistake gets a new number. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, up: m0001.up },
];
