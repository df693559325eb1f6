import canonicalize from 'canonicalize';

import type { NoteContent } from './note-content.ts';
import type { NoteType } from './template.ts';

/**
 * - draft: a kept working version, of whatever is being written;
 * - final: the note as signed; - correction: replaces the text of an earlier version, which stays legible (J-08);
 * - addition: says something more; - system: an administrative note, closed without signature.
 */
export const VERSION_KINDS = ['draft', 'final', 'correction', 'addition', 'system'] as const;
export type VersionKind = (typeof VERSION_KINDS)[number];

/** Who wrote, with name and title as they were then (J-03, J-05). */
export interface NoteAuthor {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly hsaId: string | null;
}

/**
 * Everything one version of a note says, and about whom. Its canonical form is what is stored, hashed, chained and
 * signed: one text, readable without this program. `salt` (128 random bits, hex) makes the digest useless for
 * guessing the text once the text has been lawfully destroyed.
 */
export interface NoteRecord {
  readonly format: 'klinikbok-note-1';
  readonly noteId: string;
  readonly patientId: string;
  readonly clinic: string;
  readonly no: number;
  readonly kind: VersionKind;
  readonly noteType: NoteType;
  readonly author: NoteAuthor;
  /** When this version was written down (set by the program). */
  readonly createdAt: string;
  /** When the thing it tells of happened (J-04). */
  readonly eventTime: string;
  /** Why a correction was made. */
  readonly reason: string | null;
  /** The version a correction replaces or an addition adds to. */
  readonly replaces: number | null;
  readonly content: NoteContent;
  /** Digest of the version before, hex; null for the first. */
  readonly previous: string | null;
  readonly salt: string;
}

/** RFC 8785 (JCS) text of a record. The same record gives the same bytes on every machine and in every year. */
export function canonicalRecord(record: NoteRecord): string {
  const text = canonicalize(record);
  if (text === undefined) throw new Error('a note record is always an object');
  return text;
}
