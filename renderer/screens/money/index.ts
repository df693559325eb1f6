import { IconReceipt } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';
import { keepKeysForDialog } from '#renderer/ui/index.ts';

import { MoneySearch } from './money-search.ts';
import { MONEY_PATH, MoneyScreen } from './MoneyScreen.tsx';
import { MoneySettingsScreen } from './MoneySettingsScreen.tsx';
import { PATIENT_MONEY_PATH, PatientMoneyScreen } from './PatientMoneyScreen.tsx';
import { openPay } from './pay-store.ts';
import { PayOverlay } from './PayOverlay.tsx';
import { workLists } from './work-lists.ts';

/** Nothing is paid for what was cancelled in time or moved away. */
const FREE_STATUSES: readonly string[] = ['cancelledEarly', 'rescheduled'];

export const area: ScreenArea = {
  id: 'money',
  routes: [
    { path: MONEY_PATH, component: MoneyScreen, permission: 'money.read', search: MoneySearch },
    { path: '/money/settings', component: MoneySettingsScreen, permission: 'money.configure' },
    { path: PATIENT_MONEY_PATH, component: PatientMoneyScreen, permission: 'money.read' },
  ],
  rail: [{ id: 'money', message: 'money.rail', icon: IconReceipt, to: MONEY_PATH, order: 50, permission: 'money.read' }],
  commands: [
    {
      id: 'money.pay', message: 'money.command.pay', shortcut: 'p', on: 'visit', icon: IconReceipt, permission: 'money.write',
      when: ({ visit }) => visit !== undefined && !FREE_STATUSES.includes(visit.status), run: ({ visit }) => {
        if (!visit) return;
        keepKeysForDialog();
        openPay({ id: visit.id, patientId: visit.patientId });
      },
    },
    { id: 'money.open', message: 'money.command.open', icon: IconReceipt, permission: 'money.read', run: ({ go }) => go(MONEY_PATH) },
    { id: 'money.settings', message: 'money.command.settings', permission: 'money.configure', run: ({ go }) => go('/money/settings') },
    {
      id: 'money.patient', message: 'money.command.patient', shortcut: 'alt+e', permission: 'money.read', when: ({ patientId, path }) => patientId !== undefined && !path.startsWith('/money/patient'),
      run: ({ go, patientId }) => { if (patientId) go(PATIENT_MONEY_PATH, { params: { patientId } }); },
    },
  ],
  overlays: [{ id: 'money.pay', permission: 'money.write', component: PayOverlay }],
  workLists,
};
