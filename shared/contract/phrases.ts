import * as z from 'zod';

import { MAX_PHRASES_AT_ONCE, Phrase, PhraseDraft, PhraseScope } from '../domain/phrases/phrase.ts';
import { command, query } from './define.ts';

const Id = z.uuid();
const Changed = z.strictObject({ id: Id, version: z.int() });
const NOBODY = { none: 'standard wordings, nothing about a patient' } as const;
const ROW_ERRORS = ['record.notFound', 'record.changedMeanwhile', 'phrases.taken'] as const;
const AUDIT = { action: 'SETTINGS', category: 'system', object: 'id' } as const;

/** Phrases that an abbreviation expands to (complaint 13): each person's own, and the clinic's, which all who write notes share. */
export const phrases = {
  /** The caller's own and the clinic's, by abbreviation. */
  list: query({ permission: 'journal.write', input: z.strictObject({}), output: z.array(Phrase), audit: NOBODY }),
  /** Colleagues who have phrases of their own, and how many. */
  colleagues: query({ permission: 'journal.write', input: z.strictObject({}), output: z.array(z.strictObject({ userId: Id, name: z.string(), count: z.int() })), audit: NOBODY }),
  /** A colleague's own phrases, to choose from. */
  ofColleague: query({ permission: 'journal.write', input: z.strictObject({ userId: Id }), output: z.array(Phrase), audit: NOBODY }),
  /** A new phrase (`id` null), or new words for one. One's own and the clinic's are told apart by `scope`, which stays. */
  save: command({
    permission: 'journal.write',
    input: z.strictObject({ id: Id.nullable(), version: z.int().min(0), scope: PhraseScope, draft: PhraseDraft }),
    output: Changed, errors: [...ROW_ERRORS], audit: AUDIT,
  }),
  /** Takes it out of use; `restore` brings it back. */
  remove: command({ permission: 'journal.write', input: z.strictObject({ id: Id, version: z.int() }), output: Changed, errors: [...ROW_ERRORS], audit: AUDIT }),
  restore: command({ permission: 'journal.write', input: z.strictObject({ id: Id, version: z.int() }), output: Changed, errors: [...ROW_ERRORS], audit: AUDIT }),
  /** Copies many at once, a colleague's or a file's. Abbreviations already in use are replaced or left, as asked, and named. */
  importMany: command({
    permission: 'journal.write',
    input: z.strictObject({ scope: PhraseScope, phrases: z.array(PhraseDraft).min(1).max(MAX_PHRASES_AT_ONCE), replace: z.boolean() }),
    output: z.strictObject({ added: z.int(), replaced: z.int(), skipped: z.array(z.string()) }),
    audit: { action: 'SETTINGS', category: 'system' },
  }),
} as const;
