import type { NoteContent } from '#shared/domain/journal/note-content.ts';

import { Autosave as AutosaveOf, type SaveRequest as RequestOf } from '#renderer/parts/autosave.ts';

export { LONGEST_MS, PAUSE_MS, type SaveAnswer, type SaveState } from '#renderer/parts/autosave.ts';

/** What a save of a note holds. */
export interface DraftToSave {
  readonly content: NoteContent;
  readonly eventTime: string;
}

export type SaveRequest = RequestOf<DraftToSave>;

/** Saves a note while somebody types. */
export class Autosave extends AutosaveOf<DraftToSave> {}
