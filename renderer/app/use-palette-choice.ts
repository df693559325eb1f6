import { useEffect, useRef, type KeyboardEvent } from 'react';

import { holdKeys } from '#renderer/ui/index.ts';

import { paletteStore } from './palette-store.ts';

/** An answer that takes longer is none: what was typed after Enter goes into the search. */
const LONGEST_SEARCH_MS = 4_000;

const list = (): HTMLElement | null => {
  const { listId } = paletteStore.getState();
  return listId === '' ? null : document.getElementById(listId);
};

function mark(action: Element | null | undefined): void {
  for (const marked of list()?.querySelectorAll('[data-selected]') ?? []) marked.removeAttribute('data-selected');
  action?.setAttribute('data-selected', 'true');
  paletteStore.updateState(state => ({ ...state, selected: 0 }));
}

export interface PaletteChoice {
  /** Call after each change of what is shown; `isCurrent` says whether it answers what stands in the field now, null leaves that to others. */
  readonly shown: (isCurrent: boolean | null) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onTyped: () => void;
}

/**
 * The first line is always the chosen one until the person moves, also when answers arrive late; and Enter typed
 * before they are there opens the first of them when they come, so that nobody waits for a search (tasks 4A 1).
 */
export function usePaletteChoice(): PaletteChoice {
  const state = useRef({ hasMoved: false, isCurrent: true, opensFirst: false });
  return useRef<PaletteChoice>({
    shown: isCurrent => {
      if (isCurrent !== null) state.current.isCurrent = isCurrent;
      if (!state.current.hasMoved) mark(list()?.querySelector('[data-action]'));
      if (!state.current.isCurrent || !state.current.opensFirst) return;
      state.current.opensFirst = false;
      list()?.querySelector<HTMLElement>('[data-action]')?.click();
    },
    onKeyDown: event => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') state.current.hasMoved = true;
      if (event.key !== 'Enter' || state.current.isCurrent || state.current.hasMoved) return;
      const waiting = { ...state.current, opensFirst: true };
      state.current = waiting;
      // What is typed after Enter is meant for what Enter opens.
      holdKeys({ until: () => state.current !== waiting || !waiting.opensFirst, limitMs: LONGEST_SEARCH_MS, atLimit: 'press' });
      mark(null); // what is marked now belongs to an earlier text
    },
    onTyped: () => {
      state.current = { hasMoved: false, isCurrent: false, opensFirst: false };
    },
  }).current;
}

/** Reports to the choice after every drawing of a part of the list. */
export function useShown(choice: PaletteChoice, isCurrent: boolean | null): void {
  useEffect(() => choice.shown(isCurrent));
}
