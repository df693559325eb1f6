/** What one file may weigh. A page scanned at 300 dpi is about 1 MB, a photograph after re-encoding below 2 MB. */
export const FILE_MAX_BYTES = 25 * 1024 * 1024;
export const FILE_MAX_MEGABYTES = 25;
/** More pixels than any camera of a clinic makes; decoded they take 200 MB (security.md H35). */
export const IMAGE_MAX_PIXELS = 50_000_000;
/** A thumbnail after encoding. */
export const THUMBNAIL_MAX_BYTES = 65_536;
/** Pieces in the database. */
export const CHUNK_BYTES = 262_144;
/** Files a patient may have; more is a mistake or an attack (H42). */
export const FILES_PER_PATIENT = 2_000;
/** The longest side of a stored picture, in pixels; the clinic chooses among these. */
export const LONGEST_SIDES = [1600, 2560, 4096] as const;
export const DEFAULT_LONGEST_SIDE = 2560;
