import type { ScreenArea } from '#renderer/commands/index.ts';

import { AgeingScreen } from './AgeingScreen.tsx';
import { SigningSettingsScreen } from './SigningSettingsScreen.tsx';

const AGEING_PATH = '/signing/ageing';
const SETTINGS_PATH = '/signing/settings';

export const area: ScreenArea = {
  id: 'signing',
  routes: [
    { path: AGEING_PATH, component: AgeingScreen, permission: 'staff.manage' },
    { path: SETTINGS_PATH, component: SigningSettingsScreen, permission: 'settings.manage' },
  ],
  commands: [
    { id: 'signing.ageing', message: 'signing.command.ageing', permission: 'staff.manage', run: ({ go }) => go(AGEING_PATH) },
    { id: 'signing.settings', message: 'signing.command.settings', permission: 'settings.manage', run: ({ go }) => go(SETTINGS_PATH) },
  ],
};
