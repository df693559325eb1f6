import type { Role } from '#shared/domain/permissions.ts';

import type { CardPart, JournalPanel, NoteTool, ScreenArea, StartWidget, WorkList } from './screen-area.ts';

let widgets: readonly StartWidget[] = [];

/** The application puts in what it found in the areas, once, before anything is drawn. */
export function provideStartWidgets(found: readonly StartWidget[]): void {
  widgets = found;
}

/** The start page asks by role; it knows no area by name. */
export const useStartWidgets = (role: Role): readonly StartWidget[] => widgets.filter(widget => widget.role === role).sort((a, b) => a.order - b.order);

let lists: readonly WorkList[] = [];

/** The application puts in every area's work lists, once, before anything is drawn. */
export function provideWorkLists(found: readonly WorkList[]): void {
  lists = [...found].sort((a, b) => a.order - b.order);
}

/** Every work list there is, in order, whoever may see it. */
export const allWorkLists = (): readonly WorkList[] => lists;

let parts: readonly CardPart[] = [];

/** The application puts in every area's parts of the patient's card, once, before anything is drawn. */
export function provideCardParts(found: readonly CardPart[]): void {
  parts = [...found].sort((a, b) => a.order - b.order);
}

/** What other areas show on the patient's card, in order, whoever may see it. */
export const allCardParts = (): readonly CardPart[] => parts;

let panels: readonly JournalPanel[] = [];

/** The application puts in every area's parts of the journal, once, before anything is drawn. */
export function provideJournalPanels(found: readonly JournalPanel[]): void {
  panels = [...found].sort((a, b) => a.order - b.order);
}

/** What other areas show beside a patient's notes, in order, whoever may see it. */
export const allJournalPanels = (): readonly JournalPanel[] => panels;

let tools: readonly NoteTool[] = [];

/** The application puts in every area's tools of the note, once, before anything is drawn. */
export function provideNoteTools(found: readonly NoteTool[]): void {
  tools = [...found].sort((a, b) => a.order - b.order);
}

/** What other areas can put into a note, in order, whoever may use it. */
export const allNoteTools = (): readonly NoteTool[] => tools;

type OpenFile = NonNullable<ScreenArea['openFile']>;
let opener: OpenFile | undefined;

/** The application puts in the area that shows files, once, before anything is drawn. */
export function provideOpenFile(open: OpenFile | undefined): void {
  opener = open;
}

/** Shows a file of the patient's journal above whatever is open; nothing happens where no area can. */
export const openFile: OpenFile = file => opener?.(file);
