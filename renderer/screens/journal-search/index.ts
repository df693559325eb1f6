import { IconFileSearch } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { JOURNAL_SEARCH_PATH, JournalSearchScreen } from './JournalSearchScreen.tsx';

export const area: ScreenArea = {
  id: 'journalSearch',
  routes: [{ path: JOURNAL_SEARCH_PATH, component: JournalSearchScreen, permission: 'journal.search' }],
  commands: [{ id: 'journalSearch.open', message: 'journalSearch.command.open', shortcut: 'mod+shift+f', icon: IconFileSearch, permission: 'journal.search', run: ({ go }) => go(JOURNAL_SEARCH_PATH) }],
};
