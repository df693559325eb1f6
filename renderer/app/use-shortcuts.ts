import { useEffect, useRef } from 'react';

import { allCommands, applies, isTyping, matches, parseChord, useCommandContext, worksWhileTyping } from '#renderer/commands/index.ts';

/** True while a dialog or the search is open: only its own keys count then. */
const dialogOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"], [aria-modal="true"]') !== null;

/** One listener for every shortcut of the registry. The command added last wins, so a screen can take a key over. */
export function useShortcuts(): void {
  const context = useCommandContext();
  const latest = useRef(context);
  latest.current = context;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A list field takes every Enter for itself, also the one with Ctrl that sends the whole form.
      const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if ((event.defaultPrevented && !isSend) || event.isComposing || dialogOpen()) return;
      const typing = isTyping(event.target);
      const command = [...allCommands()].reverse().find(candidate => {
        if (!candidate.shortcut) return false;
        const chord = parseChord(candidate.shortcut);
        return matches(event, chord) && (!typing || worksWhileTyping(chord)) && applies(candidate, latest.current);
      });
      if (!command) return;
      event.preventDefault();
      command.run(latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
