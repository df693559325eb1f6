import { IconCalendarTime, IconCertificate, IconKeyboard, IconPrinter } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { ask } from './asking.ts';
import { PrintOverlay } from './PrintOverlay.tsx';
import { PrintSettingsScreen } from './PrintSettingsScreen.tsx';
import { SheetStatusItem } from './SheetStatusItem.tsx';
import { SheetWidget } from './SheetWidget.tsx';

/** Papers of reception, the emergency sheet, calendar files. */
export const area: ScreenArea = {
  id: 'prints',
  routes: [{ path: '/settings/prints', component: PrintSettingsScreen, permission: 'settings.manage' }],
  overlays: [{ id: 'prints.ask', component: PrintOverlay }],
  commands: [
    {
      id: 'prints.dayList', message: 'prints.command.dayList', shortcut: 'mod+p', icon: IconPrinter, permission: 'agenda.read',
      run: ({ slot }) => ask({ kind: 'dayList', start: slot?.start }),
    },
    {
      id: 'prints.card', message: 'prints.command.card', shortcut: 'k', icon: IconCalendarTime, permission: 'agenda.read', on: 'visit',
      when: ({ visit }) => visit !== undefined && ['booked', 'confirmed', 'arrived', 'inTreatment'].includes(visit.status),
      run: ({ visit }) => { if (visit) ask({ kind: 'card', visit }); },
    },
    {
      id: 'prints.certificate', message: 'prints.command.certificate', shortcut: 'i', icon: IconCertificate, permission: 'agenda.write', on: 'visit',
      when: ({ visit }) => visit !== undefined && ['arrived', 'inTreatment', 'done'].includes(visit.status),
      run: ({ visit }) => { if (visit) ask({ kind: 'certificate', visit }); },
    },
    { id: 'prints.shortcutCard', message: 'prints.command.shortcuts', icon: IconKeyboard, run: () => ask({ kind: 'shortcuts' }) },
    { id: 'prints.settings', message: 'prints.command.settings', permission: 'settings.manage', run: ({ go }) => go('/settings/prints') },
  ],
  startWidgets: [{ id: 'prints.sheet', role: 'administrator', order: 12, span: 'wide', permission: 'settings.manage', component: SheetWidget }],
  statusItems: [{ id: 'prints.sheet', order: 30, permission: 'agenda.read', component: SheetStatusItem }],
};
