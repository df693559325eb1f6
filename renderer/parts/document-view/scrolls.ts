/** What scrolls must be reachable with the keyboard though nothing in it can be pressed (WCAG 2.1.1). */
export const SCROLLS = { tabIndex: 0 } as const;
