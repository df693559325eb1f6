import { IconInbox } from '@tabler/icons-react';

import { SIGN_OFF_DAYS } from '#shared/domain/incoming/incoming.ts';

import { useQueryOf } from '#renderer/client/index.ts';
import type { ScreenArea, WorkListCount } from '#renderer/commands/index.ts';

import { INCOMING_PATH, IncomingSearch } from './incoming-search.ts';
import { askToRegister } from './incoming-store.ts';
import { IncomingScreen } from './IncomingScreen.tsx';
import { IncomingSettingsScreen } from './IncomingSettingsScreen.tsx';
import { RegisterOverlay } from './RegisterOverlay.tsx';

const DAY_MS = 86_400_000;
const counted = (data: { readonly count: number; readonly oldest: string | null } | undefined): WorkListCount => ({
  count: data?.count, isLate: Date.now() - Date.parse(data?.oldest ?? new Date().toISOString()) >= SIGN_OFF_DAYS * DAY_MS,
});

/** Papers that come to the clinic: registered, assigned, signed off (K-02, vidimering). */
export const area: ScreenArea = {
  id: 'incoming',
  routes: [
    { path: INCOMING_PATH, component: IncomingScreen, permission: 'incoming.register', search: IncomingSearch },
    { path: '/settings/incoming', component: IncomingSettingsScreen, permission: 'settings.manage' },
  ],
  commands: [
    { id: 'incoming.open', message: 'incoming.command.open', shortcut: 'alt+y', icon: IconInbox, permission: 'incoming.register', run: ({ go }) => go(INCOMING_PATH) },
    { id: 'incoming.register', message: 'incoming.command.register', shortcut: 'n', permission: 'incoming.register', when: ({ path }) => path === INCOMING_PATH, run: () => askToRegister({}) },
    { id: 'incoming.settings', message: 'incoming.command.settings', permission: 'settings.manage', run: ({ go }) => go('/settings/incoming') },
  ],
  overlays: [{ id: 'incoming.register', permission: 'incoming.register', component: RegisterOverlay }],
  workLists: [
    { id: 'incoming.toSign', message: 'incoming.worklist.toSign', order: 12, permission: 'journal.sign', to: INCOMING_PATH, useCount: () => counted(useQueryOf('incoming', 'countToSign', {}).data) },
    { id: 'incoming.toAssign', message: 'incoming.worklist.toAssign', order: 38, permission: 'incoming.register', roles: ['receptionist'], to: INCOMING_PATH, useCount: () => counted(useQueryOf('incoming', 'countToAssign', {}).data) },
  ],
};
