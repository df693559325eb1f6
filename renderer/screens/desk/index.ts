import { IconListCheck, IconUsersGroup } from '@tabler/icons-react';

import { LISTS_PATH, type ScreenArea, type StartWidget } from '#renderer/commands/index.ts';

import { ListsScreen, ListsSearch } from './lists/ListsScreen.tsx';
import { listsWidgetOf } from './lists/ListsWidget.tsx';
import { workLists } from './lists/work-lists.ts';
import { NextPatientWidget } from './NextPatientWidget.tsx';
import { QUEUE_PATH, QueueScreen, QueueSearch } from './QueueScreen.tsx';
import { QueueWidget } from './QueueWidget.tsx';

const listsFor = (role: StartWidget['role'], order: number): StartWidget => ({ id: `desk.lists.${role}`, role, order, permission: 'agenda.read', component: listsWidgetOf(role) });

export const area: ScreenArea = {
  id: 'desk',
  routes: [
    { path: QUEUE_PATH, component: QueueScreen, permission: 'agenda.read', search: QueueSearch },
    { path: LISTS_PATH, component: ListsScreen, permission: 'agenda.read', search: ListsSearch },
  ],
  rail: [{ id: 'lists', message: 'desk.lists.rail', icon: IconListCheck, to: LISTS_PATH, order: 40, permission: 'agenda.read' }],
  startWidgets: [
    { id: 'desk.queue', role: 'receptionist', order: 10, permission: 'agenda.write', component: QueueWidget },
    { id: 'desk.next', role: 'practitioner', order: 10, permission: 'agenda.read', component: NextPatientWidget },
    listsFor('receptionist', 30), listsFor('practitioner', 30), listsFor('assistant', 30), listsFor('administrator', 90),
  ],
  commands: [
    { id: 'desk.queue', message: 'desk.command.queue', shortcut: 'alt+q', icon: IconUsersGroup, permission: 'agenda.read', run: ({ go }) => go(QUEUE_PATH) },
  ],
  workLists,
};
