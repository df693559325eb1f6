import { IconListSearch } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { CodesScreen } from './packs/CodesScreen.tsx';
import { CodesSearch, CODES_PATH } from './packs/codes-search.ts';
import { CodeTool } from './picker/CodeTool.tsx';

/** Code systems: choosing diagnoses and measures while writing, and the administrator's packs and figures (K-20). */
export const area: ScreenArea = {
  id: 'codes',
  routes: [{ path: CODES_PATH, component: CodesScreen, permission: 'settings.manage', search: CodesSearch }],
  commands: [
    { id: 'codes.settings', message: 'codes.command.settings', icon: IconListSearch, permission: 'settings.manage', run: ({ go }) => go(CODES_PATH) },
    { id: 'codes.statistics', message: 'codes.command.statistics', icon: IconListSearch, permission: 'settings.manage', run: ({ go }) => go(CODES_PATH, { search: { part: 'statistics' } }) },
  ],
  noteTools: [{ id: 'codes', order: 20, permission: 'journal.write', component: CodeTool }],
};
