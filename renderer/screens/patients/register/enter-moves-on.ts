import { useEffect, useRef, type RefObject } from 'react';

/**
 * Enter goes to the next field instead of sending half a form; from the last one it runs `onLast`. An open list
 * takes its marked option first; several lines of text and buttons keep their Enter. Put the answer on the form as `ref`.
 */
export function useEnterMovesOn(onLast: () => void): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const latest = useRef(onLast);
  latest.current = onLast;
  useEffect(() => {
    const element = form.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      const field = event.target;
      if (!element || event.key !== 'Enter' || event.ctrlKey || event.defaultPrevented || !(field instanceof HTMLInputElement)) return;
      const move = (): void => {
        const next = fieldAfter(element, field);
        if (next) next.focus();
        else latest.current();
      };
      // An open list takes the marked option first.
      if (field.getAttribute('aria-expanded') === 'true') return void setTimeout(move, 0);
      event.preventDefault();
      move();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, []);
  return form;
}

function fieldAfter(form: HTMLFormElement, field: HTMLInputElement): HTMLInputElement | undefined {
  const fields = [...form.querySelectorAll<HTMLInputElement>('input:not([type=hidden]):not([disabled])')].filter(candidate => candidate.offsetParent !== null && candidate.tabIndex >= 0);
  return fields[fields.indexOf(field) + 1];
}
