/** `mod+shift+k`, `f9`, `alt+1`, `?`, `delete`, `plus`: modifiers first, then one key. `mod` is Ctrl, or Cmd on a Mac. */
export interface Chord {
  readonly key: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space', arrowup: 'up', arrowdown: 'down', arrowleft: 'left', arrowright: 'right', escape: 'esc', '+': 'plus',
};

export function parseChord(text: string): Chord {
  const parts = text.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  return { key: key === 'escape' ? 'esc' : key, mod: parts.includes('mod') || parts.includes('ctrl'), alt: parts.includes('alt'), shift: parts.includes('shift') };
}

interface KeyLike {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The key as printed, or for Alt+digit the physical one: on Nordic layouts AltGr and Alt+digit give other characters. */
function keyName(event: KeyLike): string {
  if (event.altKey && /^Digit\d$/.test(event.code)) return event.code.slice(5);
  const key = event.key.toLowerCase();
  return NAMES[key] ?? key;
}

/** True when this key press is that shortcut. A sign such as `?` may need Shift to be typed, so Shift is not compared for signs. */
export function matches(event: KeyLike, chord: Chord): boolean {
  const sign = /^(plus|[^a-z0-9])$/.test(chord.key);
  return keyName(event) === chord.key && (event.ctrlKey || event.metaKey) === chord.mod && event.altKey === chord.alt && (sign || event.shiftKey === chord.shift);
}

/** True where a plain letter or digit is text and must not run a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
}

/** Plain keys wait outside text; function keys and those with Ctrl or Alt work everywhere. */
export const worksWhileTyping = (chord: Chord): boolean => chord.mod || chord.alt || /^f\d{1,2}$/.test(chord.key);
