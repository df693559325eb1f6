import { IconFileShredder } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { DestructionScreen } from './DestructionScreen.tsx';
import { ToConfirmWidget } from './ToConfirmWidget.tsx';

/** Destruction of a journal by decision of IVO or a court, by two persons (J-09). */
export const area: ScreenArea = {
  id: 'destruction',
  routes: [{ path: '/destruction', component: DestructionScreen, permission: 'journal.destroy' }],
  startWidgets: [{ id: 'destruction.toConfirm', role: 'administrator', order: 14, span: 'wide', permission: 'journal.destroy', component: ToConfirmWidget }],
  commands: [{ id: 'destruction.open', message: 'destruction.command.open', icon: IconFileShredder, permission: 'journal.destroy', when: ({ path }) => path !== '/destruction', run: ({ go }) => go('/destruction') }],
};
