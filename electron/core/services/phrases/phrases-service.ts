import type { AreaHandlers } from '#shared/contract/define.ts';
import type { phrases } from '#shared/contract/phrases.ts';
import type { Phrase } from '#shared/domain/phrases/phrase.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { findByAbbreviation, findPhrase, insertPhrase, phraseOwners, phrasesOf, updatePhrase, type StoredPhrase } from '../../repositories/phrase.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof phrases, CallContext>;

/** Phrases: one's own and the clinic's. Nobody changes a colleague's; whoever writes notes may change the clinic's, with history. */
export function createPhrasesService(deps: ServiceDeps): Handlers {
  const change = (ctx: CallContext) => ({ at: deps.clock.now().toISOString(), by: ctx.userId });
  return {
    list: async ctx => [...(await phrasesOf(deps.db.reader, ctx.userId)), ...(await phrasesOf(deps.db.reader, null))].map(toAnswer),
    colleagues: async ctx => (await phraseOwners(deps.db.reader)).filter(one => one.userId !== ctx.userId),
    ofColleague: async (_ctx, { userId }) => (await phrasesOf(deps.db.reader, userId)).map(toAnswer),
    save: async (ctx, { id, version, scope, draft }) => {
      const ownerId = ownerOf(ctx, scope);
      const saved = await deps.db.write(async tx => {
        const same = await findByAbbreviation(tx, ownerId, draft.abbreviation);
        if (same && same.id !== id) throw new AppError('phrases.taken', { abbreviation: same.abbreviation });
        if (id === null) return insert(tx, deps.newId(), { ctx, ownerId, draft, at: change(ctx).at });
        const found = await changeable(tx, ctx, id);
        if (found.scope !== scope) throw new AppError('record.notFound');
        return update(tx, ctx, { phrase: { id, version, draft }, at: change(ctx).at });
      });
      deps.changed('phrases');
      return saved;
    },
    remove: (ctx, input) => setRemoved(deps, ctx, input, change(ctx).at),
    restore: (ctx, input) => setRemoved(deps, ctx, input, null),
    importMany: async (ctx, input) => {
      const result = await deps.db.write(tx => importMany(tx, { deps, ctx, at: change(ctx).at }, input));
      deps.changed('phrases');
      return result;
    },
  };
}

const ownerOf = (ctx: CallContext, scope: Phrase['scope']): string | null => (scope === 'own' ? ctx.userId : null);
const toAnswer = ({ ownerId: _owner, removedAt: _removed, ...phrase }: StoredPhrase): Phrase => phrase;

/** The phrase, when it is the caller's own or the clinic's. Errors: record.notFound, for a colleague's too. */
async function changeable(db: Reader, ctx: CallContext, id: string): Promise<StoredPhrase> {
  const found = await findPhrase(db, id);
  if (!found || (found.ownerId !== null && found.ownerId !== ctx.userId)) throw new AppError('record.notFound');
  return found;
}

interface NewPhrase {
  readonly ctx: CallContext;
  readonly ownerId: string | null;
  readonly draft: Parameters<typeof insertPhrase>[1]['draft'];
  readonly at: string;
}

async function insert(tx: Writer, id: string, { ctx, ownerId, draft, at }: NewPhrase): Promise<{ id: string; version: number }> {
  await insertPhrase(tx, { id, ownerId, draft }, { at, by: ctx.userId });
  await log(tx, ctx, { id, version: 1 });
  return { id, version: 1 };
}

async function update(tx: Writer, ctx: CallContext, { phrase, at }: { readonly phrase: Parameters<typeof updatePhrase>[1]; readonly at: string }): Promise<{ id: string; version: number }> {
  if (!(await updatePhrase(tx, phrase, { at, by: ctx.userId }))) throw new AppError('record.changedMeanwhile');
  await log(tx, ctx, { id: phrase.id, version: phrase.version + 1 });
  return { id: phrase.id, version: phrase.version + 1 };
}

const log = (tx: Writer, ctx: CallContext, { id, version }: { readonly id: string; readonly version: number }): Promise<void> =>
  ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'phrase', objectId: id, objectVersion: version });

async function setRemoved(deps: ServiceDeps, ctx: CallContext, { id, version }: { readonly id: string; readonly version: number }, removedAt: string | null): Promise<{ id: string; version: number }> {
  const saved = await deps.db.write(async tx => {
    const found = await changeable(tx, ctx, id);
    const same = removedAt === null ? await findByAbbreviation(tx, found.ownerId, found.abbreviation) : undefined;
    if (same && same.id !== id) throw new AppError('phrases.taken', { abbreviation: same.abbreviation });
    return update(tx, ctx, { phrase: { id, version, removedAt }, at: deps.clock.now().toISOString() });
  });
  deps.changed('phrases');
  return saved;
}

interface Import {
  readonly deps: ServiceDeps;
  readonly ctx: CallContext;
  readonly at: string;
}

async function importMany(tx: Writer, { deps, ctx, at }: Import, input: Parameters<Handlers['importMany']>[1]): Promise<{ added: number; replaced: number; skipped: string[] }> {
  const ownerId = ownerOf(ctx, input.scope);
  const skipped: string[] = [];
  let [added, replaced] = [0, 0];
  for (const draft of input.phrases) {
    const same = await findByAbbreviation(tx, ownerId, draft.abbreviation);
    if (!same) {
      await insertPhrase(tx, { id: deps.newId(), ownerId, draft }, { at, by: ctx.userId });
      added += 1;
    } else if (input.replace) {
      await updatePhrase(tx, { id: same.id, version: same.version, draft }, { at, by: ctx.userId });
      replaced += 1;
    } else skipped.push(draft.abbreviation);
  }
  await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'phrase', count: added + replaced });
  return { added, replaced, skipped };
}
