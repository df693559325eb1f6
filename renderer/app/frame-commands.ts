import { useMantineColorScheme } from '@mantine/core';
import { IconArrowLeft, IconEyeOff, IconKeyboard, IconListCheck, IconLock, IconMenu2, IconMoon, IconSearch } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';

import { client } from '#renderer/client/index.ts';
import { LISTS_PATH, useCommands, useWorkLists, workListKey, type Command } from '#renderer/commands/index.ts';

import { railEntries } from './areas.ts';
import { MENU_KEY, openMenu } from './menu/CommandMenu.tsx';
import { cover, PRIVACY_KEY } from './privacy/PrivacyCover.tsx';
import { useVisibleRail } from './use-visible-rail.ts';
import { palette } from './palette-store.ts';

/** What the frame itself can do: search, rail by number, lock, back, light or dark, the list of shortcuts. */
export function useFrameCommands({ onShortcutList }: { readonly onShortcutList: () => void }): void {
  const router = useRouter();
  const { toggleColorScheme } = useMantineColorScheme();
  const visible = useVisibleRail();
  const jumps = railEntries.map((entry): Command => {
    const at = visible.findIndex(shown => shown.id === entry.id);
    return {
      id: `rail.${entry.id}`,
      message: entry.message,
      icon: entry.icon,
      ...(at >= 0 && at < 9 ? { shortcut: `${at + 1}` } : {}),
      ...(entry.permission ? { permission: entry.permission } : {}),
      run: ({ go }) => go(entry.to),
    };
  });
  const inFields = visible.slice(0, 9).map((entry, at): Command => ({ id: `rail.${entry.id}.alt`, message: entry.message, shortcut: `alt+${at + 1}`, quiet: true, run: ({ go }) => go(entry.to) }));
  const lists = useWorkLists().map((list, at): Command => {
    const shortcut = workListKey(at);
    return {
      id: `lists.${list.id}`, message: list.message, icon: IconListCheck, ...(shortcut ? { shortcut } : {}), ...(list.permission ? { permission: list.permission } : {}),
      run: ({ go }) => (list.to ? go(list.to) : go(LISTS_PATH, { search: { list: list.id } })),
    };
  });
  useCommands([
    { id: 'frame.search', message: 'command.search', shortcut: 'mod+k', icon: IconSearch, quiet: true, run: () => palette.open() },
    ...jumps,
    ...inFields,
    ...lists,
    { id: 'frame.lock', message: 'command.lock', shortcut: 'mod+l', icon: IconLock, run: () => void client.shell.lock({}).catch(() => undefined) },
    { id: 'frame.privacy', message: 'command.privacy', shortcut: PRIVACY_KEY, icon: IconEyeOff, run: cover },
    { id: 'frame.menu', message: 'command.menu', shortcut: MENU_KEY, icon: IconMenu2, quiet: true, run: openMenu },
    { id: 'frame.back', message: 'command.back', shortcut: 'alt+left', icon: IconArrowLeft, when: () => router.history.canGoBack(), run: () => router.history.back() },
    { id: 'frame.scheme', message: 'command.scheme', icon: IconMoon, run: () => toggleColorScheme() },
    { id: 'frame.shortcuts', message: 'command.shortcuts', shortcut: 'f1', icon: IconKeyboard, run: onShortcutList },
    { id: 'frame.shortcuts.sign', message: 'command.shortcuts', shortcut: '?', quiet: true, run: onShortcutList },
  ], 'frame');
}
