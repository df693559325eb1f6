import type { ComponentType } from 'react';
import type * as z from 'zod';

import type { Area, InputOf, ProcedureOf } from '#renderer/client/client.ts';
import type { InlineNode } from '#shared/domain/journal/inline.ts';
import type { Permission, Role } from '#shared/domain/permissions.ts';
import type { MessageKey } from '#shared/messages/index.ts';

import type { Command, Icon } from './command.ts';

export interface ScreenRoute {
  /** `/patients/$patientId`. A route with `$patientId` (or search `patientId`) gets the patient strip by itself. */
  readonly path: string;
  readonly component: ComponentType;
  /** Checked before the screen sees them; unknown or wrong ones fall back to the schema's defaults. */
  readonly search?: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly permission?: Permission;
  /** What the screen cannot be drawn without: asked at the key that leads there, while the screen's frame is being drawn. */
  readonly ahead?: (params: Readonly<Record<string, string>>, search: Readonly<Record<string, unknown>>, ask: AskAhead) => void;
}

/** Asks what a screen is about to ask; nothing happens when the answer is known. A read like any other: core logs it. */
export type AskAhead = <A extends Area, P extends ProcedureOf<A>>(area: A, procedure: P, input: InputOf<A, P>) => void;

export interface RailEntry {
  readonly id: string;
  /** Key of one word. */
  readonly message: MessageKey;
  readonly icon: Icon;
  readonly to: string;
  /** Start 10, agenda 20, patients 30, lists 40, money 50, log 60, backup 70, people 80, settings 90. */
  readonly order: number;
  readonly permission?: Permission;
}

/** A part of a start page. It draws its own Section. */
export interface StartWidget {
  readonly id: string;
  readonly role: Role;
  readonly order: number;
  /** `wide` takes the whole line, `half` shares it. */
  readonly span?: 'wide' | 'half';
  readonly permission?: Permission;
  readonly component: ComponentType;
}

/** A part of the quiet line at the bottom, e.g. how old the backup is. */
export interface StatusItem {
  readonly id: string;
  readonly order: number;
  readonly permission?: Permission;
  readonly component: ComponentType;
}

/** How much waits on a list. `count` is undefined while it is not known; `isLate`: something on it has waited too long. */
export interface WorkListCount {
  readonly count: number | undefined;
  readonly isLate?: boolean;
}

/**
 * A list of things that somebody must attend to: visits without note, waiting list, reminders that failed.
 * The hub (/lists) shows its name and count and opens it with one key; either `component` is drawn there, or `to` leads to
 * the list's own screen. Order: journal 10–19, visits 20–39, waiting and recalls 40–59, money 60–69, reminders 70–79.
 */
export interface WorkList {
  readonly id: string;
  /** Key of its name: "Besök utan anteckning". */
  readonly message: MessageKey;
  readonly order: number;
  readonly permission?: Permission;
  /** Only for those with one of these roles; a right alone says too little about whose work it is. */
  readonly roles?: readonly Role[];
  /** A hook, called for everybody who may see the list; let it ask for a count only, not for the rows. */
  readonly useCount: () => WorkListCount;
  /** The rows, drawn inside the hub: a DataTable with `height="fill"` and `autoFocus`, and its own commands. */
  readonly component?: ComponentType;
  /** Or a route of its own: `/lists/waiting`. */
  readonly to?: string;
}

/** A part of the patient's card, below what the register knows. It draws its own Section. */
export interface CardPart {
  readonly id: string;
  readonly order: number;
  readonly permission?: Permission;
  readonly component: ComponentType<{ readonly patientId: string }>;
}

/**
 * A part of a patient's journal beside the notes: documents, attachments, medication. It stands as a tab in the journal
 * and fills the space right of the timeline; the screen scrolls it. Order: documents 20, attachments 30, medication 40.
 */
export interface JournalPanel {
  readonly id: string;
  /** Key of its name, one word: "Dokument". */
  readonly message: MessageKey;
  readonly order: number;
  readonly permission?: Permission;
  /** Opens it while the journal is open; the command itself is made here, `journal.panel.<id>`. */
  readonly shortcut?: string;
  readonly component: ComponentType<{ readonly patientId: string }>;
  /** A hook; how many there are, in brackets after the name. Undefined while it is not known. */
  readonly useCount?: (patientId: string) => number | undefined;
}

/**
 * Something that puts things into a note while it is written: a picker of codes, a photo, a medication. It draws one
 * `<Button size="dense" kind="quiet">` in the row under the note's head, and its own dialog; its key is a command of its own.
 * Order: phrases and measurements 10, codes 20, attachments 30, medication 40.
 */
export interface NoteTool {
  readonly id: string;
  readonly order: number;
  readonly permission?: Permission;
  readonly component: ComponentType<NoteToolProps>;
}
export interface NoteToolProps {
  readonly patientId: string;
  readonly noteId: string;
  /** Puts it where the cursor stood and gives the text the focus back; one Ctrl+Z takes it away. */
  readonly insert: (what: string | InlineNode | readonly InlineNode[]) => void;
  /** Gives the text the focus back with the cursor where it was: when a dialog is closed with nothing chosen. */
  readonly refocus: () => void;
}

/** Drawn above every screen for as long as somebody is signed in: the dialog a command of this area opens from any screen. */
export interface Overlay {
  readonly id: string;
  readonly permission?: Permission;
  /** Draws nothing while it has nothing to ask. */
  readonly component: ComponentType;
}

export interface Found {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Whose warning mark stands beside it (K-21). */
  readonly patientId?: string;
  readonly open: () => void;
}

/** Lets the search line find things: patients by name, number, phone. A hook, called with what is typed. */
export interface Finder {
  readonly id: string;
  /** Key of the group's heading. */
  readonly message: MessageKey;
  readonly permission: Permission;
  readonly useFind: (text: string) => { readonly found: readonly Found[]; readonly isCurrent: boolean };
}

/** Everything an area adds to the program. Exported as `area` from `screens/<area>/index.ts`; found there by itself. */
export interface ScreenArea {
  readonly id: string;
  readonly routes?: readonly ScreenRoute[];
  readonly commands?: readonly Command[];
  readonly rail?: readonly RailEntry[];
  readonly startWidgets?: readonly StartWidget[];
  readonly statusItems?: readonly StatusItem[];
  readonly overlays?: readonly Overlay[];
  readonly finders?: readonly Finder[];
  readonly workLists?: readonly WorkList[];
  readonly cardParts?: readonly CardPart[];
  readonly journalPanels?: readonly JournalPanel[];
  /** Shows a file of the patient's journal above whatever is open. One area has it. */
  readonly openFile?: (file: { readonly patientId: string; readonly attachmentId: string }) => void;
  readonly noteTools?: readonly NoteTool[];
  /** The one area that knows patients draws the strip (PatientStrip) for an id. */
  readonly patientStrip?: ComponentType<{ readonly patientId: string }>;
  /** The one area that restores draws this before sign-in and at first run. */
  readonly restore?: ComponentType<{ readonly onClose: () => void }>;
}
