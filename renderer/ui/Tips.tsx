import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

const DELAY_MS = 400;

interface Tip {
  readonly target: HTMLElement;
  readonly text: string;
}

const targetOf = (event: Event): HTMLElement | null => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null);

/** Tells what the pointer rests on or the keyboard has come to, or null; returns the way to stop. */
function watchTips(show: (tip: Tip | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: HTMLElement | null = null;
  const turnTo = (target: HTMLElement | null) => {
    if (target === current) return;
    clearTimeout(timer);
    if (current) show(null);
    current = target;
    if (target) timer = setTimeout(() => { if (target.isConnected) show({ target, text: target.dataset['tip'] ?? '' }); }, DELAY_MS);
  };
  const over = (event: PointerEvent) => { if (event.pointerType !== 'touch') turnTo(targetOf(event)); };
  const focus = (event: FocusEvent) => { if (event.target instanceof Element && event.target.matches(':focus-visible')) turnTo(targetOf(event)); };
  const away = () => turnTo(null);
  const listening = new AbortController();
  const options = { passive: true, signal: listening.signal };
  document.addEventListener('pointerover', over, options);
  document.addEventListener('focusin', focus, options);
  for (const name of ['focusout', 'pointerdown', 'keydown', 'wheel']) document.addEventListener(name, away, options);
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}

/** The one tip of the page, for whatever carries `data-tip`: a tip for each button would be most of the work of drawing it. */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => watchTips(setTip), []);
  return tip ? <Tooltip target={tip.target} label={tip.text} opened /> : null;
}
