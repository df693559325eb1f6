import type { Page } from 'playwright-core';

export const WAIT_MS = 15_000;
/** A person looks before the next key. */
export const LOOK_MS = 350;

/** What must stand on the screen: an attribute with a value, a number that is reached, another value than before; or texts in elements. */
export type Goal = { readonly selector: string; readonly attribute: string; readonly is?: string; readonly least?: number; readonly changes?: true } | { readonly texts: readonly (readonly [selector: string, text: string])[] };
export interface Watch {
  klinikbokUntil: (goal: Goal, limitMs: number) => Promise<number>;
  klinikbokSince: (goal: Goal, limitMs: number) => Promise<number>;
  klinikbokTook: Promise<number>;
  klinikbokStarted: number;
}

/** Presses the key and gives the milliseconds until the frame that shows the goal; then looks at it. */
export async function press(page: Page, key: string, goal: Goal): Promise<number> {
  await page.evaluate(([wanted, limit]) => {
    const watch = globalThis as unknown as Watch;
    watch.klinikbokTook = watch.klinikbokUntil(wanted, limit);
    watch.klinikbokTook.catch(() => undefined);
  }, [goal, WAIT_MS] as const);
  await page.keyboard.press(key);
  const took = await page.evaluate(() => (globalThis as unknown as Watch).klinikbokTook);
  await page.waitForTimeout(LOOK_MS);
  return took;
}

/** Runs in the page: from the next keydown (or, `Since`, from the last one) to the task after the frame in which the goal holds. */
export function installWatch(): void {
  const watch = globalThis as unknown as Watch;
  const valueOf = (goal: Goal): string | null => ('texts' in goal ? null : (document.querySelector(goal.selector)?.getAttribute(goal.attribute) ?? null));
  const reached = (goal: Goal, before: string | null): boolean => {
    if ('texts' in goal) return goal.texts.every(([selector, text]) => [...document.querySelectorAll(selector)].some(element => element.textContent?.includes(text)));
    const value = valueOf(goal);
    if (goal.changes) return value !== null && value !== before;
    return goal.least === undefined ? value === goal.is : value !== null && Number(value) >= goal.least;
  };
  const wait = (goal: Goal, limitMs: number, isStarted: () => boolean) => new Promise<number>((resolve, reject) => {
    const before = valueOf(goal);
    const timer = setTimeout(() => end(() => reject(new Error(`not on the screen within ${limitMs} ms: ${JSON.stringify(goal)}`))), limitMs);
    const look = (): void => {
      if (!isStarted() || !reached(goal, before)) return;
      end(() => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - watch.klinikbokStarted);
        port2.postMessage(null);
      }));
    };
    const observer = new MutationObserver(look);
    const end = (then: () => void): void => {
      clearTimeout(timer);
      observer.disconnect();
      then();
    };
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  });
  watch.klinikbokUntil = (goal, limitMs) => {
    let isStarted = false;
    const onKey = (event: KeyboardEvent): void => {
      if (['Alt', 'Control', 'Shift'].includes(event.key)) return;
      isStarted = true;
      watch.klinikbokStarted = event.timeStamp;
      removeEventListener('keydown', onKey, true);
    };
    addEventListener('keydown', onKey, true);
    return wait(goal, limitMs, () => isStarted);
  };
  watch.klinikbokSince = (goal, limitMs) => wait(goal, limitMs, () => true);
}
