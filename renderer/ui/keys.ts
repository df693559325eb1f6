import type { Translate } from './text.tsx';

const NAMED: Readonly<Record<string, string>> = {
  enter: 'Enter', escape: 'Esc', esc: 'Esc', space: 'ui.key.space', tab: 'Tab', up: '↑', down: '↓', left: '←', right: '→',
  pageup: 'PgUp', pagedown: 'PgDn', home: 'Home', end: 'End', insert: 'Ins', delete: 'Del', backspace: '⌫',
  mod: 'Ctrl', ctrl: 'Ctrl', alt: 'Alt', shift: 'ui.key.shift',
};

/** `mod+shift+k` → ["Ctrl", "Skift", "K"]: what is printed on the keyboard. */
export function keyParts(keys: string, t: Translate): readonly string[] {
  return keys.split('+').map(part => {
    const name = NAMED[part.toLowerCase()];
    if (name === undefined) return part.length === 1 ? part.toUpperCase() : part.toUpperCase();
    return name.startsWith('ui.') ? t(name) : name;
  });
}

/** The same in one string, for tips and lists: "Ctrl+Skift+K". */
export const keyText = (keys: string, t: Translate): string => keyParts(keys, t).join('+');
