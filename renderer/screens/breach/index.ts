import { IconAlertOctagon } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { BreachScreen } from './BreachScreen.tsx';

/** Personal data breaches: who is affected, the draft to the authority, the clock (G-12). */
export const area: ScreenArea = {
  id: 'breach',
  routes: [{ path: '/log/breaches', component: BreachScreen, permission: 'log.review' }],
  commands: [{ id: 'breach.open', message: 'breach.command.open', icon: IconAlertOctagon, permission: 'log.review', when: ({ path }) => path !== '/log/breaches', run: ({ go }) => go('/log/breaches') }],
};
