import { IconMessage } from '@tabler/icons-react';

import { LISTS_PATH, type ScreenArea } from '#renderer/commands/index.ts';

import { FailuresList } from './FailuresList.tsx';
import { PatientReminders } from './PatientReminders.tsx';
import { ReminderSettingsScreen } from './ReminderSettingsScreen.tsx';
import { RemindersStatusItem } from './RemindersStatusItem.tsx';
import { FAILURES, useOpenCount } from './use-standing.ts';

/** Text messages before visits: the manager's decision and settings, whom to phone instead, what a patient said. */
export const area: ScreenArea = {
  id: 'reminders',
  routes: [{ path: '/settings/reminders', component: ReminderSettingsScreen, permission: 'reminders.configure' }],
  commands: [
    { id: 'reminders.settings', message: 'reminders.command.settings', icon: IconMessage, permission: 'reminders.configure', run: ({ go }) => go('/settings/reminders') },
    { id: 'reminders.failures', message: 'reminders.command.failures', icon: IconMessage, permission: 'agenda.write', run: ({ go }) => go(LISTS_PATH, { search: { list: FAILURES } }) },
  ],
  workLists: [{ id: FAILURES, message: 'reminders.failures.list', order: 70, permission: 'agenda.write', useCount: useOpenCount, component: FailuresList }],
  statusItems: [{ id: 'reminders', order: 30, permission: 'agenda.read', component: RemindersStatusItem }],
  cardParts: [{ id: 'reminders', order: 30, permission: 'agenda.read', component: PatientReminders }],
};
