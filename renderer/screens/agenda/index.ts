import { IconCalendar } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { AgendaSearch } from './agenda-search.ts';
import { AgendaScreen } from './AgendaScreen.tsx';
import { NextPatientWidget } from './NextPatientWidget.tsx';
import { QueueWidget } from './QueueWidget.tsx';

export const area: ScreenArea = {
  id: 'agenda',
  routes: [
    { path: '/agenda', component: AgendaScreen, permission: 'agenda.read', search: AgendaSearch },
  ],
  rail: [{ id: 'agenda', message: 'agenda.rail', icon: IconCalendar, to: '/agenda', order: 20, permission: 'agenda.read' }],
  startWidgets: [
    { id: 'agenda.queue', role: 'receptionist', order: 10, permission: 'agenda.write', component: QueueWidget },
    { id: 'agenda.next', role: 'practitioner', order: 10, permission: 'agenda.read', component: NextPatientWidget },
  ],
  commands: [
    {
      id: 'agenda.bookPatient', message: 'agenda.command.bookPatient', shortcut: 'alt+b', permission: 'agenda.write',
      when: ({ patientId, path }) => patientId !== undefined && path !== '/agenda',
      run: ({ go, patientId }) => go('/agenda', { search: { patientId } }),
    },
  ],
};
