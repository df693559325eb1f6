import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { NewPersonScreen } from './NewPersonScreen.tsx';
import { PersonScreen } from './PersonScreen.tsx';
import { StaffScreen } from './StaffScreen.tsx';
import { StaffWidget } from './StaffWidget.tsx';

/** The clinic's people, what they may do and how they get in. */
export const area: ScreenArea = {
  id: 'staff',
  routes: [
    { path: '/staff', component: StaffScreen, permission: 'staff.manage' },
    { path: '/staff/new', component: NewPersonScreen, permission: 'staff.manage' },
    { path: '/staff/$userId', component: PersonScreen, permission: 'staff.manage' },
  ],
  rail: [{ id: 'staff', message: 'staff.rail', icon: IconUsersGroup, to: '/staff', order: 80, permission: 'staff.manage' }],
  commands: [
    { id: 'staff.open', message: 'staff.command.open', icon: IconUsersGroup, permission: 'staff.manage', run: ({ go }) => go('/staff') },
    { id: 'staff.add', message: 'staff.command.add', icon: IconUserPlus, permission: 'staff.manage', run: ({ go }) => go('/staff/new') },
  ],
  startWidgets: [{ id: 'staff.review', role: 'administrator', order: 30, span: 'half', permission: 'staff.manage', component: StaffWidget }],
};
