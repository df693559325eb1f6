import type { KeyboardEvent } from 'react';

const items = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
const groupsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role="group"]')];

/** The first item of the next (or previous) group. */
function beside(menu: HTMLElement, from: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const groups = groupsOf(menu);
  const at = groups.findIndex(group => group.contains(from));
  return groups.at((at + step + groups.length) % groups.length)?.querySelector<HTMLElement>('[role="menuitem"]') ?? undefined;
}

/** The next item after `from` that begins with the letter, round and round. */
function startingWith(all: readonly HTMLElement[], from: number, letter: string): HTMLElement | undefined {
  const turned = [...all.slice(from + 1), ...all.slice(0, from + 1)];
  return turned.find(item => (item.dataset['word'] ?? '').toLocaleLowerCase('sv').startsWith(letter));
}

const isLetter = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean => key.length === 1 && key !== ' ' && !ctrlKey && !altKey && !metaKey;

/** Where each moving key leads from an item. */
const WAYS: Readonly<Record<string, (menu: HTMLElement, from: HTMLElement, back: boolean) => HTMLElement | undefined>> = {
  ArrowDown: (menu, from) => items(menu)[(items(menu).indexOf(from) + 1) % items(menu).length],
  ArrowUp: (menu, from) => items(menu).at(items(menu).indexOf(from) - 1),
  Home: menu => items(menu)[0],
  End: menu => items(menu).at(-1),
  ArrowRight: (menu, from) => beside(menu, from, 1),
  ArrowLeft: (menu, from) => beside(menu, from, -1),
  Tab: (menu, from, back) => beside(menu, from, back ? -1 : 1),
};

/** Moves in the menu (WAI-ARIA menu pattern): arrows, Home, End, Tab between groups, first letter. True when the key was taken. */
export function moveInMenu(event: KeyboardEvent<HTMLElement>): boolean {
  const menu = event.currentTarget;
  const from = document.activeElement instanceof HTMLElement ? document.activeElement : menu;
  if (isLetter(event)) {
    startingWith(items(menu), items(menu).indexOf(from), event.key.toLocaleLowerCase('sv'))?.focus();
    return true;
  }
  const target = WAYS[event.key]?.(menu, from, event.shiftKey);
  target?.focus();
  return target !== undefined;
}
