import type { ScreenArea } from '#renderer/commands/index.ts';

import { RestoreScreen } from './RestoreScreen.tsx';

/** Restore of the whole clinic, before anybody is signed in. */
export const area: ScreenArea = { id: 'restore', restore: RestoreScreen };
