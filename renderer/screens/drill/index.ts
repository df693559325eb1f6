import { IconRestore } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { DrillScreen } from './DrillScreen.tsx';
import { DrillSearch } from './drill-search.ts';
import { KitDrillScreen } from './KitDrillScreen.tsx';

/** Restores on trial: whether backups can be restored, the yearly drill with the paper kit, and every certificate. */
export const area: ScreenArea = {
  id: 'drill',
  routes: [
    { path: '/drill', component: DrillScreen, permission: 'backup.run', search: DrillSearch },
    { path: '/drill/kit', component: KitDrillScreen, permission: 'backup.run' },
  ],
  commands: [
    { id: 'drill.open', message: 'drill.command.open', icon: IconRestore, permission: 'backup.run', run: ({ go }) => go('/drill') },
    // From elsewhere the screen comes first, so that the person sees what was begun; the screen has its own with the key.
    { id: 'drill.run', message: 'drill.command.run', icon: IconRestore, permission: 'backup.run', when: ({ path }) => path !== '/drill', run: ({ go }) => go('/drill', { search: { run: true } }) },
    { id: 'drill.kit', message: 'drill.command.kit', icon: IconRestore, permission: 'backup.run', when: ({ path }) => path !== '/drill/kit', run: ({ go }) => go('/drill/kit') },
  ],
};
