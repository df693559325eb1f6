import { allCommands, groupCommands, keyOwners, useAllCommands, useCommandContext, type Command, type CommandGroup } from '#renderer/commands/index.ts';
import { Dialog, KeyHint, keyText, useAnyText, useText } from '#renderer/ui/index.ts';

import classes from './ShortcutList.module.css';

/** Every key that works here and what it does, this screen's own first; can be printed and laid beside the keyboard. */
export function ShortcutList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText();
  const context = useCommandContext();
  const commands = useAllCommands();
  const owners = keyOwners(commands, context);
  const hasKey = (command: Command): boolean => command.shortcut !== undefined && owners.get(command.shortcut) === command;
  const groups = groupCommands(commands.filter(hasKey), context);
  const print = (): void => {
    onClose();
    allCommands().find(command => command.id === 'prints.shortcutCard')?.run(context);
  };
  return (
    <Dialog open={open} onClose={onClose} title={t('app.shortcuts.title')} size="large" action={{ label: t('app.shortcuts.print'), onRun: print }}>
      <div className={classes.groups}>{groups.map(group => <Group key={group.id} group={group} />)}</div>
      <p className={classes.note}>{t('app.privacy.help')}</p>
    </Dialog>
  );
}

function Group({ group }: { readonly group: CommandGroup }) {
  const t = useText();
  const anyText = useAnyText();
  return (
    <section className={classes.group}>
      <h3 className={classes.title}>{anyText(group.message)}</h3>
      <dl className={classes.list}>
        {group.commands.map(command => (
          <div key={command.id} className={classes.item}>
            <dt>{anyText(command.message, command.params)}</dt>
            <dd><KeyHint keys={command.shortcut ?? ''} /><span className="kb-visually-hidden">{keyText(command.shortcut ?? '', t)}</span></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
