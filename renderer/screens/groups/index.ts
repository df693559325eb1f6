import { IconUsersGroup } from '@tabler/icons-react';

import type { ScreenArea } from '#renderer/commands/index.ts';

import { openNewGroup } from './group-store.ts';
import { GroupsSearch } from './groups-search.ts';
import { GroupsScreen } from './GroupsScreen.tsx';
import { NewGroupOverlay } from './NewGroupDialog.tsx';

const WRITE = 'agenda.write' as const;
const PATH = '/lists/groups';

export const area: ScreenArea = {
  id: 'groups',
  routes: [{ path: PATH, component: GroupsScreen, permission: 'agenda.read', search: GroupsSearch }],
  commands: [
    { id: 'groups.open', message: 'groups.command.open', icon: IconUsersGroup, permission: 'agenda.read', run: ({ go }) => go(PATH) },
    { id: 'groups.show', message: 'groups.command.show', shortcut: 'l', on: 'visit', permission: 'agenda.read', when: ({ visit, path }) => visit?.group !== undefined && path !== PATH, run: ({ go, visit }) => go(PATH, { search: { group: visit?.group?.id ?? '' } }) },
    { id: 'groups.newHere', message: 'groups.command.newHere', shortcut: 'shift+g', on: 'slot', permission: WRITE, when: ({ visit }) => visit === undefined, run: ({ slot }) => openNewGroup({ resourceId: slot?.resourceId, start: slot?.start }) },
  ],
  overlays: [{ id: 'groups.new', permission: WRITE, component: NewGroupOverlay }],
};
