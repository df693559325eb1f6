import { IconFileExport } from '@tabler/icons-react';

import { useQueryOf } from '#renderer/client/index.ts';
import type { ScreenArea } from '#renderer/commands/index.ts';

import { COPY_PATH, CopyScreen } from './CopyScreen.tsx';
import { DisclosuresPanel } from './DisclosuresPanel.tsx';

/** What left the journal, and the examination before a copy does (J-17, J-18). */
export const area: ScreenArea = {
  id: 'disclosures',
  routes: [{ path: COPY_PATH, component: CopyScreen, permission: 'journal.print' }],
  journalPanels: [
    {
      id: 'disclosures', message: 'disclosures.panel', order: 60, permission: 'journal.read', component: DisclosuresPanel,
      useCount: patientId => useQueryOf('disclosures', 'list', { patientId }).data?.length,
    },
  ],
  commands: [
    {
      id: 'disclosures.copy', message: 'disclosures.command.copy', icon: IconFileExport, permission: 'journal.print', when: ({ patientId, path }) => patientId !== undefined && !path.endsWith('/copy'),
      run: ({ go, patientId }) => { if (patientId) go(COPY_PATH, { params: { patientId } }); },
    },
    {
      id: 'disclosures.open', message: 'disclosures.command.open', permission: 'journal.read', when: ({ patientId }) => patientId !== undefined,
      run: ({ go, patientId }) => { if (patientId) go('/patients/$patientId/journal', { params: { patientId }, search: { panel: 'disclosures' } }); },
    },
  ],
};
