import { useEffect, useRef } from 'react';

import { allCommands, applies, isTyping, matches, parseChord, provideMeaning, useCommandContext, worksWhileTyping, type Command, type CommandContext } from '#renderer/commands/index.ts';
import { forgetKeys } from '#renderer/ui/index.ts';

import { paletteStore } from './palette-store.ts';

/** True while a dialog or the search is open: only its own keys count then. */
const dialogOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"], [aria-modal="true"]') !== null;

/** What a key does here and now. The command added last wins, so a screen can take a key over. */
function commandFor(event: KeyboardEvent, { target, context }: { readonly target: EventTarget | null; readonly context: CommandContext }): Command | undefined {
  const typing = isTyping(target);
  return allCommands().findLast(candidate => {
    if (!candidate.shortcut) return false;
    const chord = parseChord(candidate.shortcut);
    return matches(event, chord) && (!typing || worksWhileTyping(chord)) && applies(candidate, context);
  });
}

const isChord = (event: KeyboardEvent): boolean => event.altKey || event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key);

/** Whether a key typed on the way here can be pressed now: it has a command, or what has the focus takes it. */
function isMeant(event: KeyboardEvent, context: CommandContext): boolean {
  if (paletteStore.getState().opened) return false;
  if (dialogOpen() || commandFor(event, { target: document.activeElement, context })) return true;
  return !isChord(event) && (event.key.length > 1 || isTyping(document.activeElement));
}

/** One listener for every shortcut of the registry. */
export function useShortcuts(): void {
  const context = useCommandContext();
  const latest = useRef(context);
  latest.current = context;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Most keys are letters of a text: for them nothing is looked through.
      if (isTyping(event.target) && !isChord(event)) return;
      // A list field takes every Enter for itself, also the one with Ctrl that sends the whole form.
      const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if ((event.defaultPrevented && !isSend) || event.isComposing || dialogOpen()) return;
      const command = commandFor(event, { target: event.target, context: latest.current });
      if (!command) return;
      event.preventDefault();
      command.run(latest.current);
    };
    provideMeaning(event => isMeant(event, latest.current));
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      // Locked: what waits was meant for whoever sat here.
      forgetKeys();
    };
  }, []);
}
