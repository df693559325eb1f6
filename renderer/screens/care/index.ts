import { IconPlayerTrackNext } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { CompletenessPanel } from './CompletenessPanel.tsx';
import { NextPatientOverlay, openNextPatient } from './NextPatientOverlay.tsx';

export const area: ScreenArea = {
  id: 'care',
  journalPanels: [{ id: 'completeness', message: 'care.completeness.title', order: 90, permission: 'journal.read', component: CompletenessPanel }],
  overlays: [{ id: 'care.next', permission: 'journal.write', component: NextPatientOverlay }],
  commands: [
    // What is open is the visit under the keyboard: pressed again, the key walks on to the patient after that.
    { id: 'care.next', message: 'care.command.next', shortcut: 'f4', icon: IconPlayerTrackNext, permission: 'journal.write', run: ({ visit, path }) => openNextPatient(path.endsWith('/journal') ? visit?.id : undefined) },
  ],
};
