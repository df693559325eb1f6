import { IconDatabaseExport, IconServer2 } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { BackupScreen } from './BackupScreen.tsx';
import { BackupSearch } from './backup-search.ts';
import { BackupStatusItem } from './BackupStatusItem.tsx';
import { BackupWidget } from './BackupWidget.tsx';
import { AddServerScreen } from './server/AddServerScreen.tsx';

/** Backups: whether the clinic can be restored, where the copies lie, and making one now. */
export const area: ScreenArea = {
  id: 'backup',
  routes: [{ path: '/backup', component: BackupScreen, permission: 'backup.run', search: BackupSearch }, { path: '/backup/server', component: AddServerScreen, permission: 'backup.configure' }],
  rail: [{ id: 'backup', message: 'backup.rail', icon: IconDatabaseExport, to: '/backup', order: 70, permission: 'backup.run' }],
  commands: [
    { id: 'backup.open', message: 'backup.command.open', icon: IconDatabaseExport, permission: 'backup.run', run: ({ go }) => go('/backup') },
    { id: 'backup.addServer', message: 'backup.command.addServer', icon: IconServer2, permission: 'backup.configure', run: ({ go }) => go('/backup/server') },
    // From elsewhere the screen comes first, so that the person sees what was begun; the screen has its own with the key.
    { id: 'backup.run', message: 'backup.run', icon: IconDatabaseExport, permission: 'backup.run', when: ({ path }) => path !== '/backup', run: ({ go }) => go('/backup', { search: { run: true } }) },
  ],
  startWidgets: [{ id: 'backup.proof', role: 'administrator', order: 10, span: 'wide', permission: 'backup.run', component: BackupWidget }],
  statusItems: [{ id: 'backup.proof', order: 20, permission: 'backup.run', component: BackupStatusItem }],
};
