import type { Role } from '#shared/domain/permissions.ts';

import type { StartWidget, WorkList } from './screen-area.ts';

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
