import type { Translate } from './text.tsx';

const WORDS: Readonly<Record<string, 'ui.key.space' | 'ui.key.shift'>> = { shift: 'ui.key.shift' };
const NAMED: Readonly<Record<string, string>> = {
  enter: 'Enter', escape: 'Esc', esc: 'Esc', tab: 'Tab', up: '↑', down: '↓', left: '←', right: '→',
  pageup: 'PgUp', pagedown: 'PgDn', home: 'Home', end: 'End', insert: 'Ins', delete: 'Del', backspace: '⌫',
  mod: 'Ctrl', ctrl: 'Ctrl', alt: 'Alt', plus: '+', '-': '−', contextmenu: '☰',
};

/** `mod+shift+k` → ["Ctrl", "Skift", "K"]: what is printed on the keyboard. */
export function keyParts(keys: string, t: Translate): readonly string[] {
  return keys.split('+').map(part => {
    const word = WORDS[part.toLowerCase()];
    return word ? t(word) : (NAMED[part.toLowerCase()] ?? part.toUpperCase());
  });
}

/** The same in one string, for tips and lists: "Ctrl+Skift+K". */
export const keyText = (keys: string, t: Translate): string => keyParts(keys, t).join('+');
