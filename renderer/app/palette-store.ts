import { createSpotlight, type SpotlightStore } from '@mantine/spotlight';

import { keepTypedAhead } from '#renderer/ui/index.ts';

import { rememberFocus } from './focus-memory.ts';

const [store, spotlight] = createSpotlight();

/** The state of the frame's one palette. */
export const paletteStore: SpotlightStore = store;

const isField = (element: Element | null): boolean => element instanceof HTMLInputElement && element.dataset['paletteSearch'] !== undefined;

/**
 * Opens the palette. What is typed before its field has the focus is kept and put into it in the very moment it gets
 * the focus: a person who types on after Ctrl+K loses no letter, and no digit of a personal number jumps the rail.
 */
function open(): void {
  rememberFocus();
  keepTypedAhead(isField);
  spotlight.open();
}

export const palette = { open, close: spotlight.close } as const;
