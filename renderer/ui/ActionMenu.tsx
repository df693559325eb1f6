import { Menu } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

import { KeyHint } from './KeyHint.tsx';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onRun: () => void;
}

/** The button of the menu has the focus before the action runs: a dialog then gives it back there, where the item is no more. */
function focusTarget(item: Element): void {
  document.getElementById(item.closest('[role="menu"]')?.getAttribute('aria-labelledby') ?? '')?.focus();
}

/** A short list of actions under a button (`target`: one Button or IconButton). */
export function ActionMenu({ target, items }: { readonly target: ReactElement; readonly items: readonly MenuItem[] }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {items.map(item => (
          <Menu.Item key={item.id} onClick={event => { focusTarget(event.currentTarget); item.onRun(); }} disabled={item.disabled ?? false} leftSection={item.icon} rightSection={item.shortcut ? <KeyHint keys={item.shortcut} /> : undefined} {...(item.danger ? { 'data-danger': true } : {})}>
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
