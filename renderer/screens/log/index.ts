import { IconListDetails, IconShieldCheck } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { LogScreen } from './LogScreen.tsx';
import { LogSearch } from './log-search.ts';
import { LogWidget } from './LogWidget.tsx';
import { PatientLogScreen } from './PatientLogScreen.tsx';

/** The access log: who did what, by patient or person, and whether it is whole. */
export const area: ScreenArea = {
  id: 'log',
  routes: [
    { path: '/log', component: LogScreen, permission: 'log.review', search: LogSearch },
    { path: '/patients/$patientId/log', component: PatientLogScreen, permission: 'log.patient' },
  ],
  rail: [{ id: 'log', message: 'log.rail', icon: IconListDetails, to: '/log', order: 60, permission: 'log.review' }],
  commands: [
    { id: 'log.open', message: 'log.command.open', icon: IconListDetails, permission: 'log.review', run: ({ go }) => go('/log') },
    { id: 'log.verify', message: 'log.command.verify', icon: IconShieldCheck, permission: 'log.verify', run: ({ go }) => go('/log', { search: { verify: true } }) },
    {
      id: 'log.patient', message: 'log.command.patientLog', icon: IconListDetails, permission: 'log.patient', when: ({ patientId, may }) => patientId !== undefined && may('patients.read'),
      run: ({ patientId, go }) => go('/patients/$patientId/log', { params: { patientId: patientId ?? '' } }),
    },
  ],
  startWidgets: [{ id: 'log.watch', role: 'administrator', order: 20, span: 'half', permission: 'log.review', component: LogWidget }],
};
