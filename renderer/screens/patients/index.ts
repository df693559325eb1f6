import { IconFileImport, IconUserPlus, IconUsers } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { PatientScreen } from './card/PatientScreen.tsx';
import { askWarning, WarningOverlay } from './card/WarningOverlay.tsx';
import { ImportScreen } from './import/ImportScreen.tsx';
import { ImportWidget } from './ImportWidget.tsx';
import { PatientsScreen } from './PatientsScreen.tsx';
import { PatientStripOf } from './PatientStripOf.tsx';
import { NewPatientScreen } from './register/NewPatientScreen.tsx';
import { useFindPatients } from './use-find-patients.ts';
import { PATIENT_PATH } from './words.ts';

export const area: ScreenArea = {
  id: 'patients',
  routes: [
    { path: '/patients', component: PatientsScreen, permission: 'patients.read' },
    { path: '/patients/new', component: NewPatientScreen, permission: 'patients.write' },
    { path: '/patients/import', component: ImportScreen, permission: 'patients.import' },
    { path: PATIENT_PATH, component: PatientScreen, permission: 'patients.read' },
  ],
  rail: [{ id: 'patients', message: 'patients.rail', icon: IconUsers, to: '/patients', order: 30, permission: 'patients.read' }],
  commands: [
    { id: 'patients.list', message: 'patients.command.list', icon: IconUsers, permission: 'patients.read', run: ({ go }) => go('/patients') },
    { id: 'patients.new', message: 'patients.command.new', shortcut: 'alt+n', icon: IconUserPlus, permission: 'patients.write', run: ({ go }) => go('/patients/new') },
    { id: 'patients.import', message: 'patients.command.import', icon: IconFileImport, permission: 'patients.import', run: ({ go }) => go('/patients/import') },
    {
      id: 'patients.card', message: 'patients.command.card', shortcut: 'alt+k', permission: 'patients.read', when: ({ patientId, path }) => patientId !== undefined && path !== `/patients/${patientId}`,
      run: ({ go, patientId }) => { if (patientId) go(PATIENT_PATH, { params: { patientId } }); },
    },
    // The card has its own key (V); these work from the journal and wherever else the patient is open.
    {
      id: 'patients.addWarning', message: 'patients.command.addWarning', shortcut: 'alt+h', permission: 'patients.write', when: ({ patientId }) => patientId !== undefined,
      run: ({ patientId }) => { if (patientId) askWarning({ kind: 'warning', patientId }); },
    },
    {
      id: 'patients.noneKnown', message: 'patients.command.noneKnown', shortcut: 'alt+shift+h', permission: 'patients.write', when: ({ patientId }) => patientId !== undefined,
      run: ({ patientId }) => { if (patientId) askWarning({ kind: 'noneKnown', patientId }); },
    },
  ],
  overlays: [{ id: 'patients.warning', permission: 'patients.write', component: WarningOverlay }],
  finders: [{ id: 'patients', message: 'patients.found', permission: 'patients.read', useFind: useFindPatients }],
  startWidgets: [{ id: 'patients.import', role: 'administrator', order: 80, span: 'half', permission: 'patients.import', component: ImportWidget }],
  patientStrip: PatientStripOf,
};
