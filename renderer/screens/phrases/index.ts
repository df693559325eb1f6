import { IconTextPlus } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { PhrasesScreen } from './PhrasesScreen.tsx';

/** Phrases that an abbreviation expands to while writing: one's own and the clinic's. */
export const area: ScreenArea = {
  id: 'phrases',
  routes: [{ path: '/phrases', component: PhrasesScreen, permission: 'journal.write' }],
  commands: [{ id: 'phrases.open', message: 'phrases.command.open', icon: IconTextPlus, permission: 'journal.write', run: ({ go }) => go('/phrases') }],
};
