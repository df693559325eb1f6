import canonicalize from 'canonicalize';

import type { NoteContent } from '../journal/note-content.ts';
import type { NoteAuthor } from '../journal/note-record.ts';
import type { DocumentHead, DocumentLanguage, DocumentType } from './document.ts';

/**
 * Everything one version of a document says. Its canonical form is what is stored, hashed and chained; the digest of the
 * final version stands on every page of the letter (K-01). `salt` as in a note's record.
 */
export interface DocumentRecord {
  readonly format: 'klinikbok-document-1';
  readonly documentId: string;
  readonly patientId: string;
  readonly clinic: string;
  readonly no: number;
  readonly kind: 'draft' | 'final';
  readonly type: DocumentType;
  readonly language: DocumentLanguage;
  readonly author: NoteAuthor;
  readonly createdAt: string;
  readonly head: DocumentHead;
  readonly content: NoteContent;
  /** A correction says which document it replaces, by its number and the SHA-256 of its pages, when that one was locked, and why (J-08); null for others. */
  readonly replaces: { readonly documentId: string; readonly sha256: string; readonly finishedAt: string; readonly reason: string } | null;
  /** Digest of the version before, hex; null for the first. */
  readonly previous: string | null;
  readonly salt: string;
}

/** RFC 8785 (JCS) text of a record. The same record gives the same bytes on every machine and in every year. */
export function canonicalDocument(record: DocumentRecord): string {
  const text = canonicalize(record);
  if (text === undefined) throw new Error('a document record is always an object');
  return text;
}
