/// <reference types="vite/client" />
import { provideCardParts, provideJournalPanels, provideNoteTools, provideOpenFile, provideStartWidgets, provideWorkLists, type ScreenArea } from '#renderer/commands/index.ts';

const modules = import.meta.glob<{ readonly area?: ScreenArea }>('../screens/*/index.ts', { eager: true });

/** Every area of the program, found by its folder. */
export const areas: readonly ScreenArea[] = Object.values(modules).flatMap(module => (module.area ? [module.area] : []));

const from = <T>(pick: (area: ScreenArea) => readonly T[] | undefined): readonly T[] => areas.flatMap(area => pick(area) ?? []);

export const routes = from(area => area.routes);
export const railEntries = [...from(area => area.rail)].sort((a, b) => a.order - b.order);
export const statusItems = [...from(area => area.statusItems)].sort((a, b) => a.order - b.order);
export const finders = from(area => area.finders);
export const overlays = from(area => area.overlays);
export const areaCommands = from(area => area.commands);
export const PatientStripOf = areas.find(area => area.patientStrip)?.patientStrip;

const restore = areas.find(area => area.restore)?.restore;
if (!restore) throw new Error('no area restores');
export const RestoreScreen = restore;

provideStartWidgets(from(area => area.startWidgets));
provideWorkLists(from(area => area.workLists));
provideCardParts(from(area => area.cardParts));
provideJournalPanels(from(area => area.journalPanels));
provideNoteTools(from(area => area.noteTools));
provideOpenFile(areas.find(area => area.openFile)?.openFile);
