import { IconPaperclip } from '@tabler/icons-react';

import { useQueryOf } from '#renderer/client/index.ts';
import type { ScreenArea } from '#renderer/commands/index.ts';

import { askToAdd } from './add-store.ts';
import { AddOverlay } from './AddOverlay.tsx';
import { FileOverlay } from './FileOverlay.tsx';
import { FileTool } from './FileTool.tsx';
import { showFile } from './open-store.ts';
import { AttachmentsPanel } from './AttachmentsPanel.tsx';
import { PictureSettingsScreen } from './PictureSettingsScreen.tsx';

/** Files of a patient's journal: photographs, scanned papers, documents (K-24). */
export const area: ScreenArea = {
  id: 'attachments',
  routes: [{ path: '/settings/attachments', component: PictureSettingsScreen, permission: 'settings.manage' }],
  commands: [
    {
      id: 'attachments.add', message: 'attachments.command.add', shortcut: 'f7', icon: IconPaperclip, permission: 'journal.write', when: ({ patientId, path }) => patientId !== undefined && path.includes('/journal'),
      run: ({ patientId }) => { if (patientId) askToAdd({ patientId, files: [] }); },
    },
    { id: 'attachments.settings', message: 'attachments.command.settings', permission: 'settings.manage', run: ({ go }) => go('/settings/attachments') },
  ],
  overlays: [{ id: 'attachments.add', permission: 'journal.write', component: AddOverlay }, { id: 'attachments.file', permission: 'journal.read', component: FileOverlay }],
  noteTools: [{ id: 'attachments', order: 30, permission: 'journal.write', component: FileTool }],
  openFile: showFile,
  journalPanels: [
    {
      id: 'attachments', message: 'attachments.panel', order: 30, permission: 'journal.read', shortcut: 'shift+f7', component: AttachmentsPanel,
      useCount: patientId => useQueryOf('attachments', 'list', { patientId }).data?.files.length,
    },
  ],
};
