/** Begins a backup while its screen is open. */
export const RUN_KEY = 'mod+b';
