import { v7 } from 'uuid';

import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { noteContent } from '../fill/journal.ts';
import type { Measure } from '../interleave.ts';
import type { MeasureInput } from './screens.ts';

/** Drafts the clinic already has, made before the files were copied, so that every engine writes on the same. */
export interface PreparedDrafts {
  readonly autosave: string;
  readonly version: string;
}

const save = ({ product: { client }, facts }: Pick<MeasureInput, 'product' | 'facts'>, noteId: string, rest: { baseRevision: number; content: NoteContent; keep: boolean }) =>
  client.journal.saveDraft({ patientId: facts.heavyPatient, noteId, eventTime: new Date().toISOString(), key: v7(), ...rest });

/** Drafts of the first practitioner on the patient with the long journal, saved once: a draft's first save always keeps a version. */
export async function prepareDrafts(input: Pick<MeasureInput, 'product' | 'facts' | 'random'>): Promise<PreparedDrafts> {
  const create = async (templateId: string): Promise<string> => {
    const { noteId } = await input.product.client.journal.create({ patientId: input.facts.heavyPatient, templateId, language: 'sv' });
    await save(input, noteId, { baseRevision: 0, content: noteContent(input.random), keep: true });
    return noteId;
  };
  return { autosave: await create('visit'), version: await create('first-visit') };
}

/**
 * Durable saves of a note with its log row: the autosave every second or two (one statement and its log row), and a save that
 * keeps a version. An autosave more than a minute after the last version keeps one too, so one is kept right before.
 */
export function saveMeasures(input: MeasureInput, drafts: PreparedDrafts): Measure[] {
  const { random, repeats } = input;
  const content = noteContent(random);
  const saver = (noteId: string) => {
    let baseRevision = 1;
    return (keep: boolean) => async (): Promise<void> => {
      ({ revision: baseRevision } = await save(input, noteId, { baseRevision, content, keep }));
    };
  };
  const autosave = saver(drafts.autosave);
  const version = saver(drafts.version);
  return [
    { name: 'save note', what: 'autosave of a note and its log row, durable', n: repeats.saves, before: autosave(true), cases: [autosave(false)] },
    { name: 'save note, keep version', what: 'the same with a new version of the note', n: repeats.saves, cases: [version(true)] },
  ];
}

/** One durable row of the log, appended by itself, as every logged read does first. */
export const appendMeasure = ({ product: { log, caller }, facts, repeats }: MeasureInput): Measure => ({
  name: 'log append', what: 'one durable row', n: repeats.saves,
  cases: [() => log.appendNow({ id: caller.userId, hsaId: caller.hsaId, role: 'practitioner', sessionId: caller.sessionId, origin: 'screen' }, { action: 'PATIENT_OPEN', category: 'identity', patientId: facts.heavyPatient })],
});
