import { IconCalendarRepeat } from '@tabler/icons-react';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import type { ScreenArea } from '#renderer/commands/index.ts';

import { endOfMonth } from './months.ts';
import { openRecall } from './recall-store.ts';
import { RecallOverlay } from './RecallDialog.tsx';
import { RecallsScreen } from './RecallsScreen.tsx';

const PATH = '/lists/recalls';

export const area: ScreenArea = {
  id: 'recalls',
  routes: [{ path: PATH, component: RecallsScreen, permission: 'agenda.read' }],
  commands: [
    { id: 'recalls.open', message: 'recalls.command.open', icon: IconCalendarRepeat, permission: 'agenda.read', run: ({ go }) => go(PATH) },
    { id: 'recalls.addPatient', message: 'recalls.command.addPatient', shortcut: 'alt+l', permission: 'agenda.write', when: ({ patientId }) => patientId !== undefined, run: ({ patientId }) => openRecall({ patientId }) },
  ],
  overlays: [{ id: 'recalls.recall', permission: 'agenda.write', component: RecallOverlay }],
  workLists: [
    {
      id: 'recalls', message: 'recalls.worklist', order: 34, permission: 'agenda.write', to: PATH,
      useCount: () => {
        const { today } = useClinicDay();
        const { data } = useQueryOf('recalls', 'counts', { until: endOfMonth(today) });
        return { count: data?.toCall };
      },
    },
  ],
};
