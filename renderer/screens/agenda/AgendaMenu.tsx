import { useCommandContext, useCommandsOn, type Command } from '#renderer/commands/index.ts';
import { PointMenu, useAnyText, useText } from '#renderer/ui/index.ts';

interface AgendaMenuProps {
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** Every action on the visit or the slot under the keyboard, whichever area it comes from. */
export function AgendaMenu({ at, onClose }: AgendaMenuProps) {
  const t = useText();
  const anyText = useAnyText();
  const context = useCommandContext();
  const onVisit = useCommandsOn('visit', context);
  const onSlot = useCommandsOn('slot', context);
  const toItem = (command: Command) => ({
    id: command.id, label: anyText(command.message, command.params), ...(command.shortcut ? { shortcut: command.shortcut } : {}),
    onRun: () => {
      onClose();
      command.run(context);
    },
  });
  return <PointMenu label={context.visit?.name ?? t('agenda.menu')} at={at} items={[...onVisit, ...onSlot].map(toItem)} onClose={onClose} />;
}

/** Where the menu opens when the keyboard asks for it: beside the visit or the slot it stands on. */
export function cursorPoint(): { readonly x: number; readonly y: number } {
  const grid = document.querySelector('[role="grid"][aria-activedescendant]');
  const box = document.getElementById(grid?.getAttribute('aria-activedescendant') ?? '')?.getBoundingClientRect();
  return box ? { x: box.left + Math.min(24, box.width / 2), y: Math.min(box.bottom, window.innerHeight - 40) } : { x: window.innerWidth / 2, y: window.innerHeight / 3 };
}
