import { codes } from '#shared/contract/codes.ts';
import { journal } from '#shared/contract/journal.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { createCodesService } from '#electron/core/services/codes/codes-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';
import { v7 } from 'uuid';

import { startTestClinic, type TestClinic } from '../harness.ts';
import { inProcessParser } from '../in-process-parser.ts';
import { softwareSigner } from '../journal/journal-clinic.ts';

export type CodesClinic = TestClinic<{ readonly journal: typeof journal; readonly codes: typeof codes }>;
export type CodesUser = Awaited<ReturnType<CodesClinic['as']>>;

/** A clinic on a real encrypted file with the journal and the code packs. */
export const startCodesClinic = (): Promise<CodesClinic> =>
  startTestClinic({ journal, codes }, deps => ({
    journal: createJournalService({ ...deps, signer: softwareSigner(deps.clock.now) }),
    codes: createCodesService({ ...deps, parser: inProcessParser }),
  }));

export interface ChosenCode {
  readonly system: string;
  readonly edition: string;
  readonly code: string;
  readonly text: string;
}

/** The note with these codes after one another under one heading. */
export function withCodes(content: NoteContent, chosen: readonly ChosenCode[], key = 'diagnosis'): NoteContent {
  const nodes = chosen.map(({ system, edition, code, text }) => ({ type: 'code' as const, attrs: { system, version: edition, code, text } }));
  return { ...content, sections: content.sections.map(section => (section.key === key ? { ...section, doc: { type: 'doc', content: [{ type: 'paragraph', content: nodes }] } } : section)) };
}

/** A visit note with codes, kept as a version or signed. */
export async function codedNote(user: CodesUser, patientId: string, chosen: readonly ChosenCode[], options: { readonly sign?: boolean; readonly eventTime?: string } = {}): Promise<string> {
  const { noteId, draft } = await user.journal.create({ patientId, templateId: 'visit', language: 'sv', ...(options.eventTime ? { eventTime: options.eventTime } : {}) });
  const { revision } = await user.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: withCodes(draft.content, chosen), eventTime: draft.eventTime, key: v7(), keep: true });
  if (options.sign) await user.journal.sign({ patientId, noteId, revision });
  return noteId;
}

/** An authority's table as Socialstyrelsen writes it: quoted, tabs, byte-order mark. */
export function codeTable(rows: readonly (readonly [code: string, text: string, level?: string | undefined, parent?: string, excludes?: string])[]): string {
  const quoted = (cells: readonly string[]): string => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join('\t');
  const lines = rows.map(([code, text, level = 'Subkategorikod, fyrställig (fem tecken med punkt)', parent = '', excludes = '']) => quoted([code, text === '' ? '' : '1997-01-01', parent, text, '', '', '', '', excludes, text === '' ? '' : level]));
  return Buffer.from(`\uFEFF${[quoted(['Kod', 'Giltig från', 'Överordnad kod', 'Titel', 'Latin', 'Beskrivning', 'Exempel', 'Innefattar', 'Utesluter', 'Kodnivå - kodspecifikation']), ...lines].join('\r\n')}\r\n`).toString('base64');
}

export const factsOf = (edition: string, validFrom: string, system = 'ICD-10-SE') => ({
  system, edition, title: { sv: `${system} ${edition}`, en: `${system} ${edition}` }, source: 'Socialstyrelsen', licence: 'Ange källan', validFrom, validTo: null,
});

/** Reads a file in as a new version, as the screen does it: dry run, then the same again for good. */
export async function readIn(admin: Pick<CodesUser, 'codes'>, file: string, facts: ReturnType<typeof factsOf>): Promise<string> {
  const { digest } = await admin.codes.importDry({ files: [file], facts });
  return (await admin.codes.importApply({ files: [file], facts, digest })).packId;
}
