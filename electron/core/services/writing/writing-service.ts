import type { AreaHandlers } from '#shared/contract/define.ts';
import type { writing } from '#shared/contract/writing.ts';
import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { inlinesOf } from '#shared/domain/journal/note-content.ts';
import { suggestTemplate } from '#shared/domain/journal/suggest-template.ts';
import type { ClinicTemplate, TemplateDraft } from '#shared/domain/journal/template.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { notesWithMeasurements } from '../../repositories/note-measurement.ts';
import { dropPresence, othersIn, putPresence } from '../../repositories/note-presence.ts';
import { currentTemplates, insertTemplate } from '../../repositories/note-template.ts';
import { findServiceToWriteAbout, professionOf } from '../../repositories/note-wish.ts';
import { readableNote, readingMode } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof writing, CallContext>;
type OnNote = { readonly patientId: string; readonly noteId: string };

/** How long "I write here" holds when nobody says it again: a window that was killed is forgotten that soon. */
const PRESENCE_MS = 30_000;

/** Who writes where, what was measured, and the templates. */
export function createWritingService(deps: ServiceDeps): Handlers {
  return {
    here: async (ctx, input) => ({ others: await here(deps, ctx, input) }),
    away: async (ctx, { noteId }) => {
      await deps.db.write(tx => dropPresence(tx, { noteId, sessionId: ctx.sessionId }));
      deps.changed('writing.others');
      return {};
    },
    others: async (ctx, input) => {
      await readableNote(deps, ctx, input);
      return { others: await others(deps.db.reader, ctx, { noteId: input.noteId, at: deps.clock.now().toISOString() }) };
    },
    measurements: async (ctx, { patientId, limit }) => {
      await readingMode(deps, ctx, patientId);
      const notes = await notesWithMeasurements(deps.db.reader, patientId, limit);
      return notes.flatMap(({ content, ...note }) => [...inlinesOf(content)].flatMap(node => (node.type === 'measurement' ? [{ ...note, ...node.attrs }] : [])).reverse()).slice(0, limit);
    },
    suggestion: async (ctx, { patientId }) => {
      const today = dateAt(deps.clock.now().getTime(), deps.clinic.timeZone);
      const day = { from: startOfDay(today, deps.clinic.timeZone), to: startOfDay(addDays(today, 1), deps.clinic.timeZone) };
      const serviceId = await findServiceToWriteAbout(deps.db.reader, { patientId, userId: ctx.userId, ...day });
      return { templateId: suggestTemplate(await currentTemplates(deps.db.reader), { serviceId, profession: await professionOf(deps.db.reader, ctx.userId) }) };
    },
    allTemplates: async () => (await currentTemplates(deps.db.reader)).filter(template => template.noteType !== 'opinion'),
    saveTemplate: (ctx, input) => saveTemplate(deps, ctx, input),
  };
}

async function here(deps: ServiceDeps, ctx: CallContext, { patientId, noteId }: OnNote) {
  await readableNote(deps, ctx, { patientId, noteId });
  const now = deps.clock.now();
  const at = now.toISOString();
  const found = await deps.db.write(async tx => {
    await putPresence(tx, { noteId, sessionId: ctx.sessionId, userId: ctx.userId, at, expiresAt: new Date(now.getTime() + PRESENCE_MS).toISOString() });
    return others(tx, ctx, { noteId, at });
  });
  return found;
}

async function others(db: Reader, ctx: CallContext, { noteId, at }: { readonly noteId: string; readonly at: string }) {
  return (await othersIn(db, { noteId, sessionId: ctx.sessionId, at })).map(one => ({ ...one, isSelf: one.userId === ctx.userId }));
}

async function saveTemplate(deps: ServiceDeps, ctx: CallContext, { id, version, draft }: Parameters<Handlers['saveTemplate']>[1]): Promise<{ id: string; version: number }> {
  const saved = await deps.db.write(async tx => {
    const before = id === null ? undefined : await templateToChange(tx, { id, version, draft });
    const next = { id: before?.id ?? deps.newId(), version: (before?.version ?? 0) + 1 };
    await insertTemplate(tx, { ...next, draft, at: deps.clock.now().toISOString(), by: ctx.userId });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'template', objectId: next.id, objectVersion: next.version });
    return next;
  });
  deps.changed('writing', 'journal.templates');
  return saved;
}

/** Errors: record.notFound, record.changedMeanwhile. An administrative template stays one: reception may read what is written from it. */
async function templateToChange(db: Reader, { id, version, draft }: { readonly id: string; readonly version: number; readonly draft: TemplateDraft }): Promise<ClinicTemplate> {
  const found = (await currentTemplates(db)).find(one => one.id === id && one.noteType !== 'opinion');
  if (!found || (found.noteType === 'system') !== (draft.noteType === 'system')) throw new AppError('record.notFound');
  if (found.version !== version) throw new AppError('record.changedMeanwhile');
  return found;
}
