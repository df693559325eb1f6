import { IconCalendar } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';
import { keepKeysForDialog } from '#renderer/ui/index.ts';

import { AgendaSearch } from './agenda-search.ts';
import { AgendaScreen } from './AgendaScreen.tsx';
import { InformationScreen, InformationSearch } from './InformationScreen.tsx';
import { openRebook } from './rebook-store.ts';
import { RebookOverlay } from './RebookOverlay.tsx';

export const area: ScreenArea = {
  id: 'agenda',
  routes: [
    { path: '/agenda', component: AgendaScreen, permission: 'agenda.read', search: AgendaSearch },
    { path: '/agenda/information', component: InformationScreen, permission: 'agenda.read', search: InformationSearch },
  ],
  rail: [{ id: 'agenda', message: 'agenda.rail', icon: IconCalendar, to: '/agenda', order: 20, permission: 'agenda.read' }],
  overlays: [{ id: 'agenda.rebook', permission: 'agenda.write', component: RebookOverlay }],
  commands: [
    // The agenda has its own, on the letter F.
    { id: 'agenda.rebookHere', message: 'agenda.command.rebook', shortcut: 'f6', on: 'visit', permission: 'agenda.write', when: ({ path }) => path !== '/agenda', run: ({ visit }) => { if (visit) openRebook(visit); } },
    {
      id: 'agenda.bookPatient', message: 'agenda.command.bookPatient', shortcut: 'alt+b', permission: 'agenda.write',
      when: ({ patientId, path }) => patientId !== undefined && path !== '/agenda',
      run: ({ go, patientId }) => {
        keepKeysForDialog();
        go('/agenda', { search: { patientId, open: 'nextFree' } });
      },
    },
    {
      id: 'agenda.information', message: 'agenda.command.information', shortcut: 'alt+i', permission: 'journal.write',
      when: ({ patientId, path }) => patientId !== undefined && path !== '/agenda/information',
      run: ({ go, patientId }) => go('/agenda/information', { search: { patientId } }),
    },
  ],
};
