import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { JournalHit, journalSearch } from '#shared/contract/journal-search.ts';
import { findSpans, searchTerms, snippetOf } from '#shared/domain/journal/find-text.ts';
import { sectionsOf } from '#shared/domain/journal/plain-sections.ts';
import { SEARCH_REASON_HOURS } from '#shared/domain/journal/search-reasons.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findSearchReason, insertSearchReason, type StatedSearchReason } from '../../repositories/journal-search-reason.ts';
import { isNoteIndexWhole, matchOf, rebuildNoteIndex, searchNotes, type IndexHit } from '../../repositories/note-index.ts';
import type { ServiceDeps } from '../service-deps.ts';

type SearchInput = z.output<(typeof journalSearch)['search']['input']>;
type SearchAnswer = z.input<(typeof journalSearch)['search']['output']>;

const HOUR_MS = 3_600_000;
/** One note may answer with several of its versions; so many more are asked for than are shown. */
const VERSIONS_A_NOTE = 3;

/** Searching everybody's journals, with a reason that stands in the log (J-13). */
export function createJournalSearchService(deps: ServiceDeps): AreaHandlers<typeof journalSearch, CallContext> {
  let isChecked = false;
  return {
    state: async ctx => {
      const reason = await reasonOf(deps, ctx);
      return { reason: reason ? { code: reason.code, until: untilOf(reason.at) } : null };
    },
    stateReason: async (ctx, { reasonCode, reasonText }) => {
      if (reasonCode === 'other' && reasonText.length < 3) throw new AppError('journal.reasonRequired');
      const at = deps.clock.now().toISOString();
      await deps.db.write(async tx => {
        await insertSearchReason(tx, { id: deps.newId(), userId: ctx.userId, sessionId: ctx.sessionId, code: reasonCode, text: reasonText, at });
        await ctx.log(tx, { action: 'NOTE_SEARCH', category: 'note', objectType: 'reason', reasonCode, reasonText: reasonText || null });
      });
      deps.changed('journalSearch');
      return { until: untilOf(at) };
    },
    search: async (ctx, input) => {
      if (!isChecked && !(await isNoteIndexWhole(deps.db.reader))) await deps.db.write(rebuildNoteIndex);
      isChecked = true;
      return search(deps, ctx, input);
    },
  };
}

const untilOf = (at: string): string => new Date(Date.parse(at) + SEARCH_REASON_HOURS * HOUR_MS).toISOString();

const reasonOf = (deps: ServiceDeps, ctx: CallContext): Promise<StatedSearchReason | undefined> =>
  findSearchReason(deps.db.reader, { userId: ctx.userId, sessionId: ctx.sessionId, since: new Date(deps.clock.now().getTime() - SEARCH_REASON_HOURS * HOUR_MS).toISOString() });

/** The log rows are durable before anything found is returned; the words searched for are in none of them. */
async function search(deps: ServiceDeps, ctx: CallContext, input: SearchInput): Promise<SearchAnswer> {
  const reason = await reasonOf(deps, ctx);
  if (!reason) {
    await ctx.logRead({ action: 'ACCESS_DENIED', category: 'note', reasonCode: 'auth.reasonRequired', outcome: 'denied' });
    throw new AppError('auth.reasonRequired');
  }
  const found = oneANote(await searchNotes(deps.db.reader, { ...input, match: matchOf(input.text), userId: ctx.userId, limit: input.limit * VERSIONS_A_NOTE + 1 }));
  const shown = found.slice(0, input.limit);
  await deps.db.write(async tx => {
    const why = { reasonCode: reason.code, reasonText: reason.text || null };
    await ctx.log(tx, { action: 'NOTE_SEARCH', category: 'note', count: shown.length, ...why });
    for (const patientId of new Set(shown.map(hit => hit.patientId))) await ctx.log(tx, { action: 'NOTE_SEARCH', category: 'note', patientId, ...why });
  });
  const terms = searchTerms(input.text);
  return { hits: shown.map(hit => toHit(hit, terms)), hasMore: found.length > input.limit };
}

/** Each note once, where it stood first; text in force stands before what was struck. */
function oneANote(hits: readonly IndexHit[]): IndexHit[] {
  const notes = new Map<string, IndexHit>();
  for (const hit of hits) {
    const earlier = notes.get(hit.noteId);
    if (!earlier || (earlier.state === 'struck' && hit.state !== 'struck')) notes.set(hit.noteId, hit);
  }
  return [...notes.values()];
}

function toHit({ text, ...hit }: IndexHit, terms: readonly string[]): JournalHit {
  const sections = sectionsOf(text).filter(section => section.text !== '' && findSpans(section.text, terms, 1).length > 0);
  const [only] = sections;
  return sections.length === 1 && only ? { ...hit, heading: only.title, snippet: snippetOf(only.text, terms) } : { ...hit, heading: '', snippet: snippetOf(text, terms) };
}
