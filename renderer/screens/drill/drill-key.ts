/** Begins a drill while its screen is open. */
export const DRILL_KEY = 'mod+enter';
