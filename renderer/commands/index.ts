export type { Command, CommandContext, Go, Icon } from './command.ts';
export { groupCommands, type CommandGroup } from './groups.ts';
export { allCommands, applies, commandsOn, isOfScreen, keyOwners, register, useAllCommands, useCommands, useCommandsOn } from './registry.ts';
export { currentSlot, currentVisit, setCurrentVisit, useCurrentSlot, useCurrentVisit, useSetCurrentVisit, type CurrentSlot, type CurrentVisit } from './current.ts';
export { useCommandContext, useGo, useIsLeaving, useRouteParams, useRouteSearch } from './navigation.ts';
export { allCardParts, provideCardParts, allJournalPanels, allNoteTools, provideJournalPanels, provideNoteTools, allWorkLists, provideStartWidgets, provideWorkLists, useStartWidgets } from './slots.ts';
export { LISTS_PATH, useWorkLists, workListKey } from './use-work-lists.ts';
export { isTyping, matches, parseChord, worksWhileTyping } from './shortcuts.ts';
export type { CardPart, Finder, Found, JournalPanel, NoteTool, NoteToolProps, Overlay, RailEntry, ScreenArea, ScreenRoute, StartWidget, StatusItem, WorkList, WorkListCount } from './screen-area.ts';
