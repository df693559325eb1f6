import { createHash } from 'node:crypto';
import type * as z from 'zod';

import type { CodeImportPlan, codes } from '#shared/contract/codes.ts';
import { CODE_FILE_MAX_BYTES, MAX_CODES, type CodeFile } from '#shared/domain/codes/code-file.ts';
import type { Code } from '#shared/domain/codes/code-pack.ts';
import { comparePacks } from '#shared/domain/codes/compare-packs.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { allPacks, comparableCodes, insertPack, packOn, type StoredPack } from '../../repositories/code-pack.ts';
import type { CodesDeps } from './deps.ts';

type Asked = z.output<(typeof codes)['importDry']['input']>;
type ApplyInput = z.output<(typeof codes)['importApply']['input']>;

interface Read {
  readonly codes: readonly Code[];
  readonly format: CodeFile['format'];
  readonly problems: CodeImportPlan['problems'];
  readonly sha256: string;
}

/** How many of each kind are listed; the counts are of all. */
const SHOWN = 200;

/** Says what reading these files in would change; writes nothing. */
export async function planImport(deps: CodesDeps, asked: Asked): Promise<CodeImportPlan> {
  return planOf(deps.db.reader, asked, await readFiles(deps, asked.files));
}

/** All that the plan said, or nothing. Errors: codes.changedSincePlan when files, facts or packs are no longer those of the plan. */
export async function applyImport(deps: CodesDeps, ctx: CallContext, input: ApplyInput): Promise<{ packId: string; codes: number }> {
  const read = await readFiles(deps, input.files);
  const packId = deps.newId();
  await deps.db.write(async tx => {
    const plan = await planOf(tx, input, read);
    if (plan.digest !== input.digest) throw new AppError('codes.changedSincePlan');
    await insertPack(tx, { ...input.facts, id: packId, fileSha256: read.sha256, at: deps.clock.now().toISOString(), by: ctx.userId }, read.codes);
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'codePack', objectId: packId, count: read.codes.length });
  });
  deps.changed('codes');
  return { packId, codes: read.codes.length };
}

async function readFiles(deps: CodesDeps, files: readonly string[]): Promise<Read> {
  const bytes = files.map(file => Buffer.from(file, 'base64'));
  if (bytes.reduce((total, one) => total + one.length, 0) > CODE_FILE_MAX_BYTES) throw new AppError('codes.tooLarge');
  const read: CodeFile[] = [];
  for (const one of bytes) read.push(await readFile(deps, one));
  const problems = read.flatMap((file, at) => file.problems.map(problem => ({ file: at + 1, ...problem })));
  const all = new Map<string, Code>();
  for (const file of read) for (const code of file.codes) if (!all.has(code.code)) all.set(code.code, code);
  if (all.size > MAX_CODES) throw new AppError('codes.tooLarge');
  const hash = createHash('sha256');
  for (const one of bytes) hash.update(one);
  return { codes: [...all.values()], problems, format: read[0]?.format ?? 'list', sha256: hash.digest('hex') };
}

/** What the reader says about any foreign file, said about code files. */
async function readFile(deps: CodesDeps, bytes: Uint8Array): Promise<CodeFile> {
  try {
    return await deps.parser.parseCodes(bytes);
  } catch (cause) {
    if (isAppError(cause, 'import.unreadable')) throw new AppError('codes.unreadable', {}, cause);
    if (isAppError(cause, 'import.tooLarge')) throw new AppError('codes.tooLarge', {}, cause);
    throw cause;
  }
}

async function planOf(db: Reader, { facts }: Pick<Asked, 'facts'>, read: Read): Promise<CodeImportPlan> {
  const packs = await allPacks(db);
  if (packs.some(pack => pack.system === facts.system && pack.edition === facts.edition)) throw new AppError('codes.editionExists');
  const selectable = read.codes.filter(code => code.selectable).length;
  if (selectable === 0) throw new AppError('codes.empty');
  const before = previousOf(packs, facts);
  const difference = comparePacks(before ? await comparableCodes(db, before.id) : [], read.codes);
  const plain = (one: { code: string; text: string }): { code: string; text: string; before: null } => ({ code: one.code, text: one.text, before: null });
  return {
    digest: createHash('sha256').update(JSON.stringify([facts, read.sha256, packs.map(pack => [pack.id, pack.version])])).digest('hex'),
    format: read.format, codes: read.codes.length, selectable, comparedWith: before?.edition ?? null,
    counts: { fresh: difference.fresh.length, changed: difference.changed.length, retired: difference.retired.length, notUnderstood: read.problems.length },
    fresh: before ? difference.fresh.slice(0, SHOWN).map(plain) : [], changed: difference.changed.slice(0, SHOWN), retired: difference.retired.slice(0, SHOWN).map(plain),
    problems: read.problems.slice(0, SHOWN),
  };
}

/** The version that the new one follows: in use the day it begins, else the newest there is; the sample is none to compare with. */
function previousOf(packs: readonly StoredPack[], { system, validFrom }: Asked['facts']): StoredPack | undefined {
  const real = packs.filter(pack => pack.system === system && !pack.isSample);
  return packOn(real, system, validFrom) ?? real.find(pack => pack.inUse);
}
