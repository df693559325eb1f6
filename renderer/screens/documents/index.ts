import { IconFileText, IconMailForward } from '@tabler/icons-react';

import { useQueryOf } from '#renderer/client/index.ts';
import type { ScreenArea } from '#renderer/commands/index.ts';

import { DocumentsPanel } from './DocumentsPanel.tsx';
import { LetterheadScreen } from './LetterheadScreen.tsx';
import { openNewDocument } from './new-store.ts';
import { NewDocumentOverlay } from './NewDocumentDialog.tsx';
import { documentPlace, JOURNAL_PATH } from './place.ts';

/** Referrals, answers, discharge letters, certificates, letters: a tab of the journal, and the clinic's letterhead. */
export const area: ScreenArea = {
  id: 'documents',
  routes: [{ path: '/settings/letterhead', component: LetterheadScreen, permission: 'settings.manage' }],
  overlays: [{ id: 'documents.new', permission: 'journal.write', component: NewDocumentOverlay }],
  journalPanels: [
    {
      id: 'documents', message: 'documents.panel', order: 20, permission: 'journal.read', component: DocumentsPanel,
      useCount: patientId => useQueryOf('documents', 'list', { patientId }).data?.length,
    },
  ],
  commands: [
    {
      id: 'documents.new', message: 'documents.command.new', shortcut: 'alt+t', icon: IconMailForward, permission: 'journal.write', when: ({ patientId }) => patientId !== undefined,
      run: ({ patientId }) => { if (patientId) openNewDocument({ patientId }); },
    },
    {
      id: 'documents.open', message: 'documents.command.open', icon: IconFileText, permission: 'journal.read', when: ({ patientId }) => patientId !== undefined,
      run: ({ go, patientId }) => { if (patientId) go(JOURNAL_PATH, documentPlace(patientId)); },
    },
    { id: 'documents.letterhead', message: 'documents.command.letterhead', permission: 'settings.manage', run: ({ go }) => go('/settings/letterhead') },
  ],
};
