import { IconDoorExit } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { LeavingScreen } from './LeavingScreen.tsx';

/** The end of the service: everything taken along, places of backups emptied, certificates of it (G-18). */
export const area: ScreenArea = {
  id: 'leaving',
  routes: [{ path: '/leaving', component: LeavingScreen, permission: 'backup.configure' }],
  commands: [{ id: 'leaving.open', message: 'leaving.command.open', icon: IconDoorExit, permission: 'backup.configure', when: ({ path }) => path !== '/leaving', run: ({ go }) => go('/leaving') }],
};
