import type { ScreenArea } from '#renderer/commands/index.ts';

import { ScheduleScreen } from './ScheduleScreen.tsx';

export const area: ScreenArea = {
  id: 'schedule',
  routes: [{ path: '/agenda/settings', component: ScheduleScreen, permission: 'agenda.configure' }],
  commands: [{ id: 'schedule.settings', message: 'schedule.command.settings', permission: 'agenda.configure', run: ({ go }) => go('/agenda/settings') }],
};
