import type { AnyRouter } from '@tanstack/react-router';

import { holdKeys } from '#renderer/ui/index.ts';

/** A screen that does not take a key by then has no use for it: the key means what it meant. */
const LONGEST_WAY_MS = 1_000;

let isMeant: (key: KeyboardEvent) => boolean = () => true;

/** The frame says, while it is there, whether a key has a command here or goes to whatever has the focus. */
export function provideMeaning(of: (key: KeyboardEvent) => boolean): void {
  isMeant = of;
}

/**
 * Somebody goes to another screen: keys they press on the way are meant for it and wait until it is there and offers what they
 * ask for. To be called before the router is told; `href` is where to.
 */
export function keepKeysOnTheWay(router: AnyRouter, href: string): void {
  if (href === router.latestLocation.href) return;
  let isThere = false;
  const forget = router.subscribe('onResolved', () => {
    forget();
    // Commands of a screen are registered right after it is drawn.
    setTimeout(() => { isThere = true; });
  });
  holdKeys({ until: key => isThere && isMeant(key), limitMs: LONGEST_WAY_MS, atLimit: 'press' });
}
