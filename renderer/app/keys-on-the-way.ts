import { pressAgain } from '#renderer/ui/index.ts';

/** A screen that is not there by then has met a fault; keys must not be kept for ever. */
const LONGEST_WAY_MS = 2_000;

let stop = (): void => undefined;

/**
 * Keys with Alt pressed while somebody is on the way to another screen are meant for that screen: they are kept and pressed
 * there. Called by what takes people elsewhere; `isOnTheWay` says whether they are still not there. Escape throws them away.
 */
export function keepKeysOnTheWay(isOnTheWay: () => boolean): void {
  stop();
  const kept: KeyboardEvent[] = [];
  const until = performance.now() + LONGEST_WAY_MS;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return stop();
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key === 'Alt') return;
    if (!event.repeat) kept.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const look = (): void => {
    if (performance.now() > until) return stop();
    if (isOnTheWay()) {
      frame = requestAnimationFrame(look);
      return;
    }
    stop();
    pressAgain(kept);
  };
  stop = () => {
    window.removeEventListener('keydown', onKey, { capture: true });
    cancelAnimationFrame(frame);
    stop = () => undefined;
  };
  window.addEventListener('keydown', onKey, { capture: true });
  let frame = requestAnimationFrame(look);
}
