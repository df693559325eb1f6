/** The page asks. Written out again in preload.ts, which is bundled alone. */
export const INVOKE_CHANNEL = 'clinic:invoke';
/** We tell the page. */
export const EVENT_CHANNEL = 'clinic:event';

export const SCHEME = 'app';
export const ORIGIN = 'app://clinic';
export const START_URL = `${ORIGIN}/`;
