import { Menu } from '@mantine/core';
import type { KeyboardEvent } from 'react';

import type { MenuItem } from './ActionMenu.tsx';
import { KeyHint } from './KeyHint.tsx';
import classes from './PointMenu.module.css';

interface PointMenuProps {
  readonly label: string;
  /** In px of the window; the menu opens beside it, inside the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** Keys that walk the menu; any other is an action's own key, which runs it from here as from anywhere. */
const WALKING = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End', 'Enter', ' ', 'Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta']);

/** The actions on what was pointed at or stands under the keyboard, each with its key. */
export function PointMenu({ label, at, items, onClose }: PointMenuProps) {
  const closeOnKey = (event: KeyboardEvent) => {
    if (!WALKING.has(event.key)) onClose();
  };
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal returnFocus={false} trapFocus withInitialFocusPlaceholder={false} transitionProps={{ duration: 0 }}>
      <Menu.Target><span className={classes.point} aria-hidden="true" style={{ left: at.x, top: at.y }} /></Menu.Target>
      <Menu.Dropdown aria-label={label} onKeyDown={closeOnKey}>
        {items.map(item => (
          <Menu.Item key={item.id} onClick={item.onRun} disabled={item.disabled ?? false} rightSection={item.shortcut ? <KeyHint keys={item.shortcut} /> : undefined} {...(item.danger ? { color: 'brick' } : {})}>
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
