import type { ScreenArea } from '#renderer/commands/index.ts';

import { BatchScreen } from './BatchScreen.tsx';
import { GivenTool } from './GivenTool.tsx';
import { openMedication } from './medication-store.ts';
import { MedicationOverlay } from './MedicationOverlay.tsx';
import { MedicationsPanel } from './MedicationsPanel.tsx';

const BATCH_PATH = '/medications/batch';

export const area: ScreenArea = {
  id: 'medications',
  routes: [{ path: BATCH_PATH, component: BatchScreen, permission: 'medications.recall' }],
  journalPanels: [{ id: 'medications', message: 'medications.panel', order: 40, permission: 'journal.read', component: MedicationsPanel }],
  noteTools: [{ id: 'medications', order: 40, permission: 'journal.write', component: GivenTool }],
  overlays: [{ id: 'medications', permission: 'journal.write', component: MedicationOverlay }],
  commands: [
    {
      id: 'medications.addTaken', message: 'medications.command.addTaken', shortcut: 'alt+shift+s', permission: 'journal.write', when: ({ patientId }) => patientId !== undefined,
      run: ({ patientId }) => { if (patientId) openMedication({ kind: 'taken', patientId }); },
    },
    {
      id: 'medications.recordGiven', message: 'medications.command.recordGiven', shortcut: 'alt+s', permission: 'journal.write', when: ({ patientId }) => patientId !== undefined,
      run: ({ patientId }) => { if (patientId) openMedication({ kind: 'given', patientId }); },
    },
    { id: 'medications.batch', message: 'medications.command.batch', permission: 'medications.recall', run: ({ go }) => go(BATCH_PATH) },
  ],
};
