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

/** Where a key leads in the menu (WAI-ARIA menu pattern): arrows, Home, End, Tab between groups, first letter. True when it was taken. */
export function moveInMenu(event: KeyboardEvent<HTMLElement>): boolean {
  const menu = event.currentTarget;
  const from = document.activeElement instanceof HTMLElement ? document.activeElement : menu;
  const all = items(menu);
  const at = all.indexOf(from);
  const back = event.key === 'ArrowLeft' || (event.key === 'Tab' && event.shiftKey);
  const targets: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowDown: all[(at + 1) % all.length], ArrowUp: all.at(at - 1), Home: all[0], End: all.at(-1),
    ArrowRight: beside(menu, from, 1), ArrowLeft: beside(menu, from, -1), Tab: beside(menu, from, back ? -1 : 1),
  };
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.altKey && !event.metaKey;
  const target = isLetter ? startingWith(all, at, event.key.toLocaleLowerCase('sv')) : targets[event.key];
  if (!target && !isLetter) return false;
  target?.focus();
  return true;
}
