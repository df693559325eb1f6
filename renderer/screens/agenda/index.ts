import { IconCalendar } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { AgendaSearch } from './agenda-search.ts';
import { AgendaScreen } from './AgendaScreen.tsx';

export const area: ScreenArea = {
  id: 'agenda',
  routes: [
    { path: '/agenda', component: AgendaScreen, permission: 'agenda.read', search: AgendaSearch },
  ],
  rail: [{ id: 'agenda', message: 'agenda.rail', icon: IconCalendar, to: '/agenda', order: 20, permission: 'agenda.read' }],
  commands: [
    {
      id: 'agenda.bookPatient', message: 'agenda.command.bookPatient', shortcut: 'alt+b', permission: 'agenda.write',
      when: ({ patientId, path }) => patientId !== undefined && path !== '/agenda',
      run: ({ go, patientId }) => go('/agenda', { search: { patientId } }),
    },
  ],
};
