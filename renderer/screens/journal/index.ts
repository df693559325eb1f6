import { IconNotes } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { JournalScreen } from './JournalScreen.tsx';
import { JOURNAL_PATH, JournalSearch } from './search.ts';
import { askTimeline } from './use-timeline.ts';
import { UnsignedScreen } from './Unsigned.tsx';

export const area: ScreenArea = {
  id: 'journal',
  routes: [
    { path: JOURNAL_PATH, component: JournalScreen, permission: 'journal.readOwn', search: JournalSearch, ahead: ({ patientId = '' }, { struck }, ask) => askTimeline(ask, patientId, struck === true) },
    { path: '/journal/unsigned', component: UnsignedScreen, permission: 'journal.write' },
  ],
  commands: [
    {
      id: 'journal.open', message: 'journal.command.open', shortcut: 'alt+j', icon: IconNotes, permission: 'journal.readOwn', when: ({ patientId }) => patientId !== undefined,
      run: ({ go, patientId }) => { if (patientId) go(JOURNAL_PATH, { params: { patientId } }); },
    },
    {
      id: 'journal.openOfVisit', message: 'journal.command.open', shortcut: 'alt+j', on: 'visit', permission: 'journal.readOwn', when: ({ patientId, visit }) => patientId === undefined && Boolean(visit?.patientId),
      run: ({ go, visit }) => { if (visit?.patientId) go(JOURNAL_PATH, { params: { patientId: visit.patientId } }); },
    },
    { id: 'journal.unsigned', message: 'journal.command.unsigned', shortcut: 'alt+u', permission: 'journal.write', run: ({ go }) => go('/journal/unsigned') },
  ],
};
