import { applies, useAllCommands, useCommandContext } from '#renderer/commands/index.ts';
import { Dialog, KeyHint, keyText, useAnyText, useText } from '#renderer/ui/index.ts';

import classes from './ShortcutList.module.css';

/** Every key that works here and what it does; can be printed and laid beside the keyboard. */
export function ShortcutList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText();
  const anyText = useAnyText();
  const context = useCommandContext();
  const seen = new Set<string>();
  const commands = useAllCommands().filter(command => {
    if (!command.shortcut || !applies(command, context) || seen.has(command.shortcut)) return false;
    seen.add(command.shortcut);
    return true;
  });
  return (
    <Dialog open={open} onClose={onClose} title={t('app.shortcuts.title')} size="medium" action={{ label: t('app.shortcuts.print'), onRun: () => window.print() }}>
      <dl className={classes.list} data-print>
        {commands.map(command => (
          <div key={command.id} className={classes.item}>
            <dt>{anyText(command.message, command.params)}</dt>
            <dd><KeyHint keys={command.shortcut ?? ''} /><span className="kb-visually-hidden">{keyText(command.shortcut ?? '', t)}</span></dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
