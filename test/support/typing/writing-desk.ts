import path from 'node:path';

import { createForkHost } from '#electron/supervisor/fork-host.ts';
import { createSupervisor, type Supervisor } from '#electron/supervisor/supervisor.ts';
import type { BuiltProgram } from '#electron/browser-shell/paths.ts';
import { createClient } from '#renderer/client/create-client.ts';
import { Autosave } from '#renderer/parts/autosave.ts';
import type { Client } from '#shared/contract/define.ts';
import { contract, type AppContract } from '#shared/contract/index.ts';
import type { EditorBlock } from '#renderer/ui/editor/note-value.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import { v7 } from 'uuid';

import { CARD, PIN, type Station } from '../../../build/scripts/bench/station.ts';
import { until } from '../until.ts';

/** What the clinic holds of a note's last heading, to the letter. */
export interface HeldNote {
  readonly noteId: string;
  readonly text: string;
}

/** Somebody who writes: what they see and what they can do. */
export interface WritingDesk {
  /** Card in and PIN. Waits for a program that is still coming up. */
  signIn(): Promise<void>;
  /** The note to write in; a new one when none is named. */
  open(noteId: string | null): Promise<HeldNote>;
  /** A look at the screen: is there a note to write in, and does it say that it is saved (with how many letters)? */
  look(): Promise<{ readonly isWriting: boolean; readonly shownSaved: number | null }>;
  type(letter: string): Promise<void>;
  /** The program is closed as a person closes it. */
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly station: Station;
  readonly profileDir: string;
  readonly patientId: string;
  readonly program: BuiltProgram;
}

export const OPEN_MS = 60_000;
const textOf = (blocks: readonly EditorBlock[]): string => blocks.map(block => (block.type === 'paragraph' ? (block.content ?? []).map(part => (part.type === 'text' ? part.text : '')).join('') : '')).join('\n');
/** What stands under a note's last heading, every space of it. */
export const lastText = (content: NoteContent): string => textOf((content.sections.at(-1)?.doc.content ?? []) as readonly EditorBlock[]);

/** The draft as it is in the file: begun when no note is named. */
export async function readHeld(client: Client<AppContract>, patientId: string, noteId: string | null): Promise<HeldNote & { readonly content: NoteContent; readonly revision: number; readonly eventTime: string }> {
  const id = noteId ?? (await beginNote(client, patientId));
  const { draft } = await client.journal.get({ patientId, noteId: id });
  if (!draft) throw new Error('the note has no draft');
  return { noteId: id, text: lastText(draft.content), content: draft.content, revision: draft.revision, eventTime: draft.eventTime };
}

/** Saved once, so that it stands in the list of what is not signed. */
async function beginNote(client: Client<AppContract>, patientId: string): Promise<string> {
  await client.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  const { noteId, draft: { content, eventTime, revision } } = await client.journal.create({ patientId, templateId: 'visit', language: 'sv' });
  await client.journal.saveDraft({ patientId, noteId, content, eventTime, baseRevision: revision, key: v7(), keep: false });
  return noteId;
}

/** A page without a window: the real supervisor, core and card host as processes, the renderer's own autosave, and what a page does at flush, lock and reload. */
export function wireDesk({ station, profileDir, patientId, program }: DeskOptions): WritingDesk {
  let text = '';
  let shownSaved: number | null = null;
  let autosave: Autosave<{ text: string }> | null = null;
  const forget = (): void => {
    autosave?.stop();
    autosave = null;
  };
  const flush = async (): Promise<void> => {
    await autosave?.flush(true).catch(() => undefined);
    await supervisor.invoke({ path: 'shell.flushed', input: {} });
  };
  const supervisor: Supervisor = createSupervisor({
    host: createForkHost({ entries: program.entries }),
    core: { dataDir: station.dataDir, profileDir, shell: 'browser', version: 'test', cardProfile: 'practice', clinicKind: 'demo' },
    cards: [{ profile: 'practice', clinicKind: 'demo', practiceFolder: station.practiceFolder }],
    info: { version: 'test', shell: 'browser', platform: 'linux' },
    onQuit: () => undefined,
    page: { reload: forget, send: event => { if (event.type === 'flush') void flush(); } },
  });
  const client = createClient(contract, raw => supervisor.invoke(raw));
  return {
    signIn: async () => void (await until('the card opens the clinic', () => signInByCall(supervisor, client), OPEN_MS)),
    open: async noteId => {
      autosave?.stop();
      const held = await readHeld(client, patientId, noteId);
      const { content, eventTime } = held;
      text = held.text;
      shownSaved = null;
      autosave = new Autosave<{ text: string }>({
        revision: held.revision, newKey: v7, isFinal: () => false,
        onState: state => { shownSaved = state.phase === 'idle' && state.savedAt ? text.length : null; },
        send: ({ text: saved, ...means }) => client.journal.saveDraft({ patientId, noteId: held.noteId, eventTime, ...means, content: { ...content, sections: content.sections.map((section, at, all) => (at === all.length - 1 ? { ...section, doc: richTextOf(saved) } : section)) } }),
      });
      return held;
    },
    look: async () => ({ isWriting: autosave !== null, shownSaved }),
    type: async letter => {
      text += letter;
      autosave?.changed({ text });
    },
    close: () => supervisor.close(),
  };
}

/** True once signed in; false while the program, or its reader, is still coming up. */
async function signInByCall(supervisor: Supervisor, client: Client<AppContract>): Promise<boolean> {
  try {
    await supervisor.card('practice.insert', { cardId: CARD });
    return (await client.session.signInWithCard({ pin: PIN })).phase === 'open';
  } catch {
    return false;
  }
}

/** The built processes and page in a folder. */
export function programIn(folder: string): BuiltProgram {
  const entry = (name: string): string => path.join(folder, 'electron', `${name}.cjs`);
  return { pageFolder: path.join(folder, 'renderer'), entries: { 'core': entry('core'), 'card-host': entry('card-host'), 'import-worker': entry('import-worker') } };
}
