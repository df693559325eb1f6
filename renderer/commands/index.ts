export type { Command, CommandContext, Go, Icon } from './command.ts';
export { allCommands, applies, register, useAllCommands, useCommands } from './registry.ts';
export { useCommandContext, useGo, useRouteParams, useRouteSearch } from './navigation.ts';
export { provideStartWidgets, useStartWidgets } from './slots.ts';
export { isTyping, matches, parseChord, worksWhileTyping } from './shortcuts.ts';
export type { Finder, Found, RailEntry, ScreenArea, ScreenRoute, StartWidget, StatusItem } from './screen-area.ts';
