import type * as z from 'zod';

import type { CodeHit, codes } from '#shared/contract/codes.ts';
import { parseCodeQuery, type CodeQuery } from '#shared/domain/codes/code-query.ts';
import { codeKey } from '#shared/domain/codes/code-pack.ts';
import { standingOf } from '#shared/domain/codes/code-standing.ts';
import { wordsOf } from '#shared/domain/patients/fold.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { allPacks, packOn, type StoredCode, type StoredPack } from '../../repositories/code-pack.ts';
import { codesByKey, codesByWords, codesNamed } from '../../repositories/code-search.ts';
import { ownCodes, type OwnCode } from '../../repositories/note-code.ts';
import { today, type CodesDeps } from './deps.ts';

type Input = z.output<(typeof codes)['search']['input']>;
type Answer = z.input<(typeof codes)['search']['output']>;

/** Uses are counted over this long: what somebody did years ago is not what they do. */
const YEAR_MS = 365 * 24 * 3_600_000;

interface Asked {
  readonly pack: StoredPack;
  readonly day: string;
  readonly query: CodeQuery;
  readonly own: readonly OwnCode[];
  readonly limit: number;
}

/** Codes that fit what is typed, best first; without text the caller's own. */
export async function searchCodes(deps: CodesDeps, ctx: CallContext, input: Input): Promise<Answer> {
  const db = deps.db.reader;
  const packs = await allPacks(db);
  const day = input.day ?? today(deps);
  const pack = packOn(packs, input.system, day);
  if (!pack) return { edition: null, isSample: false, hits: [] };
  const own = await ownCodes(db, { userId: ctx.userId, system: input.system, since: new Date(deps.clock.now().getTime() - YEAR_MS).toISOString() });
  const asked: Asked = { pack, day, query: parseCodeQuery(input.text), own, limit: input.limit };
  const isBlank = input.text.trim() === '';
  const found = isBlank ? await ownFirst(db, asked) : await matching(db, asked);
  const hits = found.map(code => toHit(code, asked));
  if (hits.length > 0 || isBlank || asked.query.key === null) return { edition: pack.edition, isSample: pack.isSample, hits };
  return { edition: pack.edition, isSample: pack.isSample, hits: await fromEarlier(db, packs, asked) };
}

async function ownFirst(db: Reader, { pack, own, limit }: Asked): Promise<StoredCode[]> {
  const found = new Map((await codesNamed(db, pack, own.map(one => one.code))).map(code => [code.code, code]));
  return own.flatMap(one => found.get(one.code) ?? []).slice(0, limit);
}

async function matching(db: Reader, asked: Asked): Promise<StoredCode[]> {
  const { query: { words, key }, pack, limit } = asked;
  const byKey = key === null ? [] : await codesByKey(db, pack, { key, limit });
  const hasDigit = key !== null && /\d/.test(key);
  const mine = (await ownFirst(db, { ...asked, limit: 300 })).filter(code => fits(code, words));
  const byWords = words.length > 0 && byKey.length < limit ? await codesByWords(db, pack, { words, limit }) : [];
  const sorted = hasDigit ? [...byKey.filter(code => codeKey(code.code) === key), ...mine, ...byKey, ...byWords] : [...mine, ...canChooseFirst(byWords), ...byKey];
  return [...new Map(sorted.map(code => [code.id, code])).values()].slice(0, limit);
}

/** Among words, headings stand after what can be chosen; in a list by code they keep their place above it. */
const canChooseFirst = (found: readonly StoredCode[]): StoredCode[] => [...found.filter(code => code.selectable), ...found.filter(code => !code.selectable)];

function fits(code: StoredCode, words: readonly string[]): boolean {
  const known = [codeKey(code.code).toLowerCase(), ...wordsOf(code.text)];
  return words.every(word => known.some(one => one.startsWith(word)));
}

/** A code that was typed exactly but is not in this version: shown as it was, so that nobody thinks it never existed (K-20). */
async function fromEarlier(db: Reader, packs: readonly StoredPack[], asked: Asked): Promise<CodeHit[]> {
  const { key } = asked.query;
  for (const other of packs.filter(one => one.system === asked.pack.system && one.id !== asked.pack.id && !one.isSample)) {
    const found = (await codesByKey(db, other, { key: key ?? '', limit: 5 })).filter(code => codeKey(code.code) === key);
    if (found.length > 0) return found.map(code => ({ ...toHit(code, { ...asked, pack: other }), standing: 'notInThisVersion' as const, endedOn: asked.pack.validFrom }));
  }
  return [];
}

function toHit(code: StoredCode, { pack, day, own }: Asked): CodeHit {
  const mine = own.find(one => one.code === code.code);
  return {
    system: pack.system, edition: pack.edition, code: code.code, text: code.text, level: code.level, standing: standingOf(code, day), endedOn: code.validTo,
    includes: code.includes, excludes: code.excludes, isPinned: mine?.pinned ?? false, uses: mine?.uses ?? 0,
  };
}
