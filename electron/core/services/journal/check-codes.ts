import { dateAt } from '#shared/domain/agenda/zone.ts';
import { standingOf } from '#shared/domain/codes/code-standing.ts';
import { inlinesOf, type NoteContent } from '#shared/domain/journal/note-content.ts';
import type { CodeNode } from '#shared/domain/journal/rich-text.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { allPacks, packOn, type StoredPack } from '../../repositories/code-pack.ts';
import { codesNamed } from '../../repositories/code-search.ts';
import type { StoredDraft } from '../../repositories/note-draft.ts';
import { textReplaced } from './text-replaced.ts';

type CodeOf = CodeNode['attrs'];
/** More would hide what is to be done. */
const NAMED_AT_MOST = 5;
const keyOf = ({ system, code }: CodeOf): string => `${system} ${code}`;

function codesIn(content: NoteContent | null): Map<string, CodeOf> {
  const found = new Map<string, CodeOf>();
  if (content !== null) for (const node of inlinesOf(content)) if (node.type === 'code') found.set(keyOf(node.attrs), node.attrs);
  return found;
}

/** A text about to be closed. */
export interface CodedText {
  readonly content: NoteContent;
  /** Texts that were closed before and stand behind this one: their codes were right then and may stay. */
  readonly before: readonly (NoteContent | null)[];
  /** The day it tells of, `2026-11-22`. */
  readonly day: string;
}

/** What cannot be chosen, in words for a sentence. */
export interface RefusedCodes {
  readonly codes: string;
  readonly count: number;
  readonly day: string;
}

/**
 * Refuses to close a note with a code that could not be chosen on the day it tells of (K-20). What a correction found in the
 * text it replaces may stay: it was right when that was signed. Errors: journal.codeNotSelectable, naming the codes.
 */
export async function requireSelectableCodes(db: Reader, draft: StoredDraft, timeZone: string): Promise<void> {
  const refused = await refusedCodes(db, { content: draft.content, before: [await textReplaced(db, draft)], day: dateAt(Date.parse(draft.eventTime), timeZone) });
  if (refused) throw new AppError('journal.codeNotSelectable', { ...refused });
}

/**
 * The codes of a text that could not be chosen on its day: in the version in use that day or, where none is in use any more,
 * in the version the code was taken from. Undefined when every code may stand.
 */
export async function refusedCodes(db: Reader, { content, before, day }: CodedText): Promise<RefusedCodes | undefined> {
  const wanted = codesIn(content);
  for (const text of before) for (const key of codesIn(text).keys()) wanted.delete(key);
  if (wanted.size === 0) return undefined;
  const packs = await allPacks(db);
  const refused: CodeOf[] = [];
  for (const attrs of wanted.values()) if (!(await isSelectable(db, { attrs, day, packs }))) refused.push(attrs);
  if (refused.length === 0) return undefined;
  return { codes: refused.slice(0, NAMED_AT_MOST).map(({ system, code }) => `${code} (${system})`).join(', '), count: refused.length, day };
}

async function isSelectable(db: Reader, { attrs, day, packs }: { readonly attrs: CodeOf; readonly day: string; readonly packs: readonly StoredPack[] }): Promise<boolean> {
  const pack = packOn(packs, attrs.system, day) ?? packs.find(one => one.system === attrs.system && one.edition === attrs.version && one.validFrom <= day && (one.validTo === null || one.validTo >= day));
  const found = pack ? (await codesNamed(db, pack, [attrs.code]))[0] : undefined;
  return found !== undefined && standingOf(found, day) === 'selectable';
}
