import { IconHome } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { StartScreen } from './StartScreen.tsx';

export const area: ScreenArea = {
  id: 'start',
  routes: [{ path: '/', component: StartScreen }],
  rail: [{ id: 'start', message: 'start.rail', icon: IconHome, to: '/', order: 10 }],
};
